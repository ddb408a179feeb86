"""A model's stretches get the length of a content segment without touching one another."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.content.settled import Stretch, settled
from lecture_assets.content.topics import Window, extent
from lecture_assets.options import ContentOptions
from lecture_assets.transcript.sentences import Sentence
from lecture_assets_tests.content.test_parts import spoken

OPTIONS = ContentOptions()


def windows(*runs: tuple[int, int], count: int = 60, each_ms: int = 6_000) -> list[tuple[int, int]]:
    """First and last sentence of what runs become."""
    stretches = [Stretch(Window(first, last, 0)) for first, last in runs]
    sentences = spoken(count, each_ms)
    return [(s.window.first, s.window.last) for s in settled(sentences, stretches, OPTIONS)]


def test_a_stretch_within_the_bounds_stays() -> None:
    assert windows((3, 10)) == [(3, 10)]


def test_a_long_stretch_loses_its_end() -> None:
    assert windows((3, 40)) == [(3, 22)]


def test_a_short_stretch_gains_what_follows_else_what_went_before() -> None:
    assert windows((3, 4)) == [(3, 6)]
    assert windows((3, 4), (5, 12)) == [(1, 4), (5, 12)]
    assert windows((58, 59)) == [(56, 59)]


def test_a_short_stretch_without_room_is_left_out() -> None:
    assert windows((0, 9), (10, 10), (11, 20)) == [(0, 9), (11, 20)]


def test_a_sentence_longer_than_any_segment_is_left_out() -> None:
    assert windows((2, 2), (4, 4), count=6, each_ms=130_000) == []


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 150_000)), min_size=1, max_size=40),
    st.lists(st.integers(0, 39), max_size=16),
)
def test_whatever_comes_stretches_keep_bounds_order_and_distance(
    lengths: list[tuple[int, int]], cuts: list[int]
) -> None:
    sentences, at_ms = [], 0
    for pause_ms, length_ms in lengths:
        start_ms = at_ms + pause_ms
        at_ms = start_ms + length_ms
        sentences.append(Sentence(start_ms=start_ms, end_ms=at_ms, text="x"))
    edges = sorted({cut for cut in cuts if cut < len(sentences)})
    runs = [Window(a, b - 1, 0) for a, b in pairwise(edges)][::2]
    kept = [each.window for each in settled(sentences, [Stretch(run) for run in runs], OPTIONS)]
    assert all(20_000 <= extent(sentences, window).duration_ms <= 120_000 for window in kept)
    assert all(one.last < other.first for one, other in pairwise(kept))
    assert {run for run in runs if 20_000 <= extent(sentences, run).duration_ms <= 120_000} <= set(
        kept
    )
