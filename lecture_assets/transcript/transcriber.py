"""What every recogniser of speech can do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from lecture_assets.hosted.account import Account
from lecture_assets.media.audio import Samples
from lecture_assets.transcript.chunks import Chunk
from lecture_assets.transcript.models import TranscriptSegment, WordTimes


@dataclass(frozen=True)
class Hearing:
    """How chunks are to be recognised.

    Attributes:
        language: ISO 639-1 code; None detects it.
        glossary: Names and terms that are likely to be said.
        done: Told how many chunks are done.
        account: What a hosted provider is asked on; a local one needs none.
    """

    language: str | None
    glossary: Sequence[str]
    done: Callable[[int], None]
    account: Account | None


@dataclass(frozen=True)
class Heard:
    """What was recognised.

    Attributes:
        language: ISO 639-1 code.
        word_times: How word times were obtained.
        segments: Those of each chunk, in the chunks' order, on the chunk's own clock.
        warnings: Sentences for the person who looks at the transcript.
    """

    language: str
    word_times: WordTimes
    segments: Sequence[Sequence[TranscriptSegment]]
    warnings: Sequence[str] = ()


class Transcriber(Protocol):
    """Recognises speech.

    Attributes:
        provider: Who does the work, such as ``local``.
        model: The model's name.
        max_chunk_ms: Longest chunk that it should be given.
    """

    provider: str
    model: str
    max_chunk_ms: int

    def hear(self, samples: Samples, chunks: Sequence[Chunk], hearing: Hearing) -> Heard:
        """Recognise a lecture's chunks, of which there is at least one.

        Args:
            samples: The recording, 16 kHz mono.
            chunks: Its speech.
            hearing: How to recognise it.

        Raises:
            SettingsError: The recogniser, or what it needs, is not there.
            ProviderError: A hosted recogniser did not do its work.
        """
        ...
