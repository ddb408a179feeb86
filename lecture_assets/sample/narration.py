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
        voices = [trim(_read(file)) for file in files]
    sound = [_silence(LEAD_MS)]
    lines, at = [], len(sound[0])
    for (topic, line), voice in zip(planned, voices, strict=True):
        end = at + len(voice)
        lines.append(
            SpokenLine(
                start_ms=round(at * 1000 / RATE),
                end_ms=round(end * 1000 / RATE),
                topic=topic,
                line=line,
            )
        )
        sound += [voice, _silence(line.pause_ms)]
        at = end + len(sound[-1])
    samples = np.concatenate(sound)
    room = np.random.default_rng(1885).normal(0, _ROOM, len(samples))
    return Narration((samples + room).astype(np.float32), lines)


def level(samples: Samples, window: int) -> Samples:
    """Root mean square of each whole window of ``window`` samples, shape ``(windows,)``."""
    whole = samples[: len(samples) // window * window].reshape(-1, window)
    return np.asarray(np.sqrt(np.mean(whole * whole, axis=1)), np.float32)


def trim(samples: Samples) -> Samples:
    """Cut a recording to what is audible, to within 10 ms at both ends."""
    window = RATE * _WINDOW_MS // 1000
    audible = np.flatnonzero(level(samples, window) > _AUDIBLE * _PEAK)
    if not len(audible):
        return samples[:0]
    return samples[audible[0] * window : (audible[-1] + 1) * window]


def _silence(duration_ms: int) -> Samples:
    return np.zeros(RATE * duration_ms // 1000, np.float32)


def _read(wav: Path) -> Samples:
    with wave.open(str(wav)) as file:
        pcm = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    return (pcm.astype(np.float32) * (_PEAK / 32768)).astype(np.float32)
