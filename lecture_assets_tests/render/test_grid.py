"""A clip's instants are those at which its source shows new frames."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.render.grid import fit

NTSC = Fraction(30_000, 1001)
RATES = [Fraction(24_000, 1001), Fraction(24), Fraction(25), NTSC, Fraction(30), Fraction(15)]


def times(rate: Fraction, count: int, first: Fraction = Fraction(0)) -> list[float]:
    return [float(first + k / rate) for k in range(count)]


@given(st.sampled_from(RATES), st.integers(0, 90_000), st.integers(0, 60_000))
def test_a_clip_begins_at_a_frame_and_half_a_frame_away_at_most(
    rate: Fraction, first_tick: int, at_ms: int
) -> None:
    first = Fraction(first_tick, 90_000)
    grid = fit(times(rate, 500, first), float(rate), 30)
    assert grid.rate == rate
    start = grid.nearest(at_ms)
    assert abs((start - first) * rate - round((start - first) * rate)) < Fraction(1, 10_000)
    if Fraction(at_ms, 1000) >= first:
        assert abs(start - Fraction(at_ms, 1000)) <= 1 / (2 * rate) + Fraction(1, 100_000)


@given(st.sampled_from([Fraction(50), Fraction(60), 2 * NTSC]), st.integers(0, 200))
def test_of_a_rate_that_is_halved_every_second_frame_counts_from_the_first_one(
    rate: Fraction, skipped: int
) -> None:
    first = Fraction(1, 3)
    seen = times(rate, 600, first)[skipped:]
    grid = fit(seen, float(rate), 30, first)
    assert grid.rate == rate / 2
    frames = (grid.nearest(5_000) - first) * rate
    assert abs(frames - 2 * round(frames / 2)) < Fraction(1, 1_000)


@pytest.mark.parametrize("rate", [Fraction(25), NTSC])
def test_times_in_whole_milliseconds_are_taken_for_what_they_stand_for(rate: Fraction) -> None:
    seen = [round(at, 3) for at in times(rate, 900)]
    assert fit(seen, float(rate), 30).rate == rate


def test_a_screen_recording_that_stores_changes_alone_keeps_its_recorder_s_ticks() -> None:
    seen = [at for k, at in enumerate(times(Fraction(30), 600)) if k % 7 in (0, 1, 4)]
    grid = fit(seen, 12.9, 30)
    assert (grid.rate, grid.nearest(1_010)) == (Fraction(30), Fraction(1))


def test_irregular_times_are_shown_at_the_instants_next_to_theirs() -> None:
    seen = [at + 0.004 * (k * k % 5) for k, at in enumerate(times(Fraction(30), 300))]
    grid = fit(seen, 30.0, 30)
    assert (grid.rate, grid.slack) == (Fraction(30), Fraction(1, 60))
    late = [(at - float(grid.origin)) * 30 % 1 for at in seen]
    assert abs(sum(each if each < 0.5 else each - 1 for each in late)) < 0.05 * len(late)


def test_a_rate_of_its_own_is_kept() -> None:
    assert fit(times(Fraction(1499, 100), 400), 14.99, 30).rate == pytest.approx(14.99, abs=0.01)


@pytest.mark.parametrize(("seen", "rate"), [([], 25), ([3.2], 25), ([0.0, 20.0], 20)])
def test_hardly_any_frames_give_a_rate_all_the_same(seen: list[float], rate: int) -> None:
    assert fit(seen, 25.0 if rate == 25 else 0.05, 30).rate == rate


def test_a_clip_does_not_begin_before_its_recording() -> None:
    grid = fit(times(Fraction(25), 100, Fraction(21, 1000)), 25.0, 30)
    assert grid.nearest(0) == Fraction(21, 1000)
