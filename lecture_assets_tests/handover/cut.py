"""Highlights as tests cut them."""

from lecture_assets.highlights.models import Highlight
from lecture_assets.timeline import Span, span


def highlight(rank: int, *keep: tuple[int, int], title: str = "Why things fall") -> Highlight:
    kept: list[Span] = [span(start, end) for start, end in keep]
    return Highlight(
        start_ms=kept[0].start_ms,
        end_ms=kept[-1].end_ms,
        rank=rank,
        keep=kept,
        title=title,
        summary="They do.",
        score=1.0,
        reasons=["It is complete."],
    )


TWO = [
    highlight(1, (60_000, 70_000), (71_000, 75_500), title="Sträuße & “quotes”"),
    highlight(2, (10_000, 20_000), title="Two\nlines"),
]
