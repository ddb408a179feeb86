"""A lecture is split between topics into parts that fit into a question."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.content.parts import MOST_TOKENS, parts_of, spoken_tokens, tokens_of, told
from lecture_assets.content.topics import Window
from lecture_assets.options import ContentOptions
from lecture_assets.transcript.sentences import Sentence

TEXT = "Every leaf holds tiny compartments that are called chloroplasts and catch light."


def spoken(count: int, each_ms: int = 6_000, text: str = TEXT) -> list[Sentence]:
    """Sentences of equal length, one after the other."""
    return [
        Sentence(start_ms=at * each_ms, end_ms=(at + 1) * each_ms, text=text) for at in range(count)
    ]


def windows_of(topics: list[int], length: int) -> list[Window]:
    """Windows of ``length`` sentences in topics that begin at the given sentences."""
    firsts = range(0, topics[-1] + 200, length)
    return [
        Window(first, first + length - 1, sum(start <= first for start in topics))
        for first in firsts
    ]


def test_a_lecture_that_fits_is_one_part() -> None:
    (part,) = parts_of(spoken(700), [], ContentOptions())
    assert (part.first, part.last, part.fewest, part.most) == (0, 699, 5, 15)


def test_three_hours_are_cut_between_topics_that_are_near_an_even_division() -> None:
    sentences = spoken(1_800)
    topics = [0, 290, 550, 800, 1_000, 1_350, 1_600]
    parts = parts_of(sentences, windows_of(topics, 10), ContentOptions())
    assert sentences[-1].end_ms == 180 * 60_000
    assert [part.first for part in parts] == [0, 550, 1_000]


def test_without_a_topic_near_it_is_cut_between_windows_else_evenly() -> None:
    sentences = spoken(1_800)
    firsts = [part.first for part in parts_of(sentences, windows_of([0], 7), ContentOptions())]
    assert all(first % 7 == 0 or first > 200 for first in firsts)
    even = [part.last - part.first for part in parts_of(sentences, [], ContentOptions())]
    assert max(even) - min(even) < 20


def test_each_part_is_asked_for_its_share_of_the_segments() -> None:
    parts = parts_of(spoken(1_800), [], ContentOptions())
    assert all(1 <= part.fewest <= part.most <= 6 for part in parts)
    assert 15 <= sum(part.most for part in parts) <= 15 + 2 * len(parts)


def test_a_short_lecture_is_asked_for_few_segments() -> None:
    (part,) = parts_of(spoken(20), [], ContentOptions())
    assert (part.fewest, part.most) == (2, 6)
    (part,) = parts_of(spoken(5), [], ContentOptions())
    assert (part.fewest, part.most) == (1, 1)


def test_a_sentence_is_told_in_one_line_and_cut_where_it_never_ends() -> None:
    assert told(spoken(1, text="one\ntwo\t three")[0]) == "one two three"
    assert len(told(spoken(1, text="x" * 9_999)[0])) == 1_000


def test_tokens_are_estimated_from_above_for_english_and_for_chinese() -> None:
    assert tokens_of(TEXT) > len(TEXT.split()) * 1.3
    assert tokens_of("叶子是绿色的") >= 6


@given(
    st.lists(st.integers(1, 900), min_size=1, max_size=120),
    st.lists(st.integers(0, 119), max_size=20),
    st.integers(500, 4_000),
)
def test_whatever_the_sentences_parts_cover_them_in_order_within_the_bound(
    lengths: list[int], topics: list[int], most: int
) -> None:
    sentences = [
        Sentence(start_ms=at * 5_000, end_ms=at * 5_000 + 4_000, text="x" * length)
        for at, length in enumerate(lengths)
    ]
    firsts = sorted({first for first in topics if first < len(sentences)})
    windows = [Window(first, first, number) for number, first in enumerate(firsts)]
    parts = parts_of(sentences, windows, ContentOptions(), most)
    assert parts[0].first == 0
    assert parts[-1].last == len(sentences) - 1
    assert all(one.last + 1 == other.first for one, other in pairwise(parts))
    for part in parts:
        said = sentences[part.first : part.last + 1]
        assert spoken_tokens(said) <= most
        assert 1 <= part.fewest <= part.most


def test_two_hundred_thousand_words_are_parts_within_the_bound() -> None:
    sentences = spoken(16_000)
    parts = parts_of(sentences, [], ContentOptions())
    assert parts[-1].last == 15_999
    assert all(
        spoken_tokens(sentences[part.first : part.last + 1]) <= MOST_TOKENS for part in parts
    )
