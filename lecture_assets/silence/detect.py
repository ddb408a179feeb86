"""Silence as pydub defines it, at a fraction of its cost and in flat memory."""

import numpy as np
import numpy.typing as npt

from lecture_assets.media.audio import release
from lecture_assets.timeline import Span, span

_BLOCK_MS = 60_000
_BLOCK_STARTS = 500_000

Milliseconds = npt.NDArray[np.int64]


class EnergyAtMs:
    """Running sum of squared samples, known at each whole millisecond.

    Attributes:
        rate: Frames per second.
        energy: Sum of the squares of all samples before each millisecond, int64, shape
            (duration_ms + 1,); the last ones may lie past the end, where pydub fills up with
            silence.
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
        self.rate = rate
        self.channels = frames.shape[1]
        self.full_scale = float(1 << (8 * samples.dtype.itemsize - 1))
        self.duration_ms = round(1000 * (len(frames) / rate))
        self.energy = np.zeros(self.duration_ms + 1, np.int64)
        for first in range(0, self.duration_ms, _BLOCK_MS):
            at_ms = np.arange(first, min(first + _BLOCK_MS, self.duration_ms) + 1)
            bounds = np.minimum(self.frame(at_ms), len(frames))
            energy = _energy(frames[bounds[0] : bounds[-1]], bounds - bounds[0])
            self.energy[at_ms[1:]] = self.energy[first] + np.cumsum(energy)
            release(samples)

    def frame(self, at_ms: Milliseconds) -> npt.NDArray[np.int64]:
        """Index of the frame at which pydub cuts at each of these milliseconds."""
        frame: npt.NDArray[np.int64] = (at_ms * (self.rate / 1000.0)).astype(np.int64)
        return frame

    def rms(self, starts_ms: Milliseconds, length_ms: int) -> npt.NDArray[np.float64]:
        """Root mean square of stretches, rounded down to a whole number as audioop does."""
        ends_ms = starts_ms + length_ms
        energy = self.energy[ends_ms] - self.energy[starts_ms]
        count = np.maximum(1, (self.frame(ends_ms) - self.frame(starts_ms)) * self.channels)
        rms: npt.NDArray[np.float64] = np.floor(np.sqrt(energy / count))
        return rms


def _energy(frames: npt.NDArray[np.integer], bounds: npt.NDArray[np.int64]) -> Milliseconds:
    """Sum of the squares between one bound and the next; the last bound is the end."""
    squares = frames.ravel().astype(np.int32)
    squares *= squares  # at most 2**30
    energy = np.zeros(len(bounds) - 1, np.int64)
    filled = np.diff(bounds) > 0
    if filled.any():
        firsts = bounds[:-1][filled] * frames.shape[1]
        energy[filled] = np.add.reduceat(squares, firsts, dtype=np.int64)
    return energy


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
    limit = 10 ** (threshold_dbfs / 20) * sound.full_scale
    runs: list[tuple[int, int]] = []
    block_ms = _BLOCK_STARTS * step_ms
    for first in range(0, last + 1, block_ms):
        starts = np.arange(first, min(first + block_ms, last + 1), step_ms, dtype=np.int64)
        if last % step_ms and first + block_ms > last:
            starts = np.append(starts, last)
        silent = starts[sound.rms(starts, min_silence_ms) <= limit]
        more = _runs(silent, step_ms, min_silence_ms)
        if runs and more:
            between = np.array([more[0][0] - runs[-1][1]])
            if not _apart(between, step_ms, min_silence_ms).any():
                more[0] = (runs.pop()[0], more[0][1])
        runs += more
    return [span(start, end + min_silence_ms) for start, end in runs]


def _runs(silent: Milliseconds, step_ms: int, min_silence_ms: int) -> list[tuple[int, int]]:
    """Join starts of silence that follow one another: the first and the last of each run."""
    if not len(silent):
        return []
    apart = np.flatnonzero(_apart(np.diff(silent), step_ms, min_silence_ms))
    firsts = silent[np.concatenate(([0], apart + 1))]
    lasts = silent[np.concatenate((apart, [len(silent) - 1]))]
    return [(int(first), int(last)) for first, last in zip(firsts, lasts, strict=True)]


def _apart(distance: Milliseconds, step_ms: int, min_silence_ms: int) -> npt.NDArray[np.bool_]:
    """Tell whether starts of silence so far from one another belong to two silences."""
    apart: npt.NDArray[np.bool_] = (distance != step_ms) & (distance > min_silence_ms)
    return apart


def levels_dbfs(sound: EnergyAtMs, window_ms: int = 50) -> npt.NDArray[np.float64]:
    """Level of each window of the recording in dB below full scale; digital silence is -100."""
    starts = np.arange(0, max(0, sound.duration_ms - window_ms + 1), window_ms, dtype=np.int64)
    return to_dbfs(sound, starts, window_ms)


def to_dbfs(sound: EnergyAtMs, starts_ms: Milliseconds, length_ms: int) -> npt.NDArray[np.float64]:
    """Level of stretches in dB below full scale; digital silence is -100."""
    rms = np.maximum(sound.rms(starts_ms, length_ms), 1e-5 * sound.full_scale)
    levels: npt.NDArray[np.float64] = 20 * np.log10(rms / sound.full_scale)
    return levels
