"""Speaks the script, and knows to the millisecond when each sentence is heard."""

import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lecture_assets.sample.script import SCRIPT, Line, Topic
from lecture_assets.sample.voice import speak_each
from lecture_assets.timeline import Span

Samples = npt.NDArray[np.float32]

RATE = 22_050
"""Samples per second of the narration, which is the voice's own rate."""

LEAD_MS = 1_000
"""Silence before the first sentence."""

_PEAK = 0.45
_ROOM = 10 ** (-62 / 20)
_AUDIBLE = 10 ** (-42 / 20)
_WINDOW_MS = 10


class SpokenLine(Span):
    """A sentence of the script while it is heard.

    Attributes:
        topic: Title of its topic.
        line: What is said and shown.
    """

    topic: str
    line: Line


@dataclass(frozen=True)
class Narration:
    """The sound of the sample lecture.

    Attributes:
        samples: Mono sound in [-1, 1] at ``RATE`` samples a second, shape ``(count,)``.
        lines: Every sentence with its time, in order.
    """

    samples: Samples
    lines: list[SpokenLine]

    @property
    def duration_ms(self) -> int:
        """Length in milliseconds."""
        return len(self.samples) * 1000 // RATE


def narrate(script: tuple[Topic, ...] = SCRIPT) -> Narration:
    """Speak a script with its pauses, over the faint noise of a quiet room.

    Args:
        script: What to say; at least one line.

    Returns:
        The sound, and the time of each sentence.

    Raises:
        MissingToolError: Piper or its voice is not installed.
        MediaError: Piper failed.
    """
    planned = [(topic.title, line) for topic in script for line in topic.lines]
    with tempfile.TemporaryDirectory() as folder:
        files = speak_each([line.text for _, line in planned], Path(folder))
        voices = [_read(file) for file in files]
    pauses_ms = sum(line.pause_ms for _, line in planned)
    sound = np.zeros(_count(LEAD_MS + pauses_ms) + sum(map(len, voices)), np.float32)
    lines, at = [], _count(LEAD_MS)
    for (topic, line), voice in zip(planned, voices, strict=True):
        first, last = audible(voice)
        sound[at - first : at - first + len(voice)] += voice
        end = at + last - first
        lines.append(
            SpokenLine(
                start_ms=round(at * 1000 / RATE),
                end_ms=round(end * 1000 / RATE),
                topic=topic,
                line=line,
            )
        )
        at = end + _count(line.pause_ms)
    room = np.random.default_rng(1885).normal(0, _ROOM, at)
    return Narration((sound[:at] + room).astype(np.float32), lines)


def level(samples: Samples, window: int) -> Samples:
    """Root mean square of each whole window of ``window`` samples, shape ``(windows,)``."""
    whole = samples[: len(samples) // window * window].reshape(-1, window)
    return np.asarray(np.sqrt(np.mean(whole * whole, axis=1)), np.float32)


def audible(samples: Samples) -> tuple[int, int]:
    """Find the first audible sample and the end of the last, to within 10 ms; 0, 0 for none."""
    window = _count(_WINDOW_MS)
    loud = np.flatnonzero(level(samples, window) > _AUDIBLE * _PEAK)
    if not len(loud):
        return 0, 0
    return int(loud[0]) * window, (int(loud[-1]) + 1) * window


def _count(duration_ms: int) -> int:
    return RATE * duration_ms // 1000


def _read(wav: Path) -> Samples:
    with wave.open(str(wav)) as file:
        pcm = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    return (pcm.astype(np.float32) * (_PEAK / 32768)).astype(np.float32)
