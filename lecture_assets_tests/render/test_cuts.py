"""Cuts are whole frames, and their sum is exact."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.render.cuts import cut_frames, duration_ms, frame_rate, samples, total_frames
from lecture_assets.timeline import Span, span, total_ms


@pytest.mark.parametrize(
    ("fps", "rate"),
    [
        (25.0, Fraction(25)),
        (29.97, Fraction(30_000, 1001)),
        (59.94, Fraction(30_000, 1001)),
        (23.976, Fraction(24_000, 1001)),
        (50.0, Fraction(25)),
        (15.0, Fraction(15)),
        (1.0, Fraction(16)),
        (0.2, Fraction(16)),
        (17.3, Fraction(17)),
        (0.0, Fraction(30)),
        (float("nan"), Fraction(30)),
        (90_000.0, Fraction(30)),
    ],
)
def test_the_frame_rate_is_the_source_s_within_reason(fps: float, rate: Fraction) -> None:
    assert frame_rate(fps, 30) == rate


rates = st.sampled_from([Fraction(25), Fraction(30_000, 1001), Fraction(15), Fraction(30)])


def _spans(pairs: list[tuple[int, int]]) -> list[Span]:
    spans, at_ms = [], 0
    for gap, length in pairs:
        spans.append(span(at_ms + gap, at_ms + gap + length))
        at_ms += gap + length
    return spans


keeps = st.lists(
    st.tuples(st.integers(100, 3_000), st.integers(1, 9_000)), min_size=1, max_size=12
).map(_spans)


@given(keeps, rates)
def test_cuts_have_exactly_the_frames_of_what_is_kept(keep: list[Span], rate: Fraction) -> None:
    cuts = cut_frames(keep, rate)
    assert total_frames(cuts) == round(Fraction(total_ms(keep), 1000) * rate)
    assert all(before.end <= after.first for before, after in pairwise(cuts))


@given(keeps, rates)
def test_no_cut_is_off_by_more_than_a_frame(keep: list[Span], rate: Fraction) -> None:
    starts = [(each.start_ms - keep[0].start_ms) * rate / 1000 for each in keep]
    for cut in cut_frames(keep, rate):
        assert min(abs(cut.first - start) for start in starts) <= 1


def test_spans_that_touch_are_one_cut() -> None:
    assert len(cut_frames([span(0, 1_000), span(1_000, 2_000)], Fraction(25))) == 1


def test_sound_lasts_as_long_as_its_frames() -> None:
    assert samples(30_000, Fraction(30_000, 1001)) == 1001 * 48_000
    assert duration_ms(25, Fraction(25)) == 1_000
