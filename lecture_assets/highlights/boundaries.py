"""Settles the boundaries of a content segment such that no word is cut."""

from collections.abc import Sequence
from dataclasses import dataclass

from lecture_assets.highlights.edges import Edges
from lecture_assets.highlights.pauses import kept
from lecture_assets.options import HighlightOptions
from lecture_assets.timeline import Span, span, total_ms
from lecture_assets.transcript.sentences import Sentence

_FARTHEST = 6
"""How many sentences a boundary may move."""


@dataclass(frozen=True)
class Settled:
    """A stretch with its boundaries in silences.

    Attributes:
        whole: From start to end on the lecture's clock.
        keep: What remains of it without long pauses.
        first: Its first sentence.
        last: Its last sentence.
        moved: By how many sentences its boundaries moved.
    """

    whole: Span
    keep: list[Span]
    first: int
    last: int
    moved: int

    @property
    def clip_ms(self) -> int:
        """Length of the clip."""
        return total_ms(self.keep)


def settle(
    wanted: Span,
    sentences: Sequence[Sentence],
    edges: Edges,
    silences: Sequence[Span],
    options: HighlightOptions,
) -> Settled | str:
    """Find the nearest stretch of whole sentences that begins and ends in silence.

    A boundary whose sentence has no silence beside it moves to a neighbouring sentence, and so does
    one that makes the clip too long or too short.

    Args:
        wanted: The content segment.
        sentences: Of the whole lecture.
        edges: Where clips may start and end.
        silences: Silent stretches of the lecture, merged, in order of time.
        options: Bounds of a clip; a lecture that cannot fill the shortest one may give it all.

    Returns:
        The settled stretch, or the reason why there is none.
    """
    inside = [at for at, s in enumerate(sentences) if _belongs(s, wanted)]
    if not inside:
        return "it holds no whole sentence"
    first, last = inside[0], inside[-1]
    starts = _near(first, edges.starts)
    ends = _near(last, edges.ends)
    # A long segment may have to lose more sentences than a boundary moves otherwise.
    ends += [at for at in range(first, last - _FARTHEST) if edges.ends[at] is not None]
    if not starts or not ends:
        return "no silence lies near its " + ("end" if starts else "start")
    pairs = sorted(
        (
            (abs(start - first) + abs(end - last), start < first or end > last, start, end)
            for start in starts
            for end in ends
            if end >= start
        ),
    )
    shortest = min(options.min_clip_ms, _longest_clip(edges, silences, options))
    for moved, _, start, end in pairs:
        settled = _settled(start, end, moved, edges, silences, options)
        if settled and shortest <= settled.clip_ms <= options.max_clip_ms:
            return settled
    return "no whole sentences between two silences make a clip of the allowed length"


def _belongs(sentence: Sentence, wanted: Span) -> bool:
    return wanted.contains(sentence.start_ms) and wanted.contains(sentence.end_ms)


def _near(at: int, edges: Sequence[int | None]) -> list[int]:
    """Sentences near one that have an edge, at most ``_FARTHEST`` away."""
    around = range(max(0, at - _FARTHEST), min(len(edges), at + _FARTHEST + 1))
    return [each for each in around if edges[each] is not None]


def _settled(
    first: int,
    last: int,
    moved: int,
    edges: Edges,
    silences: Sequence[Span],
    options: HighlightOptions,
) -> Settled | None:
    start_ms, end_ms = edges.starts[first], edges.ends[last]
    if start_ms is None or end_ms is None or end_ms <= start_ms:
        return None
    whole = span(start_ms, end_ms)
    return Settled(whole, kept(whole, silences, options), first, last, moved)


def _longest_clip(edges: Edges, silences: Sequence[Span], options: HighlightOptions) -> int:
    """Length in milliseconds of the one clip that would hold all that can be cut out whole."""
    starts = [at for at, edge in enumerate(edges.starts) if edge is not None]
    ends = [at for at, edge in enumerate(edges.ends) if edge is not None]
    if not starts or not ends:
        return 0
    settled = _settled(starts[0], ends[-1], 0, edges, silences, options)
    return settled.clip_ms if settled else 0
