"""Silence as pydub defines it, at a fraction of its cost."""

import numpy as np
import numpy.typing as npt

from lecture_assets.timeline import Span, span

_BLOCK_MS = 600_000


class EnergyAtMs:
    """Running sum of squared samples, known at each whole millisecond.

    Attributes:
        frames: Where pydub cuts at each millisecond, as a frame's index, shape (duration_ms + 1,);
            the last ones may lie past the end, where pydub fills up with silence.
        energy: Sum of the squares of all samples before that frame, int64, same shape.
        duration_ms: Length of the recording, rounded as pydub does.
        channels: Number of channels.
        full_scale: Largest amplitude that the sample's width can hold.
    """

    def __init__(self, samples: npt.NDArray[np.integer], rate: int) -> None:
        """Sum up samples of shape (time,) or (time, channels), in blocks to keep memory flat.

        Raises:
            ValueError: The samples have more than 16 bits, whose squares int64 cannot sum up.
        """
        if samples.dtype.itemsize > 2:
            raise ValueError(f"samples of type {samples.dtype} have more than 16 bits")
        frames = samples if samples.ndim > 1 else samples[:, np.newaxis]
        self.channels = frames.shape[1]
        self.full_scale = float(1 << (8 * samples.dtype.itemsize - 1))
        self.duration_ms = round(1000 * (len(frames) / rate))
        self.frames = (np.arange(self.duration_ms + 1) * (rate / 1000.0)).astype(np.int64)
        self.energy = np.zeros(self.duration_ms + 1, np.int64)
        total = 0
        for first in range(0, self.duration_ms, _BLOCK_MS):
            last = min(first + _BLOCK_MS, self.duration_ms)
            start, stop = self.frames[first], self.frames[last]
            block = frames[start:stop].astype(np.int64)
            running = np.concatenate(([0], np.cumsum((block * block).sum(axis=1))))
            within = np.minimum(self.frames[first : last + 1] - start, len(block))
            self.energy[first : last + 1] = total + running[within]
            total = int(self.energy[last])

    def rms(self, starts_ms: npt.NDArray[np.int64], length_ms: int) -> npt.NDArray[np.float64]:
        """Root mean square of stretches, rounded down to a whole number as audioop does."""
        ends_ms = starts_ms + length_ms
        energy = self.energy[ends_ms] - self.energy[starts_ms]
        count = np.maximum(1, (self.frames[ends_ms] - self.frames[starts_ms]) * self.channels)
        rms: npt.NDArray[np.float64] = np.floor(np.sqrt(energy / count))
        return rms


def detect_silence(
    sound: EnergyAtMs, min_silence_ms: int, threshold_dbfs: float, step_ms: int
) -> list[Span]:
    """Find silent stretches exactly as ``pydub.silence.detect_silence`` does.

    Args:
        sound: The recording's energy.
        min_silence_ms: Shortest silence that counts.
        threshold_dbfs: Level at or below which a stretch is silent.
        step_ms: How finely starts of silence are searched.

    Returns:
        Silent stretches in order.
    """
    if sound.duration_ms < min_silence_ms:
        return []
    last = sound.duration_ms - min_silence_ms
    starts = np.arange(0, last + 1, step_ms, dtype=np.int64)
    if last % step_ms:
        starts = np.append(starts, last)
    limit = 10 ** (threshold_dbfs / 20) * sound.full_scale
    silent = starts[sound.rms(starts, min_silence_ms) <= limit]
    if not len(silent):
        return []
    distance = np.diff(silent)
    apart = np.flatnonzero((distance != step_ms) & (distance > min_silence_ms))
    firsts = silent[np.concatenate(([0], apart + 1))]
    lasts = silent[np.concatenate((apart, [len(silent) - 1]))]
    return [
        span(int(first), int(last) + min_silence_ms)
        for first, last in zip(firsts, lasts, strict=True)
    ]


def levels_dbfs(sound: EnergyAtMs, window_ms: int = 50) -> npt.NDArray[np.float64]:
    """Level of each window of the recording in dB below full scale; digital silence is -100."""
    starts = np.arange(0, max(0, sound.duration_ms - window_ms + 1), window_ms, dtype=np.int64)
    rms = np.maximum(sound.rms(starts, window_ms), 1e-5 * sound.full_scale)
    levels: npt.NDArray[np.float64] = 20 * np.log10(rms / sound.full_scale)
    return levels
