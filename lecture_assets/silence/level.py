"""Chooses the threshold of silence from the recording's own levels."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

QUIETEST_DBFS = -90.0
_BELOW_SPEECH_DB = 25.0
_ABOVE_NOISE_DB = 4.0
_HEADROOM_DB = 6.0
_NEARLY_SILENT_DBFS = -60.0


@dataclass(frozen=True)
class Levels:
    """How loud a recording is.

    Attributes:
        noise_floor_dbfs: Level that the quietest tenth stays under.
        loud_dbfs: Level of its louder stretches, which in a lecture are speech.
        nearly_silent: Whether there is hardly any sound at all.
    """

    noise_floor_dbfs: float
    loud_dbfs: float

    @property
    def nearly_silent(self) -> bool:
        """Whether there is hardly any sound at all."""
        return self.loud_dbfs < _NEARLY_SILENT_DBFS

    def threshold_dbfs(self) -> float:
        """Level that separates pauses from speech.

        25 dB under the speech, as fixed thresholds of -40 dBFS are for speech at -15 dBFS, but
        always above the room's noise and under the speech.
        """
        above_noise = max(
            self.loud_dbfs - _BELOW_SPEECH_DB, self.noise_floor_dbfs + _ABOVE_NOISE_DB
        )
        return max(QUIETEST_DBFS, min(above_noise, self.loud_dbfs - _HEADROOM_DB))


def measure_levels(levels_dbfs: npt.NDArray[np.float64]) -> Levels:
    """Measure the levels of short windows, shape (windows,).

    The loud level is the mean energy above a gate 10 dB under the mean, as in ITU-R BS.1770
    without its frequency weighting, so that a lecture with long pauses is not taken for quieter.
    """
    audible = levels_dbfs[levels_dbfs > QUIETEST_DBFS]
    if not len(audible):
        return Levels(noise_floor_dbfs=-100.0, loud_dbfs=-100.0)
    energy = 10 ** (audible / 10)
    gated = energy[energy >= energy.mean() / 10]
    return Levels(
        noise_floor_dbfs=round(float(np.percentile(levels_dbfs, 10)), 1),
        loud_dbfs=round(float(10 * np.log10(gated.mean())), 1),
    )
