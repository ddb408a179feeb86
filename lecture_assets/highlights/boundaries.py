"""Settles the boundaries of a content segment such that no word is cut."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from lecture_assets.highlights.builds import shows_another
from lecture_assets.highlights.edges import Edges
from lecture_assets.highlights.pauses import kept, questions_of
from lecture_assets.options import HighlightOptions
from lecture_assets.timeline import Span, span, total_ms
from lecture_assets.transcript.sentences import Sentence

_FARTHEST = 6
"""How many sentences a boundary may move."""
_LEANING = 3.5
"""How many sentences a start may move back rather than lean on what was said before."""
_TORN = 1.5
"""How many sentences a boundary may move rather than part what belongs to one sentence."""
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
        leans: For each sentence by which words it leans on what was said before, if it does.
        idle: For each sentence whether a clip that opens on it loses nothing without it.
        torn: For each sentence whether it goes on with the one before.
        barred: What must not be shown, merged, in order of time.
    """

    sentences: Sequence[Sentence]
    edges: Edges
    silences: Sequence[Span]
    options: HighlightOptions
    leans: Sequence[str | None]
    idle: Sequence[bool]
    torn: Sequence[bool]
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
        return kept(whole, self.silences, self.options, self._questions)

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
    one that makes the clip too long or too short; a start that leans on what was said before moves
    back.

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
        led_back = start < first and room.leans[first] is not None and room.leans[start] is None
        moved = abs(end - last) + (0 if led_back else abs(start - first))
        return Settled(settled.whole, settled.keep, start, end, moved, led_back)
    if room.shows_barred(wanted):
        return "nothing whole is left of it without what an editor banned"
    return "no whole sentences between two silences make a clip of the allowed length"


def _belongs(sentence: Sentence, wanted: Span) -> bool:
    return wanted.contains(sentence.start_ms) and wanted.contains(sentence.end_ms)


def _pairs(
    starts: Sequence[int], first: int, last: int, room: Room
) -> Iterator[tuple[float, bool, int, int]]:
    """Give pairs of a first and a last sentence with their cost, and whether they go outside."""
    near = _near(last, room.edges.ends)
    # A long segment may have to lose more sentences than a boundary moves otherwise.
    inner = [at for at in range(first, last - _FARTHEST) if room.edges.ends[at] is not None]
    for start in starts:
        usable = [at for at in inner if at >= start]
        fitting = bisect_left(usable, 1, key=partial(_excess, room, start))
        for end in [*usable[max(0, fitting - 1) : fitting], *near]:
            if end >= start:
                cost = _start_cost(start, first, room) + _end_cost(end, last, room)
                yield cost, start < first or end > last, start, end


def _excess(room: Room, first: int, last: int) -> int:
    return int(room.too_much(first, last))


def _start_cost(start: int, first: int, room: Room) -> float:
    cost = float(abs(start - first))
    back_ms = room.sentences[first].start_ms - room.sentences[start].start_ms
    # Moving forward is no cure, since it drops what should be led up to, but for what is idle.
    drops = room.leans[first] is not None and not all(room.idle[first:start])
    if room.leans[start] or room.idle[start] or drops or back_ms > _FARTHEST_BACK_MS:
        cost += _LEANING
    if start < first and room.torn[first]:
        cost += _TORN
    if shows_another(room.edges.starts[start], None, room.edges.changes):
        cost += _ANOTHER_SLIDE
    return cost


def _end_cost(end: int, last: int, room: Room) -> float:
    another = shows_another(None, room.edges.ends[end], room.edges.changes)
    # Going back is no cure, since it drops the sentence whose rest is missing.
    torn = any(room.torn[at + 1] for at in {end, max(end, last)} if at + 1 < len(room.torn))
    return abs(end - last) + (_ANOTHER_SLIDE if another else 0.0) + (_TORN if torn else 0.0)


def _near(at: int, edges: Sequence[int | None]) -> list[int]:
    """Sentences near one that have an edge, at most ``_FARTHEST`` away."""
    around = range(max(0, at - _FARTHEST), min(len(edges), at + _FARTHEST + 1))
    return [each for each in around if edges[each] is not None]
