"""Interval arithmetic on the lecture's clock, in whole milliseconds."""

from collections.abc import Iterable
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator


class Span(BaseModel):
    """A half-open stretch of time, ``start_ms <= t < end_ms``.

    Attributes:
        start_ms: Where it begins, in milliseconds.
        end_ms: Where it ends; never before ``start_ms``.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    start_ms: int
    end_ms: int

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end_ms < self.start_ms:
            raise ValueError(f"the span ends at {self.end_ms} ms, before it starts")
        return self

    @property
    def duration_ms(self) -> int:
        """Length in milliseconds."""
        return self.end_ms - self.start_ms

    def contains(self, at_ms: int) -> bool:
        """Tell whether an instant lies within, both ends included."""
        return self.start_ms <= at_ms <= self.end_ms

    def overlap_ms(self, other: "Span") -> int:
        """Milliseconds that both spans share; 0 when they only touch."""
        return max(0, min(self.end_ms, other.end_ms) - max(self.start_ms, other.start_ms))


def span(start_ms: int, end_ms: int) -> Span:
    """Shorthand for ``Span(start_ms=..., end_ms=...)``."""
    return Span(start_ms=start_ms, end_ms=end_ms)


def merge(spans: Iterable[Span], gap_ms: int = 0) -> list[Span]:
    """Join spans that overlap or lie at most ``gap_ms`` apart; sorted, empty ones dropped."""
    merged: list[Span] = []
    for each in sorted((s for s in spans if s.duration_ms), key=lambda s: s.start_ms):
        if merged and each.start_ms <= merged[-1].end_ms + gap_ms:
            last = merged.pop()
            each = span(last.start_ms, max(last.end_ms, each.end_ms))  # noqa: PLW2901
        merged.append(each)
    return merged


def clamp(spans: Iterable[Span], within: Span) -> list[Span]:
    """Cut spans to ``within``; what falls outside is dropped."""
    cut = []
    for each in spans:
        start, end = max(each.start_ms, within.start_ms), min(each.end_ms, within.end_ms)
        if start < end:
            cut.append(span(start, end))
    return cut


def gaps(spans: Iterable[Span], within: Span) -> list[Span]:
    """Return what of ``within`` no span covers, in order."""
    free, at_ms = [], within.start_ms
    for each in merge(clamp(spans, within)):
        if each.start_ms > at_ms:
            free.append(span(at_ms, each.start_ms))
        at_ms = each.end_ms
    if at_ms < within.end_ms:
        free.append(span(at_ms, within.end_ms))
    return free


def total_ms(spans: Iterable[Span]) -> int:
    """Sum of the lengths; overlaps count twice, so merge first where that matters."""
    return sum(each.duration_ms for each in spans)


def clock(at_ms: int) -> str:
    """Write an instant as ``m:ss`` or ``h:mm:ss``."""
    seconds = at_ms // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
