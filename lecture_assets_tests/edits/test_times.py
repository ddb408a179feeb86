"""Tests of times as an editor writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.edits.models import Instant, Stretch
from lecture_assets.edits.times import instant, stretch
from lecture_assets.timeline import clock


@pytest.mark.parametrize(
    ("text", "at_ms", "exact"),
    [
        ("0:00", 0, False),
        ("4:05", 245_000, False),
        ("75:30", 4_530_000, False),
        ("1:02:03", 3_723_000, False),
        ("4:05.5", 245_500, True),
        ("4:05.000", 245_000, True),
        (" 4:05.25 ", 245_250, True),
    ],
)
def test_minutes_seconds_and_perhaps_hours_are_a_time(text: str, at_ms: int, exact: bool) -> None:
    assert instant(text) == Instant(at_ms, exact)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4",
        "4:5",
        "4:60",
        "1:60:00",
        "-4:05",
        "4:05,5",
        "4:05.1234",
        "nan",
        "\u0664:\u0660\u0665",
        "1e9",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no time such as 4:05"):
        instant(text)


@pytest.mark.parametrize("text", ["4:05-5:10", "4:05 - 5:10", "4:05\u20135:10", "4:05 to 5:10"])
def test_a_stretch_is_written_with_any_dash_or_as_the_page_does(text: str) -> None:
    assert stretch(text) == Stretch(Instant(245_000, exact=False), Instant(310_000, exact=False))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("4:05", "is no stretch of time such as 4:05-5:10"),
        ("4:05-5:10-6:15", "is no stretch of time"),
        ("5:10-4:05", "ends before it starts"),
        ("5:10-5:10", "ends before it starts"),
        ("4:05-never", "'never' is no time"),
    ],
)
def test_a_stretch_needs_two_times_in_order(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        stretch(text)


@given(st.integers(0, 359_999))
def test_what_the_page_shows_can_be_read_back(seconds: int) -> None:
    assert instant(clock(seconds * 1000)) == Instant(seconds * 1000, exact=False)
