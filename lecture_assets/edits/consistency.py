"""Whether an editor's decisions can all be obeyed."""

from collections.abc import Sequence
from itertools import combinations, product

from lecture_assets.edits.models import (
    Ban,
    Correction,
    Edits,
    Entry,
    Instant,
    Move,
    Pin,
    Stretch,
)
from lecture_assets.media.by_hand import FaultError
from lecture_assets.timeline import Span, clock, span

_ROUNDING_MS = 1_000
"""Whole seconds cut off up to as much, so neighbours may seem to touch by this."""


def contradiction(edits: Edits) -> FaultError | None:
    """Find the first thing that cannot be obeyed; None where all can."""
    return (
        _too_many_pins(edits)
        or _overlapping(edits.pins, "pins")
        or _overlapping(edits.moves, "moves")
        or _overlapping(edits.retitles, "titles")
        or _banned_pin(edits)
        or _moved_inside_out(edits.moves)
    )


def beyond(edits: Edits, duration_ms: int) -> FaultError | None:
    """Find the first entry that lies outside the lecture; None where there is none."""
    entries: list[Entry | Correction] = [*edits.pins, *edits.bans, *edits.retitles]
    entries += [*edits.moves, *edits.corrections]
    for entry in sorted(entries, key=lambda each: each.line):
        last = max((each.at_ms for each in _times(entry)), default=0)
        if last >= duration_ms + _ROUNDING_MS:
            ends = f"{clock(last)} lies outside the lecture, which ends at {clock(duration_ms)}"
            return FaultError(ends, entry.line)
    return None


def _times(entry: Entry | Correction) -> list[Instant]:
    times = [entry.at.end] if entry.at else []
    if isinstance(entry, Move):
        times += [each for each in (entry.start, entry.end) if each]
    return times


def moved(move: Move) -> Span:
    """Where a moved stretch lies as it is written; it may be empty where ``start`` is late."""
    start_ms = (move.start or move.at.start).at_ms
    return span(start_ms, max(start_ms, (move.end or move.at.end).at_ms))


def _too_many_pins(edits: Edits) -> FaultError | None:
    if edits.clips is None or len(edits.pins) <= edits.clips[0]:
        return None
    most, line = edits.clips
    return FaultError(f"clips is {most}, but {len(edits.pins)} stretches are pinned", line)


def _overlapping(entries: Sequence[Entry], what: str) -> FaultError | None:
    for one, other in combinations(sorted(entries, key=lambda each: each.line), 2):
        if _clash(one.at, other.at):
            return FaultError(
                f"{other.at} overlaps {one.at} of line {one.line}; {what} must not overlap",
                other.line,
            )
    return None


def _banned_pin(edits: Edits) -> FaultError | None:
    wanted: list[tuple[Pin | Move, Span]] = [(pin, pin.at.whole) for pin in edits.pins]
    wanted += [(move, moved(move)) for move in edits.moves]
    clashes = (
        _both(entry, whole, ban)
        for (entry, whole), ban in product(wanted, edits.bans)
        if whole.overlap_ms(ban.at.whole)
    )
    return next(clashes, None)


def _both(entry: Pin | Move, whole: Span, ban: Ban) -> FaultError:
    how = "pinned" if isinstance(entry, Pin) else "asked for by a move"
    shown = f"{clock(whole.start_ms)} to {clock(whole.end_ms)}"
    return FaultError(f"{shown} is {how}, and line {ban.line} bans {ban.at}", entry.line)


def _moved_inside_out(moves: Sequence[Move]) -> FaultError | None:
    for move in moves:
        if not moved(move).duration_ms:
            return FaultError(
                "a move would leave nothing, since its end is not after its start", move.line
            )
    return None


def _clash(one: Stretch, other: Stretch) -> bool:
    return max(one.start.at_ms, other.start.at_ms) < min(one.end.at_ms, other.end.at_ms)
