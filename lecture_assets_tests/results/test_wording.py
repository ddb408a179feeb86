"""Tests of how times, sizes and numbers are written."""

import pytest

from lecture_assets.results.wording import counted, data_uri, percent, size
from lecture_assets.timeline import clock


@pytest.mark.parametrize(
    ("at_ms", "written"),
    [
        (0, "0:00"),
        (59_999, "0:59"),
        (60_000, "1:00"),
        (3_599_000, "59:59"),
        (3_600_000, "1:00:00"),
        (36_061_000, "10:01:01"),
    ],
)
def test_times_are_minutes_and_seconds_and_hours_where_needed(at_ms: int, written: str) -> None:
    assert clock(at_ms) == written


@pytest.mark.parametrize(
    ("size_bytes", "written"),
    [(999, "999 bytes"), (1_500, "1.5 kB"), (12_345_678, "12.3 MB"), (9_900_000_000, "9.9 GB")],
)
def test_sizes_have_decimal_units(size_bytes: int, written: str) -> None:
    assert size(size_bytes) == written


def test_nouns_follow_their_number() -> None:
    assert (counted(1, "slide"), counted(0, "slide")) == ("1 slide", "0 slides")
    assert counted(2, "stretch", "stretches") == "2 stretches"


def test_shares_are_whole_per_cents() -> None:
    assert percent(0.746) == "75 %"


def test_content_becomes_an_address_of_its_own() -> None:
    assert data_uri("image/jpeg", b"\x00\xff") == "data:image/jpeg;base64,AP8="
    assert data_uri("image/jpeg", None) is None
