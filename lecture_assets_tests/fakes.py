"""Stand-ins for what a test must not, or need not, have."""

# ruff: noqa: ARG002 - they ignore what the real ones work on

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lecture_assets.media.audio import Samples
from lecture_assets.transcript.chunks import Chunk
from lecture_assets.transcript.models import TranscriptSegment, Word, WordTimes


class UnusedTranscriber:
    """A Transcriber that fails the test that asks it for anything."""

    provider = "unused"
    model = "none"
    word_times: WordTimes = "recognised"

    def language(self, samples: Samples, chunks: Sequence[Chunk]) -> str:
        raise AssertionError("the language of nothing was asked for")

    def recognise(self, sound: npt.NDArray[np.float32], language: str) -> list[TranscriptSegment]:
        raise AssertionError("nothing was to be recognised")


class MetronomeTranscriber(UnusedTranscriber):
    """A Transcriber that hears a word every 400 ms, the last ones past the chunk's end."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, str]] = []

    def language(self, samples: Samples, chunks: Sequence[Chunk]) -> str:
        return "de"

    def recognise(self, sound: npt.NDArray[np.float32], language: str) -> list[TranscriptSegment]:
        self.heard.append((len(sound) // 16, language))
        words = [
            Word(start_ms=at, end_ms=at + 450, text=f"w{at}")
            for at in range(0, len(sound) // 16 + 800, 400)
        ]
        unspoken = TranscriptSegment(start_ms=0, end_ms=10, text="...", words=[])
        whole = TranscriptSegment(start_ms=0, end_ms=words[-1].end_ms, text="tick", words=words)
        return [unspoken, whole]
