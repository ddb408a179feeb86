"""Moves the starts of words to where their sound begins.

A recogniser's times come from its attention, which likes to give a word the end of the one before
and the pause between them.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lecture_assets.media.audio import PER_MS, Samples
from lecture_assets.transcript.models import Word

_FRAME_MS = 10
_SHARE_OF_WORD = 0.7
_RISE_DB = 3.0


def start_with_sound(words: Sequence[Word], samples: Samples, threshold_dbfs: float) -> list[Word]:
    """Let words that start in a pause, or in the sound that dies away before it, start after it.

    Args:
        words: In order, on the lecture's clock.
        samples: The recording, 16 kHz mono.
        threshold_dbfs: Level at or below which there is a pause.
    """
    return [
        word.model_copy(
            update={"start_ms": word.start_ms + _late_ms(word, samples, threshold_dbfs)}
        )
        for word in words
    ]


def _late_ms(word: Word, samples: Samples, threshold_dbfs: float) -> int:
    levels = _levels_dbfs(samples[word.start_ms * PER_MS : word.end_ms * PER_MS])
    levels = levels[: int(_SHARE_OF_WORD * len(levels))]
    quiet = np.flatnonzero(levels <= threshold_dbfs)
    if not len(quiet):
        return 0
    first = int(quiet[0])
    if first and levels[:first].max() > levels[0] + _RISE_DB:
        return 0  # the word has begun: what is quiet is a stop within it
    after = np.flatnonzero(levels[first:] > threshold_dbfs)
    return (first + int(after[0])) * _FRAME_MS if len(after) else 0


def _levels_dbfs(sound: Samples) -> npt.NDArray[np.float64]:
    size = _FRAME_MS * PER_MS
    frames = sound[: len(sound) // size * size].reshape(-1, size).astype(np.float64)
    power = np.maximum((frames**2).mean(axis=1), 1e-2)
    levels: npt.NDArray[np.float64] = 10 * np.log10(power) - 20 * np.log10(32768)
    return levels
