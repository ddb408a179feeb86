"""Chooses the threshold of silence from the recording's own levels."""

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
_ABOVE_PAUSES_DB = 0.4
_ABOVE_MIDDLE_PAUSE_DB = 1.5


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

    def threshold_dbfs(self, noise_dbfs: float) -> float:
        """Level that separates pauses from speech.

        25 dB under the speech, as fixed thresholds of -40 dBFS are for speech at -15 dBFS, but
        always above the noise of the pauses and under the speech.

        Args:
            noise_dbfs: Level that the noise of pauses stays under, as ``measure_noise`` tells it.
        """
        above_noise = min(noise_dbfs, self.noise_floor_dbfs + _ABOVE_FLOOR_DB)
        threshold = max(self.loud_dbfs - _BELOW_SPEECH_DB, above_noise)
        return max(QUIETEST_DBFS, min(threshold, self.loud_dbfs - _HEADROOM_DB))


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


def measure_noise(sound: EnergyAtMs, voiced: list[Span]) -> float:
    """Return the level that pauses stay under, in dB below full scale.

    Silence is told by the level of 400 ms as a whole, and that of steady noise hardly varies: the
    less room is left above it, the less of the speech that stands out of the noise is lost. Where
    pauses vary, because of coughs or applause, the middle one counts.

    Args:
        sound: The recording's energy.
        voiced: Where the voice detector hears speech, in order.
    """
    whole = span(0, sound.duration_ms)
    beside = merge(
        span(max(0, each.start_ms - _BESIDE_VOICE_MS), each.end_ms + _BESIDE_VOICE_MS)
        for each in voiced
    )
    pauses = _windows_dbfs(sound, gaps(beside, whole))
    if len(pauses) < _FEWEST_PAUSES:
        windows = _windows_dbfs(sound, [whole])
        return float(np.percentile(windows, 5)) + _ABOVE_MIDDLE_PAUSE_DB if len(windows) else 0.0
    middle, high = np.percentile(pauses, [50, 90])
    return float(min(high + _ABOVE_PAUSES_DB, middle + _ABOVE_MIDDLE_PAUSE_DB))


def _windows_dbfs(sound: EnergyAtMs, within: list[Span]) -> npt.NDArray[np.float64]:
    starts = [
        np.arange(each.start_ms, each.end_ms - _PAUSE_MS + 1, _PAUSE_STEP_MS, dtype=np.int64)
        for each in within
        if each.duration_ms >= _PAUSE_MS
    ]
    return to_dbfs(sound, np.concatenate(starts), _PAUSE_MS) if starts else np.zeros(0)
