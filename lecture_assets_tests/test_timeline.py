"""Tests of interval arithmetic."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lecture_assets.timeline import Span, clamp, clock, gaps, merge, span, total_ms

_END_MS = 60
SPANS = st.lists(
    st.tuples(st.integers(-10, _END_MS + 10), st.integers(0, 25)).map(
        lambda drawn: span(drawn[0], drawn[0] + drawn[1])
    ),
    max_size=8,
)
WITHIN = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(
    lambda drawn: span(drawn[0], drawn[0] + drawn[1])
)


def _instants(spans: list[Span]) -> set[int]:
    """Every millisecond that is covered: the slow, obvious way."""
    return {at for each in spans for at in range(each.start_ms, each.end_ms)}


def _in_order_and_apart(spans: list[Span]) -> bool:
    return all(a.end_ms < b.start_ms for a, b in pairwise(spans))


@given(SPANS)
def test_merging_covers_the_same_instants_once(spans: list[Span]) -> None:
    merged = merge(spans)
    assert _instants(merged) == _instants(spans)
    assert total_ms(merged) == len(_instants(spans))
    assert _in_order_and_apart(merged)
    assert merge(merged) == merged
    assert merge(reversed(spans)) == merged


@given(SPANS, st.integers(0, 12))
def test_merging_closes_gaps_up_to_a_length_and_no_longer_ones(
    spans: list[Span], gap_ms: int
) -> None:
    merged = merge(spans, gap_ms)
    assert _instants(spans) <= _instants(merged)
    assert all(b.start_ms - a.end_ms > gap_ms for a, b in pairwise(merged))
    if merged:
        inner = gaps(spans, span(merged[0].start_ms, merged[-1].end_ms))
        assert all((gap.duration_ms <= gap_ms) is (gap not in gaps(merged, gap)) for gap in inner)
    assert merge(merged, gap_ms) == merged


@given(SPANS, WITHIN)
def test_gaps_and_what_is_covered_partition_the_time(spans: list[Span], within: Span) -> None:
    covered, free = merge(clamp(spans, within)), gaps(spans, within)
    assert _instants(covered) | _instants(free) == _instants([within])
    assert not _instants(covered) & _instants(free)
    assert _in_order_and_apart(free)
    assert merge([*covered, *free]) == merge([within])
    assert gaps(free, within) == covered


@given(SPANS, WITHIN)
def test_clamping_keeps_only_what_lies_within(spans: list[Span], within: Span) -> None:
    cut = clamp(spans, within)
    assert _instants(cut) == _instants(spans) & _instants([within])
    assert all(each.duration_ms for each in cut)
    assert clamp(cut, within) == cut


@given(WITHIN, WITHIN)
def test_an_overlap_is_what_both_spans_share(one: Span, other: Span) -> None:
    assert one.overlap_ms(other) == other.overlap_ms(one)
    assert one.overlap_ms(other) == len(_instants([one]) & _instants([other]))


def test_a_span_never_ends_before_it_starts() -> None:
    assert span(5, 5).duration_ms == 0
    with pytest.raises(ValidationError, match=r"ends at 4 ms, before it starts"):
        span(5, 4)


def test_both_ends_of_a_span_belong_to_it() -> None:
    assert [span(5, 7).contains(at_ms) for at_ms in (4, 5, 7, 8)] == [False, True, True, False]


def test_a_span_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        span(1, 2).start_ms = 0  # type: ignore[misc]


@pytest.mark.parametrize(
    ("at_ms", "shown"),
    [
        (0, "0:00"),
        (59_999, "0:59"),
        (61_000, "1:01"),
        (3_600_000, "1:00:00"),
        (36_061_000, "10:01:01"),
    ],
)
def test_an_instant_is_written_as_a_clock_shows_it(at_ms: int, shown: str) -> None:
    assert clock(at_ms) == shown
