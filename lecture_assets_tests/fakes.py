"""Stand-ins for what a test must not, or need not, have."""

# ruff: noqa: ARG002 - they ignore what the real ones work on

from collections.abc import Sequence

from lecture_assets.media.audio import Samples
from lecture_assets.transcript.chunks import Chunk
from lecture_assets.transcript.models import TranscriptSegment, Word
from lecture_assets.transcript.transcriber import Heard, Hearing


class UnusedTranscriber:
    """A Transcriber that fails the test that asks it for anything."""

    provider = "unused"
    model = "none"
    max_chunk_ms = 28_000

    def hear(self, samples: Samples, chunks: Sequence[Chunk], hearing: Hearing) -> Heard:
        raise AssertionError("nothing was to be recognised")


class MetronomeTranscriber(UnusedTranscriber):
    """A Transcriber that hears a word every 400 ms, the last ones past the chunk's end."""

    def __init__(self, max_chunk_ms: int = 28_000) -> None:
        self.max_chunk_ms = max_chunk_ms
        self.heard: list[tuple[int, str]] = []

    def hear(self, samples: Samples, chunks: Sequence[Chunk], hearing: Hearing) -> Heard:
        language = hearing.language or "de"
        segments = []
        for count, chunk in enumerate(chunks, start=1):
            self.heard.append((chunk.duration_ms, language))
            segments.append(self._ticks(chunk.duration_ms))
            hearing.done(count)
        return Heard(language, "recognised", segments)

    def _ticks(self, duration_ms: int) -> list[TranscriptSegment]:
        words = [
            Word(start_ms=at, end_ms=at + 450, text=f"w{at}")
            for at in range(0, duration_ms + 800, 400)
        ]
        unspoken = TranscriptSegment(start_ms=0, end_ms=10, text="...", words=[])
        whole = TranscriptSegment(start_ms=0, end_ms=words[-1].end_ms, text="tick", words=words)
        return [unspoken, whole]
