"""Tests of giving every word a time."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.timeline import span, total_ms
from lecture_assets.transcript.chunks import Chunk
from lecture_assets.transcript.models import Word
from lecture_assets.transcript.remap import to_lecture_time
from lecture_assets.transcript.word_times import Timed, timed_share, with_times, words_of

_WORDS = st.lists(st.sampled_from(["so", "the", "Fourier", "transform,", "is", "-", "…", "1.5"]))
_TIMES = st.integers(-2_000, 30_000)
_TIMED = st.builds(Timed, st.sampled_from(["so", "fourier", "transform", "x", ""]), _TIMES, _TIMES)


def _times(words: list[Word]) -> list[tuple[int, int]]:
    return [(word.start_ms, word.end_ms) for word in words]


@given(_WORDS, st.lists(_TIMED, max_size=30), st.integers(0, 20_000))
def test_whatever_is_heard_every_word_is_in_order_and_within_the_chunk(
    texts: list[str], heard: list[Timed], duration_ms: int
) -> None:
    words = with_times(texts, heard, duration_ms)
    assert [word.text for word in words] == texts
    assert all(0 <= start <= end <= duration_ms for start, end in _times(words))
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(words))
    assert 0.0 <= timed_share(texts, heard, duration_ms) <= 1.0


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500)), min_size=1, max_size=40))
def test_times_that_can_be_right_are_taken_as_they_are(lengths: list[tuple[int, int]]) -> None:
    heard, at = [], 0
    for number, (length, pause) in enumerate(lengths):
        heard.append(Timed(f"w{number}", at, at + length))
        at += length + pause
    texts = [f"W{number}." for number in range(len(lengths))]
    assert _times(with_times(texts, heard, at)) == [(each.start_ms, each.end_ms) for each in heard]
    assert timed_share(texts, heard, at) == 1.0


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 3_000)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 800)), max_size=20),
)
def test_words_reach_the_lecture_s_clock_without_leaving_their_pieces(
    stretches: list[tuple[int, int]], spoken: list[tuple[int, int]]
) -> None:
    pieces, at = [], 0
    for pause, length in stretches:
        pieces.append(span(at + pause, at + pause + length))
        at += pause + length
    chunk = Chunk(pieces=pieces)
    heard = [Timed(f"w{n}", start, start + length) for n, (start, length) in enumerate(spoken)]
    words = with_times([each.text for each in heard], heard, total_ms(pieces))
    moved = to_lecture_time(words, chunk)
    assert [word.text for word in moved] == [each.text for each in heard]
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(moved))
    for word in moved:
        assert any(p.start_ms <= word.start_ms <= word.end_ms <= p.end_ms for p in pieces)


def test_punctuation_comes_from_the_text_and_times_from_the_words() -> None:
    heard = [Timed("Hello", 100, 400), Timed("world", 500, 900), Timed("its", 1_000, 1_200)]
    words = with_times(["Hello,", "world!", "It's", "me."], heard, 2_000)
    assert [word.text for word in words] == ["Hello,", "world!", "It's", "me."]
    assert _times(words) == [(100, 400), (500, 900), (1_000, 1_200), (1_200, 2_000)]


def test_a_word_out_of_order_gives_up_its_time_and_no_other_does() -> None:
    heard = [Timed("a", 0, 100), Timed("b", 5_000, 5_100), Timed("c", 200, 300)]
    heard += [Timed("d", 300, 400)]
    words = with_times(["a", "b", "c", "d"], heard, 6_000)
    assert _times(words) == [(0, 100), (100, 200), (200, 300), (300, 400)]


def test_a_time_outside_the_chunk_is_given_up() -> None:
    heard = [Timed("a", -50, 100), Timed("b", 400, 600), Timed("c", 9_000, 9_100)]
    assert _times(with_times(["a", "b", "c"], heard, 1_000)) == [(0, 400), (400, 600), (600, 1_000)]


def test_an_end_past_the_chunk_or_the_next_word_is_cut() -> None:
    heard = [Timed("a", 0, 700), Timed("b", 500, 9_000)]
    assert _times(with_times(["a", "b"], heard, 1_000)) == [(0, 500), (500, 1_000)]


def test_a_word_that_ends_before_it_begins_keeps_its_beginning() -> None:
    assert _times(with_times(["a", "b"], [Timed("a", 300, 100)], 1_000)) == [
        (300, 300),
        (300, 1_000),
    ]


def test_words_without_times_share_the_chunk_by_their_length() -> None:
    words = with_times(["a", "four", "and"], [], 1_100)
    assert _times(words) == [(0, 200), (200, 700), (700, 1_100)]
    assert timed_share(["a", "four", "and"], [], 1_100) == 0.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  so \n it  goes ", ["so", "it", "goes"]),
        ("今日は good", ["今", "日", "は", "good"]),
        ("один два", ["один", "два"]),
        ("か。「カー」と", ["か。", "「カ", "ー」", "と"]),
        ("使用Python 3.5%，对！", ["使", "用", "Python", "3.5%，", "对！"]),  # noqa: RUF001
    ],
)
def test_a_text_is_split_into_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words
