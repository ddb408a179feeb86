"""What of the source a highlight is made of, in whole frames, as editing programs take it."""

from collections.abc import Sequence
from dataclasses import dataclass

from lecture_assets.handover.timecode import Rate
from lecture_assets.highlights.models import Highlight
from lecture_assets.render.cuts import cut_frames
from lecture_assets.timeline import clamp, merge, span
from lecture_assets.transcript.scripts import clean


@dataclass(frozen=True)
class Piece:
    """A stretch of the source without a cut.

    Attributes:
        highlight: What it belongs to.
        first: Its first frame, counted from the source's first.
        frames: How many frames it has.
        number: Its place in the highlight, from 1.
        of: How many pieces the highlight has.
    """

    highlight: Highlight
    first: int
    frames: int
    number: int
    of: int

    @property
    def title(self) -> str:
        """Title of its highlight."""
        return title_of(self.highlight)

    @property
    def name(self) -> str:
        """What an editor sees on it."""
        return f"{self.title} ({self.number}/{self.of})" if self.of > 1 else self.title


def title_of(highlight: Highlight) -> str:
    """Its title in one line."""
    return clean(highlight.title) or f"Highlight {highlight.rank}"


def pieces(highlights: Sequence[Highlight], duration_ms: int, rate: Rate) -> list[Piece]:
    """Cut highlights into stretches of the source, in the order of the lecture.

    Args:
        highlights: In any order; what lies after the source's end is left out.
        duration_ms: Length of the source.
        rate: Of the source.
    """
    found, last = [], rate.frame_at(duration_ms)
    for highlight in sorted(highlights, key=lambda each: each.start_ms):
        keep = merge(clamp(highlight.keep, span(0, duration_ms)))
        cuts = cut_frames(keep, rate.fps)
        first = rate.frame_at(keep[0].start_ms) if keep else 0
        # Both ends are rounded, and programs refuse what reaches a frame beyond the source.
        found += [
            Piece(
                highlight,
                max(0, min(first + cut.first, last - cut.frames)),
                cut.frames,
                number,
                len(cuts),
            )
            for number, cut in enumerate(cuts, start=1)
        ]
    return found
