"""Stretches that an editor banned, as they can be cut out."""

from collections.abc import Sequence

from lecture_assets.edits.models import Ban, Instant
from lecture_assets.highlights.edges import Edges
from lecture_assets.timeline import Span, merge, span

_SECOND_MS = 1_000


def banned_spans(bans: Sequence[Ban], edges: Edges) -> list[Span]:
    """Return what must not be shown, merged, in order of time.

    Whole seconds are cut off where the page shows them. Where a clip may begin within the second in
    which a ban begins, that is what the editor means, and the clip before keeps its end; likewise
    at the ban's end.

    Args:
        bans: What the editor decided.
        edges: Where clips may start and end.
    """
    return merge(_banned(ban, edges) for ban in bans)


def _banned(ban: Ban, edges: Edges) -> Span:
    start_ms = min(_meant(ban.at.start, edges.starts), default=ban.at.start.at_ms)
    end_ms = max(_meant(ban.at.end, edges.ends), default=ban.at.end.at_ms)
    return span(start_ms, end_ms) if start_ms < end_ms else ban.at.whole


def _meant(written: Instant, edges: Sequence[int | None]) -> list[int]:
    if written.exact:
        return []
    second = range(written.at_ms, written.at_ms + _SECOND_MS)
    return [edge for edge in edges if edge is not None and edge in second]
