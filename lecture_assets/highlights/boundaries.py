"""Settles the boundaries of a content segment such that no word is cut."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from lecture_assets.highlights.builds import shows_another
from lecture_assets.highlights.edges import Edges
from lecture_assets.highlights.pauses import kept, questions_of
from lecture_assets.highlights.ties import Tie
from lecture_assets.options import HighlightOptions
from lecture_assets.timeline import Span, span, total_ms
from lecture_assets.transcript.sentences import Sentence

_FARTHEST = 6
"""How many sentences a boundary may move."""
_TIED, _HANGING = 9.0, 8.0
"""How many sentences a start, and an end, may move rather than part what belongs together."""
_DROPPED = 0.5
"""How many sentences a start may move back rather than drop what leans on them."""
_SHORT_MS, _SHORT = 20_000, 1.5
"""A clip is rather longer than this, by so many sentences of moving."""
_IDLE = 6.0
"""How many sentences a boundary may move rather than show what nobody needs."""
_FARTHEST_BACK_MS = 20_000
_ANOTHER_SLIDE = 1.5
"""How many sentences a boundary may move rather than show a moment of another slide."""


@dataclass(frozen=True)
class Settled:
    """A stretch with its boundaries in silences.

    Attributes:
        whole: From start to end on the lecture's clock.
        keep: What remains of it without long pauses.
        first: Its first sentence.
        last: Its last sentence.
        moved: By how many sentences its boundaries moved for want of a silence, or of a better
            length.
        led_back: Whether its start moved back to where it leans on nothing.
    """

    whole: Span
    keep: list[Span]
    first: int
    last: int
    moved: int
    led_back: bool = False

    @property
    def clip_ms(self) -> int:
        """Length of the clip."""
        return total_ms(self.keep)


@dataclass(frozen=True)
class Room:
    """Where stretches of a lecture may settle.

    Attributes:
        sentences: Of the whole lecture.
        edges: Where clips may start and end.
        silences: Silent stretches of the lecture, merged, in order of time.
        options: Bounds of a clip; a lecture that cannot fill the shortest one may give it all.
        ties: For each sentence how far it needs the one before it.
        hanging: For each sentence how far a clip that ends on it leaves its listener hanging.
        idle: For each sentence whether a clip that opens or ends on it loses nothing without it.
        torn: For each sentence whether it is the rest of the one before.
        watched: Pauses in which something is shown.
        barred: What must not be shown, merged, in order of time.
    """

    sentences: Sequence[Sentence]
    edges: Edges
    silences: Sequence[Span]
    options: HighlightOptions
    ties: Sequence[Tie]
    hanging: Sequence[float]
    idle: Sequence[bool]
    torn: Sequence[bool]
    watched: Sequence[Span]
    barred: Sequence[Span]

    @cached_property
    def shortest_ms(self) -> int:
        """Length of the shortest clip, or of all that can be cut out whole if that is less."""
        starts = [at for at, edge in enumerate(self.edges.starts) if edge is not None]
        ends = [at for at, edge in enumerate(self.edges.ends) if edge is not None]
        longest = self.settled(starts[0], ends[-1]) if starts and ends else None
        return min(self.options.min_clip_ms, longest.clip_ms if longest else 0)

    @cached_property
    def _questions(self) -> list[int]:
        return questions_of(self.sentences)

    def settled(self, first: int, last: int) -> Settled | None:
        """Return the stretch of these sentences; None where it cannot be cut out."""
        start_ms, end_ms = self.edges.starts[first], self.edges.ends[last]
        if start_ms is None or end_ms is None or end_ms <= start_ms:
            return None
        whole = span(start_ms, end_ms)
        return Settled(whole, self.kept(whole), first, last, 0)

    def kept(self, whole: Span) -> list[Span]:
        """Return what remains of a stretch without long pauses."""
        return kept(whole, self.silences, self.options, self._questions, self.watched)

    def shows_barred(self, whole: Span) -> bool:
        """Tell whether a stretch shows something that it must not."""
        return any(each.overlap_ms(whole) for each in self.barred)

    def too_much(self, first: int, last: int) -> bool:
        """Tell whether a stretch is too long or shows what it must not; so are all longer ones."""
        settled = self.settled(first, last)
        return settled is not None and (
            settled.clip_ms > self.options.max_clip_ms or self.shows_barred(settled.whole)
        )


def settle(wanted: Span, room: Room) -> Settled | str:
    """Find the nearest stretch of whole sentences that begins and ends in silence.

    A boundary whose sentence has no silence beside it moves to a neighbouring sentence, and so does
    one that makes the clip too long or too short, or parts what belongs together.

    Args:
        wanted: The content segment.
        room: Where it may settle.

    Returns:
        The settled stretch, or the reason why there is none.
    """
    inside = [at for at, s in enumerate(room.sentences) if _belongs(s, wanted)]
    if not inside:
        return "it holds no whole sentence"
    first, last = inside[0], inside[-1]
    starts = _near(first, room.edges.starts)
    if not starts:
        return "no silence lies near its start"
    if not any(edge is not None for edge in room.edges.ends[first : last + _FARTHEST + 1]):
        return "no silence lies near its end"
    pairs = sorted(_pairs(starts, first, last, room))
    for _, _, start, end in pairs:
        settled = room.settled(start, end)
        if settled is None or room.too_much(start, end) or settled.clip_ms < room.shortest_ms:
            continue
        led_back = start < first and room.ties[first].leans and not room.ties[start].leans
        moved = abs(end - last) + (0 if led_back else abs(start - first))
        return replace(settled, moved=moved, led_back=led_back)
    if room.shows_barred(wanted):
        return "nothing whole is left of it without what an editor banned"
    return "no whole sentences between two silences make a clip of the allowed length"


def _belongs(sentence: Sentence, wanted: Span) -> bool:
    return wanted.contains(sentence.start_ms) and wanted.contains(sentence.end_ms)


def _pairs(
    starts: Sequence[int], first: int, last: int, room: Room
) -> Iterator[tuple[float, int, int, int]]:
    """Give pairs of a first and a last sentence with their cost, and how many lie outside."""
    near = _near(last, room.edges.ends)
    # A long segment may have to lose more sentences than a boundary moves otherwise.
    inner = [at for at in range(first, last - _FARTHEST) if room.edges.ends[at] is not None]
    for start in starts:
        usable = [at for at in inner if at >= start]
        fitting = bisect_left(usable, 1, key=partial(_excess, room, start))
        for end in [*usable[max(0, fitting - 1) : fitting], *near]:
            if end >= start:
                cost = _start_cost(start, first, room) + _end_cost(end, last, room)
                if room.sentences[end].end_ms - room.sentences[start].start_ms < _SHORT_MS:
                    cost += _SHORT
                yield round(cost, 3), (start < first) + (end > last), start, end


def _excess(room: Room, first: int, last: int) -> int:
    return int(room.too_much(first, last))


def _start_cost(start: int, first: int, room: Room) -> float:
    cost = abs(start - first) + _TIED * room.ties[start].strength
    if room.idle[start]:
        cost += _IDLE
    if room.sentences[first].start_ms - room.sentences[start].start_ms > _FARTHEST_BACK_MS:
        cost += _TIED
    # Moving forward drops what should be led up to, but for what is idle or torn off.
    lost = any(not (room.idle[at] or room.torn[at]) for at in range(first, start))
    if room.ties[first].leans and lost:
        cost += _DROPPED
    if shows_another(room.edges.starts[start], None, room.edges.changes):
        cost += _ANOTHER_SLIDE
    return cost


def _end_cost(end: int, last: int, room: Room) -> float:
    cost = abs(end - last) + _HANGING * room.hanging[end]
    if room.idle[end]:
        cost += _IDLE
    if shows_another(None, room.edges.ends[end], room.edges.changes):
        cost += _ANOTHER_SLIDE
    return cost


def _near(at: int, edges: Sequence[int | None]) -> list[int]:
    """Sentences near one that have an edge, at most ``_FARTHEST`` away."""
    around = range(max(0, at - _FARTHEST), min(len(edges), at + _FARTHEST + 1))
    return [each for each in around if edges[each] is not None]
