"""Chooses the threshold of silence from the recording's own levels."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lecture_assets.silence.detect import EnergyAtMs, levels_dbfs, to_dbfs
from lecture_assets.timeline import Span, gaps, merge, span

QUIETEST_DBFS = -90.0
_BELOW_SPEECH_DB = 25.0
_ABOVE_FLOOR_DB = 4.0
_HEADROOM_DB = 6.0
_NEARLY_SILENT_DBFS = -60.0

_PAUSE_MS = 400
_PAUSE_STEP_MS = 20
_FEWEST_PAUSES = 5
_BESIDE_VOICE_MS = 100
_ABOVE_PAUSES_DB = 0.2
_ABOVE_MIDDLE_PAUSE_DB = 1.0


@dataclass(frozen=True)
class Noise:
    """How loud the pauses are.

    Attributes:
        usual_dbfs: Level of the middle one.
        most_dbfs: Level that nearly all of them stay under, where they hardly vary.
    """

    usual_dbfs: float
    most_dbfs: float


@dataclass(frozen=True)
class Levels:
    """How loud a recording is.

    Attributes:
        noise_floor_dbfs: Level that the quietest tenth stays under.
        loud_dbfs: Level of its louder stretches, which in a lecture are speech.
    """

    noise_floor_dbfs: float
    loud_dbfs: float

    @property
    def nearly_silent(self) -> bool:
        """Whether there is hardly any sound at all."""
        return self.loud_dbfs < _NEARLY_SILENT_DBFS

    def threshold_dbfs(self, noise: Noise) -> float:
        """Level that separates pauses from speech.

        25 dB under the speech, as fixed thresholds of -40 dBFS are for speech at -15 dBFS. What
        has this level besides the noise is louder by the noise, whose power is added therefore:
        then a talk has as much speech in a noisy room as in a quiet one. The threshold is always
        above the noise of the pauses and under the speech.

        Args:
            noise: What ``measure_noise`` tells.
        """
        highest = self.noise_floor_dbfs + _ABOVE_FLOOR_DB
        quiet = self.loud_dbfs - _BELOW_SPEECH_DB
        over_noise = _together_dbfs(quiet, min(noise.usual_dbfs, highest - _ABOVE_MIDDLE_PAUSE_DB))
        threshold = max(over_noise, min(noise.most_dbfs, highest))
        return max(QUIETEST_DBFS, min(threshold, self.loud_dbfs - _HEADROOM_DB))


def _together_dbfs(one: float, other: float) -> float:
    return 10 * math.log10(10 ** (one / 10) + 10 ** (other / 10))


def measure_levels(sound: EnergyAtMs) -> Levels:
    """Measure the levels of windows of 50 ms.

    The loud level is the mean energy above a gate 10 dB under the mean, as in ITU-R BS.1770
    without its frequency weighting, so that a lecture with long pauses is not taken for quieter.
    """
    levels = levels_dbfs(sound)
    audible = levels[levels > QUIETEST_DBFS]
    if not len(audible):
        return Levels(noise_floor_dbfs=-100.0, loud_dbfs=-100.0)
    energy = 10 ** (audible / 10)
    gated = energy[energy >= energy.mean() / 10]
    return Levels(
        noise_floor_dbfs=round(float(np.percentile(levels, 10)), 1),
        loud_dbfs=round(float(10 * np.log10(gated.mean())), 1),
    )


def measure_noise(sound: EnergyAtMs, voiced: list[Span], floor_dbfs: float) -> Noise:
    """Return how loud the pauses are.

    Silence is told by the level of 400 ms as a whole, and that of steady noise hardly varies: the
    less room is left above it, the less of the speech that stands out of the noise is lost. Where
    pauses vary, because of coughs or applause, the middle one counts; where there is hardly any,
    what is quietest.

    Args:
        sound: The recording's energy.
        voiced: Where the voice detector hears speech, in order.
        floor_dbfs: Level of the recording's quietest tenth.
    """
    whole = span(0, sound.duration_ms)
    beside = merge(
        span(max(0, each.start_ms - _BESIDE_VOICE_MS), each.end_ms + _BESIDE_VOICE_MS)
        for each in voiced
    )
    pauses = _windows_dbfs(sound, gaps(beside, whole))
    if len(pauses) < _FEWEST_PAUSES:
        windows = _windows_dbfs(sound, [whole])
        quietest = min(floor_dbfs, float(np.percentile(windows, 5)) if len(windows) else 0.0)
        return Noise(quietest, quietest)
    middle, high = np.percentile(pauses, [50, 90]).tolist()
    return Noise(middle, min(high + _ABOVE_PAUSES_DB, middle + _ABOVE_MIDDLE_PAUSE_DB))


def _windows_dbfs(sound: EnergyAtMs, within: list[Span]) -> npt.NDArray[np.float64]:
    starts = [
        np.arange(each.start_ms, each.end_ms - _PAUSE_MS + 1, _PAUSE_STEP_MS, dtype=np.int64)
        for each in within
        if each.duration_ms >= _PAUSE_MS
    ]
    return to_dbfs(sound, np.concatenate(starts), _PAUSE_MS) if starts else np.zeros(0)
