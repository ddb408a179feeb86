"""When a source shows its frames, so that clips begin and cut exactly where one of them does."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from lecture_assets.render.cuts import USUAL_FPS, frame_rate

_JITTER_S = 0.0008  # containers that count milliseconds round each time by up to half of one


@dataclass(frozen=True)
class Grid:
    """The instants at which a clip may show a new frame, on the lecture's clock.

    Attributes:
        rate: Frames per second of the clip.
        origin: One of the instants, in seconds; the others lie whole frames before and after it.
        slack: How late a frame of the source may be, in seconds, to be shown at an instant and not
            at the following one.
    """

    rate: Fraction
    origin: Fraction
    slack: Fraction

    def nearest(self, at_ms: int) -> Fraction:
        """The instant next to a time in milliseconds that is not before the lecture's first."""
        frames = (Fraction(at_ms, 1000) - self.origin) * self.rate
        first = math.ceil(-self.origin * self.rate)
        return self.origin + max(first, round(frames)) / self.rate


def fit(
    times: Sequence[float], average_fps: float, max_fps: int, first: Fraction | None = None
) -> Grid:
    """Find the grid on which a source's frames lie.

    Frames that are missing do not matter: a screen recording that stores only what changed still
    counts in the ticks of its recorder. Where the times follow no grid, frames are shown at the
    instants next to theirs.

    Args:
        times: When the source's frames begin around the clip, in seconds, in order.
        average_fps: The source's average rate.
        max_fps: Rates above this are halved until they are not.
        first: When the source's very first frame begins, in seconds: of a rate that is halved it
            tells which half is kept.
    """
    at = np.asarray(times, np.float64)
    for rate in _candidates(at, average_fps):
        origin_s = _origin(at, rate)
        if origin_s is not None:
            return _grid(rate, origin_s, max_fps, first)
    rate = frame_rate(_busiest(at, average_fps), max_fps)
    return Grid(rate, _exact(_middle(at, rate)), 1 / (2 * rate))


def _candidates(at: npt.NDArray[np.float64], average_fps: float) -> list[Fraction]:
    """Rates to try: the announced one, then usual ones from slow to fast, then the exact mean."""
    if len(at) < 2:
        return [frame_rate(average_fps, 1_000)] if len(at) else []
    mean = Fraction((len(at) - 1) / (at[-1] - at[0])).limit_denominator(1001)
    fast_enough = [rate for rate in sorted(USUAL_FPS) if rate > mean * Fraction(999, 1000)]
    announced = [rate for rate in fast_enough if abs(float(rate) - average_fps) < 0.0005 * rate]
    return [*announced, *fast_enough, mean]


def _origin(at: npt.NDArray[np.float64], rate: Fraction) -> float | None:
    """An instant of the grid of that rate, in seconds; None where the times do not lie on it."""
    ticks = (at - at[0]) * float(rate)
    nearest = np.round(ticks)
    if len(np.unique(nearest)) < len(at):
        return None
    late = (ticks - nearest) / float(rate)
    if late.max() - late.min() > 2 * _JITTER_S:
        return None
    return float(at[0] + (late.max() + late.min()) / 2)


def _grid(source_rate: Fraction, origin_s: float, max_fps: int, first: Fraction | None) -> Grid:
    rate = frame_rate(float(source_rate), max_fps)
    if rate >= source_rate:
        return Grid(rate, _exact(origin_s), 1 / (2 * rate))
    if first is not None:
        past = round((origin_s - float(first)) * float(source_rate))
        step = source_rate / rate
        origin_s -= float(past % step / source_rate)
    # Of two frames for one instant the one that begins there is shown, however times are rounded.
    return Grid(rate, _exact(origin_s), 1 / (4 * source_rate))


def _busiest(at: npt.NDArray[np.float64], average_fps: float) -> float:
    """The rate at which an irregular source shows new frames when it shows many."""
    if len(at) < 2:
        return average_fps
    usual = 1 / max(1e-3, float(np.median(np.diff(at))))
    return float(min(USUAL_FPS, key=lambda rate: abs(float(rate) - usual)))


def _middle(at: npt.NDArray[np.float64], rate: Fraction) -> float:
    """The instant of a grid of that rate from which irregular times are late and early alike."""
    if not len(at):
        return 0.0
    turns = np.exp(2j * np.pi * (at - at[0]) * float(rate))
    return float(at[0] + np.angle(turns.mean()) / (2 * np.pi * float(rate)))


def _exact(time_s: float) -> Fraction:
    """The time to the microsecond, which is what ffmpeg takes."""
    return Fraction(round(time_s * 1_000_000), 1_000_000)
