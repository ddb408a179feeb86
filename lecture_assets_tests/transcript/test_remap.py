"""Tests of bringing words back to the lecture's clock."""

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.timeline import Span, span
from lecture_assets.transcript.chunks import Chunk
from lecture_assets.transcript.models import Word
from lecture_assets.transcript.remap import in_order, out_of_silence, to_lecture_time


def _word(start_ms: int, end_ms: int) -> Word:
    return Word(start_ms=start_ms, end_ms=end_ms, text="w", probability=0.5)


def _times(words: list[Word]) -> list[tuple[int, int]]:
    return [(word.start_ms, word.end_ms) for word in words]


def _apart(steps: list[tuple[int, int]]) -> list[Span]:
    spans: list[Span] = []
    for gap_ms, length_ms in steps:
        start_ms = gap_ms + (spans[-1].end_ms if spans else 0)
        spans.append(span(start_ms, start_ms + length_ms))
    return spans


_STEPS = st.tuples(st.integers(1, 2_000), st.integers(1, 2_000))
SPANS = st.lists(_STEPS, min_size=1, max_size=8).map(_apart)
ANY_WORDS = st.lists(
    st.tuples(st.integers(0, 9_000), st.integers(0, 3_000)).map(lambda w: _word(w[0], w[0] + w[1])),
    max_size=12,
)
ORDERED_WORDS = st.lists(st.tuples(st.integers(0, 800), st.integers(0, 800)), max_size=20).map(
    lambda steps: [_word(s.start_ms, s.end_ms) for s in _apart(steps)]
)


def _to_chunk_time(word: Word, chunk: Chunk, index: int) -> Word:
    before = sum(piece.duration_ms for piece in chunk.pieces[:index])
    shift = before - chunk.pieces[index].start_ms
    return _word(word.start_ms + shift, word.end_ms + shift)


def test_words_after_a_gap_shift_by_the_gap() -> None:
    chunk = Chunk(pieces=[span(1_000, 2_000), span(5_000, 6_000)])
    words = [_word(100, 400), _word(1_100, 1_900)]
    assert _times(to_lecture_time(words, chunk)) == [(1_100, 1_400), (5_100, 5_900)]


def test_a_word_across_two_pieces_stays_in_the_one_with_its_middle() -> None:
    chunk = Chunk(pieces=[span(1_000, 2_000), span(5_000, 6_000)])
    assert _times(to_lecture_time([_word(900, 1_300)], chunk)) == [(5_000, 5_300)]
    assert _times(to_lecture_time([_word(700, 1_100)], chunk)) == [(1_700, 2_000)]


def test_words_keep_their_text_and_probability() -> None:
    chunk = Chunk(pieces=[span(1_000, 2_000)])
    [moved] = to_lecture_time([_word(0, 10)], chunk)
    [trimmed] = out_of_silence([moved], [span(990, 1_005)])
    assert (trimmed.text, trimmed.probability, trimmed.start_ms) == ("w", 0.5, 1_005)


def test_a_chunk_without_pieces_holds_no_words() -> None:
    assert to_lecture_time([_word(0, 10)], Chunk(pieces=[])) == []


@given(SPANS, st.data())
def test_a_word_within_a_piece_comes_back_to_where_it_was(
    pieces: list[Span], data: st.DataObject
) -> None:
    chunk = Chunk(pieces=pieces)
    index = data.draw(st.integers(0, len(pieces) - 1))
    piece = pieces[index]
    start_ms = data.draw(st.integers(piece.start_ms, piece.end_ms - 1))
    word = _word(start_ms, data.draw(st.integers(start_ms, piece.end_ms - 1)))
    assert to_lecture_time([_to_chunk_time(word, chunk, index)], chunk) == [word]


@given(SPANS, ANY_WORDS)
def test_words_never_leave_the_pieces_whatever_the_recogniser_says(
    pieces: list[Span], words: list[Word]
) -> None:
    moved = to_lecture_time(words, Chunk(pieces=pieces))
    assert len(moved) == len(words)
    for word in moved:
        assert any(p.start_ms <= word.start_ms and word.end_ms <= p.end_ms for p in pieces)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(moved))


@given(ANY_WORDS)
def test_words_are_put_in_order_and_ordered_words_are_left_alone(words: list[Word]) -> None:
    ordered = in_order(words)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(ordered))
    assert in_order(ordered) == ordered
    furthest = accumulate((word.end_ms for word in words), max)
    assert [word.end_ms for word in ordered] == list(furthest)


def test_an_edge_that_hangs_into_a_silence_is_pulled_out() -> None:
    silences = [span(100, 200), span(400, 500)]
    words = [_word(0, 150), _word(150, 300), _word(300, 450), _word(450, 600)]
    assert _times(out_of_silence(words, silences)) == [(0, 100), (200, 300), (300, 400), (500, 600)]


def test_of_a_word_that_silences_divide_the_longest_part_is_kept() -> None:
    silences = [span(200, 300), span(800, 1_100)]
    assert _times(out_of_silence([_word(0, 1_000)], silences)) == [(300, 800)]
    assert _times(out_of_silence([_word(0, 400)], silences)) == [(0, 200)]
    assert _times(out_of_silence([_word(250, 1_000)], silences)) == [(300, 800)]


def test_a_word_wholly_in_a_silence_is_left_without_length_at_the_nearer_edge() -> None:
    assert _times(out_of_silence([_word(130, 180)], [span(100, 200)])) == [(200, 200)]
    assert _times(out_of_silence([_word(110, 180)], [span(100, 200)])) == [(100, 100)]


def test_words_that_follow_one_in_a_silence_come_after_it() -> None:
    words = [_word(90, 110), _word(130, 180), _word(190, 260)]
    assert _times(out_of_silence(words, [span(100, 200)])) == [(90, 100), (200, 200), (200, 260)]


@given(ORDERED_WORDS, SPANS)
def test_no_word_is_left_inside_a_silence(words: list[Word], silences: list[Span]) -> None:
    trimmed = out_of_silence(words, silences)
    assert len(trimmed) == len(words)
    for before, after in zip(words, trimmed, strict=True):
        holding = [s for s in silences if s.start_ms <= before.start_ms < s.end_ms]
        if any(before.end_ms <= s.end_ms for s in holding):
            assert after.duration_ms == 0
            assert any(after.start_ms in (s.start_ms, s.end_ms) for s in holding)
            continue
        assert before.start_ms <= after.start_ms <= after.end_ms <= before.end_ms
        assert not any(s.start_ms <= after.start_ms < s.end_ms for s in silences)
        at_an_edge = not before.duration_ms
        assert at_an_edge or not any(s.start_ms < after.end_ms <= s.end_ms for s in silences)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(trimmed))
    assert not any(word.overlap_ms(s) for word in trimmed for s in silences)
