"""Tests of packing speech into chunks."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.media.audio import PER_MS
from lecture_assets.timeline import Span, clamp, gaps, merge, span, total_ms
from lecture_assets.transcript.chunks import Chunk, pack, sound_of


def _speech(steps: list[tuple[int, int]]) -> list[Span]:
    """Spans from the pause before each and its length."""
    speech: list[Span] = []
    for pause_ms, length_ms in steps:
        start_ms = pause_ms + (speech[-1].end_ms if speech else 0)
        speech.append(span(start_ms, start_ms + length_ms))
    return speech


SPEECH = st.lists(st.tuples(st.integers(1, 5_000), st.integers(1, 70_000)), max_size=12).map(
    _speech
)


@given(SPEECH, st.integers(1_000, 30_000), st.integers(0, 3_000), st.floats(0, 1))
def test_chunks_hold_all_speech_in_order_and_none_is_too_long(
    speech: list[Span], max_chunk_ms: int, after_ms: int, where: float
) -> None:
    duration_ms = (speech[-1].end_ms if speech else 0) + after_ms
    chunks = pack(
        speech,
        duration_ms,
        max_chunk_ms,
        lambda within: within.start_ms + round(within.duration_ms * where),
    )
    pieces = [piece for chunk in chunks for piece in chunk.pieces]
    assert all(0 < chunk.duration_ms <= max_chunk_ms for chunk in chunks)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(pieces))
    assert pieces == clamp(pieces, span(0, duration_ms))
    assert all(gaps(pieces, each) == [] for each in speech)


@given(SPEECH)
def test_only_300_ms_around_speech_are_added_and_nothing_twice(speech: list[Span]) -> None:
    duration_ms = (speech[-1].end_ms if speech else 0) + 5_000
    chunks = pack(speech, duration_ms, 28_000, lambda within: within.end_ms)
    pieces = [piece for chunk in chunks for piece in chunk.pieces]
    reach = merge(span(max(0, s.start_ms - 300), s.end_ms + 300) for s in speech)
    assert merge(pieces) == reach
    assert total_ms(pieces) == total_ms(reach)


@given(SPEECH, st.integers(1_000, 30_000))
def test_two_neighbouring_chunks_would_not_fit_into_one(
    speech: list[Span], max_chunk_ms: int
) -> None:
    duration_ms = speech[-1].end_ms if speech else 0
    chunks = pack(speech, duration_ms, max_chunk_ms, lambda within: within.end_ms)
    for one, other in pairwise(chunks):
        assert one.duration_ms + other.pieces[0].duration_ms > max_chunk_ms


def test_long_speech_is_cut_where_it_is_quietest() -> None:
    asked: list[Span] = []

    def quietest(within: Span) -> int:
        asked.append(within)
        return within.start_ms + 1_000

    chunks = pack([span(0, 50_000)], 50_000, 28_000, quietest)
    assert asked == [span(22_000, 28_000)]
    assert [chunk.pieces for chunk in chunks] == [[span(0, 23_000)], [span(23_000, 50_000)]]


def test_nothing_said_makes_no_chunk() -> None:
    assert pack([], 10_000, 28_000, lambda within: within.end_ms) == []


def test_a_chunk_s_sound_is_its_pieces_one_after_the_other() -> None:
    samples = np.repeat(np.arange(100, dtype=np.int16), PER_MS)
    sound = sound_of(samples, Chunk(pieces=[span(10, 12), span(50, 51)]))
    assert sound.dtype == np.float32
    assert sound.shape == (3 * PER_MS,)
    assert (sound[::PER_MS] * 32768).tolist() == [10, 11, 50]


def test_full_scale_becomes_one() -> None:
    samples = np.full(PER_MS, -32_768, np.int16)
    assert sound_of(samples, Chunk(pieces=[span(0, 1)])).min() == -1.0


def test_a_chunk_is_as_long_as_its_pieces() -> None:
    pieces = [span(0, 5), span(100, 200)]
    assert Chunk(pieces=pieces).duration_ms == total_ms(pieces) == 105
