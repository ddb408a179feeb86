"""Stretches that an editor wants, settled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lecture_assets.edits.consistency import moved
from lecture_assets.edits.models import Edits, Instant, Move, Pin, Stretch
from lecture_assets.highlights.boundaries import Room, Settled
from lecture_assets.media.by_hand import FaultError
from lecture_assets.timeline import Span, span

_FARTHEST_MS = 3_000
"""How far from a whole second the place lies where the clip is cut."""
_SHORTEST_MS = 500
"""A clip that is shorter shows nothing, and may have no frame at all."""
_SAME = 0.5
"""Stretches of which the shared part is this share of both together are the same highlight."""


@dataclass(frozen=True)
class Wanted:
    """A stretch that has to be a highlight.

    Attributes:
        settled: Its boundaries.
        written: The same as the file has it.
        line: The line that asks for it.
        reason: Why it is in, as a sentence.
        title: The title that comes with it, or None.
    """

    settled: Settled
    written: Span
    line: int
    reason: str
    title: str | None = None


def wanted_by_editor(
    edits: Edits, found: Sequence[Settled], room: Room, duration_ms: int
) -> list[Wanted]:
    """Settle what an editor pinned or moved.

    Args:
        edits: What the editor decided.
        found: What else may become a highlight; where a pin means one of these, it is that one.
        room: Where stretches may settle.
        duration_ms: Length of the lecture.

    Returns:
        Stretches in order of time; none overlap, and none shows what is banned.

    Raises:
        FaultError: Not all can be obeyed.
    """
    pinned = [_pinned(pin, found, room) for pin in edits.pins]
    moves = []
    for move in edits.moves:
        base = _meant(move, [each.settled for each in pinned]) or _meant(move, found)
        title = next((each.title for each in pinned if each.settled is base), None)
        pinned = [each for each in pinned if each.settled is not base]
        moves.append(_moved(move, base, room, title))
    wanted = [*pinned, *moves]
    if edits.clips is not None and len(wanted) > edits.clips[0]:
        most, line = edits.clips
        raise FaultError(f"clips is {most}, but {len(wanted)} are pinned or moved", line)
    wanted.sort(key=lambda each: (each.settled.whole.start_ms, each.line))
    return _apart([_within(each, room, duration_ms) for each in wanted], room)


def same_stretch(one: Span, other: Span) -> bool:
    """Tell whether two stretches are about the same highlight."""
    shared = one.overlap_ms(other)
    return shared > 0 and shared >= _SAME * (one.duration_ms + other.duration_ms - shared)


def _pinned(pin: Pin, found: Sequence[Settled], room: Room) -> Wanted:
    settled = next((each for each in found if _is_shown_as(each.whole, pin.at)), None)
    if settled is None:
        start_ms = _cut_at(pin.at.start, room.edges.starts)
        end_ms = _cut_at(pin.at.end, room.edges.ends)
        usable = start_ms < end_ms
        settled = _settled(span(start_ms, end_ms) if usable else pin.at.whole, room)
    return Wanted(settled, pin.at.whole, pin.line, "An editor pinned it.", pin.title)


def _moved(move: Move, base: Settled | None, room: Room, title: str | None) -> Wanted:
    starts, ends = room.edges.starts, room.edges.ends
    start_ms = base.whole.start_ms if base else _cut_at(move.at.start, starts)
    end_ms = base.whole.end_ms if base else _cut_at(move.at.end, ends)
    if move.start is not None:
        start_ms = _cut_at(move.start, starts)
    if move.end is not None:
        end_ms = _cut_at(move.end, ends)
    settled = _settled(span(start_ms, max(start_ms, end_ms)), room)
    return Wanted(settled, moved(move), move.line, "An editor moved its boundaries.", title)


def _meant(move: Move, found: Sequence[Settled]) -> Settled | None:
    alike = [each for each in found if same_stretch(each.whole, move.at.whole)]
    return max(alike, key=lambda each: each.whole.overlap_ms(move.at.whole), default=None)


def _is_shown_as(whole: Span, at: Stretch) -> bool:
    """Tell whether an editor who reads times off the page means exactly this stretch."""
    ends = ((whole.start_ms, at.start), (whole.end_ms, at.end))
    return all(not written.exact and _off(ms, written) == 0 for ms, written in ends)


def _cut_at(written: Instant, edges: Sequence[int | None]) -> int:
    """Return the nearest place where a clip may be cut, else the written time itself."""
    near = [edge for edge in edges if edge is not None and _off(edge, written) <= _FARTHEST_MS]
    if written.exact or not near:
        return written.at_ms
    return min(near, key=lambda edge: (_off(edge, written), edge))


def _off(at_ms: int, written: Instant) -> int:
    """How far an instant is from a whole second, which lasts as long as one."""
    return max(written.at_ms - at_ms, at_ms - (written.at_ms + 999), 0)


def _settled(whole: Span, room: Room) -> Settled:
    inside = [
        at
        for at, each in enumerate(room.sentences)
        if 2 * whole.overlap_ms(each) > each.duration_ms
    ]
    first, last = (inside[0], inside[-1]) if inside else (0, -1)
    keep = room.kept(whole) if whole.duration_ms else []
    return Settled(whole, keep, first, last, 0)


def _within(wanted: Wanted, room: Room, duration_ms: int) -> Wanted:
    """Cut what lies beyond the lecture's end or what is banned, by as much as settling went there.

    Raises:
        FaultError: Nothing is left, or next to nothing.
    """
    start_ms, end_ms = wanted.settled.whole.start_ms, wanted.settled.whole.end_ms
    end_ms = min(end_ms, duration_ms)
    for barred in room.barred:
        if barred.start_ms > wanted.written.start_ms:
            end_ms = min(end_ms, barred.start_ms)
        else:
            start_ms = max(start_ms, barred.end_ms)
    return _recut(wanted, start_ms, end_ms, room)


def _recut(wanted: Wanted, start_ms: int, end_ms: int, room: Room) -> Wanted:
    whole = wanted.settled.whole
    if end_ms - start_ms < _SHORTEST_MS:
        left = "nothing" if start_ms >= end_ms else "less than half a second"
        raise FaultError(f"{left} is left of the stretch that it asks for", wanted.line)
    if (start_ms, end_ms) == (whole.start_ms, whole.end_ms):
        return wanted
    return replace(wanted, settled=_settled(span(start_ms, end_ms), room))


def _apart(wanted: Sequence[Wanted], room: Room) -> list[Wanted]:
    """Let each begin where the one before ends, where settling made them overlap.

    Raises:
        FaultError: They overlap as they are written.
    """
    done: list[Wanted] = []
    for each in wanted:
        before = done[-1] if done else None
        if before is None or not before.settled.whole.overlap_ms(each.settled.whole):
            done.append(each)
            continue
        if before.written.overlap_ms(each.written):
            first, second = sorted((before.line, each.line))
            raise FaultError(f"it asks for what line {first} asks for too", second)
        done.append(_recut(each, before.settled.whole.end_ms, each.settled.whole.end_ms, room))
    return done
