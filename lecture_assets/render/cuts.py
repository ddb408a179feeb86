"""What a clip is made of, in whole frames: picture and sound are cut at the same instants."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lecture_assets.timeline import Span, merge

SAMPLE_RATE = 48_000
"""Samples per second of a clip's sound."""

_LEAST_FPS = 12
USUAL_FPS = [
    *(Fraction(whole) for whole in (10, 12, 15, 20, 24, 25, 30, 48, 50, 60, 100, 120)),
    *(Fraction(whole * 1000, 1001) for whole in (15, 24, 30, 48, 60, 120)),
]
"""Frame rates that cameras and recorders are set to."""


@dataclass(frozen=True)
class Cut:
    """A stretch that is kept.

    Attributes:
        first: Its first frame, counted from the highlight's first instant.
        frames: How many frames it has.
    """

    first: int
    frames: int

    @property
    def end(self) -> int:
        """The frame after its last one."""
        return self.first + self.frames


def frame_rate(fps: float, max_fps: int) -> Fraction:
    """Choose a clip's frame rate.

    Args:
        fps: The source's average rate; nonsense becomes 30.
        max_fps: Rates above this are halved until they are not. Rates too low to cut between
            words are doubled.
    """
    if not math.isfinite(fps) or not 0.1 <= fps <= 1_000:
        return Fraction(min(30, max_fps))
    nearest = min(USUAL_FPS, key=lambda usual: abs(float(usual) - fps))
    rate = nearest if abs(float(nearest) / fps - 1) < 0.0005 else Fraction(fps).limit_denominator(1)
    if rate == 0:
        rate = Fraction(1)
    while rate > max_fps:
        rate /= 2
    while rate < _LEAST_FPS and rate * 2 <= max_fps:
        rate *= 2
    return rate


def cut_frames(keep: Sequence[Span], rate: Fraction) -> list[Cut]:
    """Quantise what is kept to frames, so that the sum is exact whatever each cut rounds to.

    Args:
        keep: On the lecture's clock.
        rate: Frames per second.

    Returns:
        Cuts in order with ``round(sum of keep * rate)`` frames together; empty ones are left out.
    """
    spans = merge(keep)
    cuts: list[Cut] = []
    kept_ms, kept_frames = 0, 0
    for each in spans:
        kept_ms += each.duration_ms
        frames = round(kept_ms * rate / 1000) - kept_frames
        first = round((each.start_ms - spans[0].start_ms) * rate / 1000)
        if cuts:
            first = max(first, cuts[-1].end)
        if frames:
            cuts.append(Cut(first, frames))
        kept_frames += frames
    return cuts


def total_frames(cuts: Sequence[Cut]) -> int:
    """How many frames the clip has."""
    return sum(cut.frames for cut in cuts)


def samples(frames: int, rate: Fraction) -> int:
    """How many samples of sound last as long as some frames."""
    return round(frames * SAMPLE_RATE / rate)


def duration_ms(frames: int, rate: Fraction) -> int:
    """How long some frames last, in milliseconds."""
    return round(frames * 1000 / rate)
