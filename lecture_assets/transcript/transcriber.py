"""What every recogniser of speech can do."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from lecture_assets.media.audio import Samples
from lecture_assets.transcript.chunks import Chunk
from lecture_assets.transcript.models import TranscriptSegment, WordTimes


class Transcriber(Protocol):
    """Recognises speech.

    Attributes:
        provider: Who does the work, such as ``local``.
        model: The model's name.
        word_times: How word times are obtained.
    """

    provider: str
    model: str
    word_times: WordTimes

    def language(self, samples: Samples, chunks: Sequence[Chunk]) -> str:
        """Detect the language, as an ISO 639-1 code."""

    def recognise(self, sound: npt.NDArray[np.float32], language: str) -> list[TranscriptSegment]:
        """Recognise one chunk of 16 kHz mono sound in [-1, 1]; times are on the chunk's clock."""
