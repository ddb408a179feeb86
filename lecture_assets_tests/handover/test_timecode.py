"""Timecode counts the source's frames as cameras and editing programs do."""

from fractions import Fraction

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.handover.timecode import Rate, frames_of, rate_of, timecode

NTSC = Fraction(30_000, 1_001)
RATES = [
    Rate(Fraction(24_000, 1_001)),
    Rate(Fraction(24)),
    Rate(Fraction(25)),
    Rate(NTSC),
    Rate(NTSC, drop=True),
    Rate(Fraction(30)),
    Rate(Fraction(50)),
    Rate(2 * NTSC, drop=True),
]


@given(st.sampled_from(RATES), st.integers(0, 2_000_000))
def test_timecode_is_that_of_opentimelineio(rate: Rate, frame: int) -> None:
    at = otio.opentime.RationalTime(frame, float(rate.fps))
    theirs = at.to_timecode(float(rate.fps), rate.drop)
    assert timecode(frame, rate) == theirs


@given(st.sampled_from(RATES), st.integers(0, 2_000_000))
def test_a_frame_number_survives_its_timecode(rate: Rate, frame: int) -> None:
    assert frames_of(timecode(frame, rate), rate) == frame


def test_drop_frame_timecode_keeps_up_with_the_clock() -> None:
    hour = round(3_600 * NTSC)
    assert timecode(hour, Rate(NTSC, drop=True)) == "01:00:00;00"
    assert timecode(hour, Rate(NTSC)) == "00:59:56:12"
    assert timecode(1_799, Rate(NTSC, drop=True)) == "00:00:59;29"
    assert timecode(1_800, Rate(NTSC, drop=True)) == "00:01:00;02"


@pytest.mark.parametrize(
    ("measured", "exact"),
    [
        (23.976, Fraction(24_000, 1_001)),
        (24.0, Fraction(24)),
        (25.0, Fraction(25)),
        (29.97, NTSC),
        (59.94, 2 * NTSC),
        (15.0, Fraction(30)),
        (14.985, NTSC),
        (7.3, Fraction(30)),
        (0.5, Fraction(48)),
        (float("nan"), Fraction(30)),
    ],
)
def test_measured_rates_become_exact_ones(measured: float, exact: Fraction) -> None:
    assert rate_of(measured).fps == exact


def test_only_ntsc_drops_frames_and_not_against_the_recording() -> None:
    assert rate_of(29.97).drop
    assert rate_of(59.94).drop
    assert not rate_of(23.976).drop
    assert not rate_of(30).drop
    assert not rate_of(29.97, "01:00:00:00").drop
    assert rate_of(29.97, "01:00:00;00").drop


def test_no_timecode_is_zero() -> None:
    assert frames_of(None, Rate(NTSC)) == 0
    assert frames_of("noon", Rate(NTSC)) == 0
