"""Tells what is wrong with a recording's sound, for the person who can cure it."""

from collections.abc import Sequence

import numpy as np

from lecture_assets.media.audio import RATE, Samples, release
from lecture_assets.silence.level import Levels
from lecture_assets.timeline import Span

_BLOCK = 60 * RATE
_LOUD = 0.05 * 32768
_FULL = 0.9 * 32768
_CLIPPED_SHARE = 3e-3
_DEAD_BELOW_OTHER_DB = 40.0
_CANCELLED_DB = 15.0


def find_faults(
    samples: Samples, levels: Levels, channels_dbfs: Sequence[float], speech: Sequence[Span]
) -> list[str]:
    """Return a sentence for each fault.

    Args:
        samples: The recording, 16 kHz mono.
        levels: How loud it is.
        channels_dbfs: Levels of the two channels that it had, if it had two.
        speech: Where it is spoken.
    """
    faults = _channel_faults(levels, channels_dbfs)
    if levels.nearly_silent and not faults:
        faults.append("The recording is silent or nearly so; was the microphone on?")
    elif not speech:
        faults.append("There is sound, but no speech was found in it.")
    share = clipped_share(samples)
    if share >= _CLIPPED_SHARE:
        faults.append(
            f"The recording is clipped: {100 * share:.1f} % of its loud samples are at the limit; "
            "record the next one with less gain."
        )
    return faults


def clipped_share(samples: Samples) -> float:
    """Share of the samples above a twentieth of full scale that are above nine tenths of it.

    Sound that was cut off at the limit piles up there, and still does after a lossy codec: on
    recordings amplified until 2 % of all samples were cut off it was 0.006 to 0.075, on untouched
    ones and on those held under the limit by a limiter at most 0.001.
    """
    loud = full = 0
    for start in range(0, len(samples), _BLOCK):
        amplitudes = np.abs(samples[start : start + _BLOCK].astype(np.int32))
        loud += int(np.count_nonzero(amplitudes > _LOUD))
        full += int(np.count_nonzero(amplitudes > _FULL))
        release(samples)
    return full / loud if loud else 0.0


def _channel_faults(levels: Levels, channels_dbfs: Sequence[float]) -> list[str]:
    if len(channels_dbfs) != 2:
        return []
    # Samples in floating point may lie above full scale, where those of the mix are cut off.
    left, right = (min(0.0, each) for each in channels_dbfs)
    if abs(left - right) >= _DEAD_BELOW_OTHER_DB:
        dead = "left" if left < right else "right"
        return [f"The {dead} channel is silent; the speech is on the other one alone."]
    if max(left, right) - levels.loud_dbfs >= _CANCELLED_DB:
        return [
            "The two channels cancel each other out, as those of a microphone with crossed wires "
            "do; keep one channel of the recording, and upload it again."
        ]
    return []
