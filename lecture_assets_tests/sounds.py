"""Sounds that are not speech, 16 kHz mono, at a level that the test names."""

import numpy as np
import numpy.typing as npt

from lecture_assets.media.audio import RATE, Samples

Wave = npt.NDArray[np.float64]


def at_level(wave: Wave, dbfs: float) -> Samples:
    """Scale to a root mean square in dB below full scale."""
    scaled = wave / np.sqrt(np.mean(wave**2)) * 32768 * 10 ** (dbfs / 20)
    samples: Samples = np.clip(np.rint(scaled), -32768, 32767).astype(np.int16)
    return samples


def rms_dbfs(samples: Samples) -> float:
    """Root mean square in dB below full scale."""
    return float(10 * np.log10(np.mean((samples / 32768.0) ** 2)))


def mixed(one: Samples, other: Samples) -> Samples:
    """Add two sounds."""
    return np.clip(one.astype(int) + other, -32768, 32767).astype(np.int16)


def noise(seconds: float, slope: float) -> Wave:
    """Noise whose power falls with the frequency to the power of ``slope``: 0 white, 1 pink."""
    count = int(seconds * RATE)
    random = np.random.default_rng(7)
    frequencies = np.maximum(np.fft.rfftfreq(count, 1 / RATE), 40.0)
    spectrum = random.normal(size=len(frequencies)) + 1j * random.normal(size=len(frequencies))
    wave: Wave = np.fft.irfft(spectrum / frequencies ** (slope / 2), count)
    return wave


def fan(seconds: float) -> Wave:
    """A fan: rushing, the hum of its motor, and blades that come round."""
    at = _clock(seconds)
    rushing = noise(seconds, 1)
    hum = sum(np.sin(2 * np.pi * hz * at) for hz in (100, 200, 233))
    turning: Wave = (rushing / rushing.std() + 0.3 * hum) * (1 + 0.1 * np.sin(8 * at))
    return turning


def applause(seconds: float) -> Wave:
    """Many hands that clap."""
    random = np.random.default_rng(3)
    wave = np.zeros(int(seconds * RATE))
    for _ in range(int(120 * seconds)):
        clap = random.normal(size=600) * np.exp(-np.arange(600) / random.uniform(40, 120))
        start = random.integers(0, len(wave) - len(clap))
        wave[start : start + len(clap)] += clap
    return wave


def music(seconds: float) -> Wave:
    """Chords of a plucked instrument."""
    random = np.random.default_rng(5)
    wave = np.zeros(int(seconds * RATE))
    for start in range(0, len(wave), RATE // 2):
        at = _clock(min(1.5, (len(wave) - start) / RATE))
        for hz in random.choice([131.0, 165.0, 196.0, 262.0, 330.0, 392.0], 3, replace=False):
            tone = sum(np.sin(2 * np.pi * hz * k * at) / k**1.5 for k in range(1, 7))
            wave[start : start + len(at)] += tone * np.exp(-3 * at)
    return wave


def _clock(seconds: float) -> Wave:
    clock: Wave = np.arange(int(seconds * RATE)) / RATE
    return clock
