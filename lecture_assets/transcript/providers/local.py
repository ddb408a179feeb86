"""Recognises speech on this machine with faster-whisper."""

import logging
import math
import time
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lecture_assets.errors import SettingsError
from lecture_assets.media.audio import Samples, release
from lecture_assets.options import TranscriptOptions
from lecture_assets.transcript.align import aligned
from lecture_assets.transcript.chunks import Chunk, sound_of
from lecture_assets.transcript.models import TranscriptSegment, Word
from lecture_assets.transcript.transcriber import Heard, Hearing
from lecture_assets.transcript.weights import PACKAGED_MODEL, packaged_weights
from lecture_assets.transcript.word_times import Timed

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

_LISTENED_CHUNKS = 5
_LEAST_PROBABILITY = 1e-4
_LOG = logging.getLogger(__name__)


class LocalTranscriber:
    """A Transcriber that needs no key and no network.

    The model is the one that the options name (a folder, or a name that faster-whisper fetches),
    else the packaged base.
    """

    provider = "local"

    def __init__(self, options: TranscriptOptions) -> None:
        self.model = options.model or PACKAGED_MODEL
        self.max_chunk_ms = options.max_chunk_ms

    def hear(self, samples: Samples, chunks: Sequence[Chunk], hearing: Hearing) -> Heard:
        """Recognise a lecture's chunks, one after the other.

        Raises:
            SettingsError: The model cannot be loaded, or does not know the language.
        """
        language = hearing.language or self.language(samples, chunks)
        segments = []
        for count, chunk in enumerate(chunks, start=1):
            sound = sound_of(samples, chunk)
            segments.append(self.recognise(sound, language, hearing.glossary))
            release(samples)
            hearing.done(count)
        return Heard(language, "recognised", segments)

    def language(self, samples: Samples, chunks: Sequence[Chunk]) -> str:
        """Detect the language from up to five chunks, spread over the lecture.

        The chunks' probabilities are multiplied: an accent fools the model in some of them, but
        then the right language is a close second there.
        """
        model = _load(self.model)
        if model.supported_languages == ["en"]:
            return "en"
        listened = min(_LISTENED_CHUNKS, len(chunks))
        heard: list[dict[str, float]] = []
        for part in range(listened):
            chunk = chunks[(2 * part + 1) * len(chunks) // (2 * listened)]
            _, _, probabilities = model.detect_language(sound_of(samples, chunk))
            heard.append(dict(probabilities))
        codes = sorted({code for each in heard for code in each})

        def evidence(code: str) -> float:
            return sum(math.log(max(each.get(code, 0.0), _LEAST_PROBABILITY)) for each in heard)

        return max(codes, key=evidence, default="en")

    def recognise(
        self, sound: npt.NDArray[np.float32], language: str, glossary: Sequence[str] = ()
    ) -> list[TranscriptSegment]:
        """Recognise one chunk of 16 kHz mono sound in [-1, 1]; times are on the chunk's clock.

        Raises:
            SettingsError: The model cannot be loaded, or does not know the language.
        """
        model = _load(self.model)
        if language not in model.supported_languages:
            raise SettingsError(
                f"The speech model {self.model} does not know the language {language}; set "
                "LECTURE_TRANSCRIPT__LANGUAGE to a code such as en or de, or unset it."
            )
        segments, _ = model.transcribe(
            sound,
            language=language,
            beam_size=1,
            word_timestamps=True,
            condition_on_previous_text=False,
            hotwords=", ".join(glossary) or None,
        )
        return [
            TranscriptSegment(
                start_ms=round(segment.start * 1000),
                end_ms=max(round(segment.start * 1000), round(segment.end * 1000)),
                text=segment.text.strip(),
                words=[
                    Word(
                        start_ms=round(word.start * 1000),
                        end_ms=max(round(word.start * 1000), round(word.end * 1000)),
                        text=word.word.strip(),
                        probability=round(word.probability, 3),
                    )
                    for word in segment.words or []
                    if word.word.strip()
                ],
            )
            for segment in segments
        ]

    def align(self, sound: npt.NDArray[np.float32], text: str, language: str) -> list[Timed]:
        """Find where the words of a text are said, see ``align``.

        Raises:
            SettingsError: The model cannot be loaded.
        """
        return aligned(_load(self.model), sound, text, language)


@cache
def _load(model: str) -> "WhisperModel":
    """Load a model once per process."""
    from faster_whisper import WhisperModel

    started = time.monotonic()
    packaged = model == PACKAGED_MODEL
    try:
        loaded = WhisperModel(
            "base" if packaged else model,
            device="cpu",
            compute_type="int8",
            files=packaged_weights() if packaged else None,
        )
    except (OSError, RuntimeError, ValueError) as error:
        raise SettingsError(
            f"The speech model {model} cannot be loaded; set LECTURE_TRANSCRIPT__MODEL to a "
            "faster-whisper model's folder, or unset it for the packaged one."
        ) from error
    _LOG.info("Loaded the speech model %s in %.1f s.", model, time.monotonic() - started)
    return loaded
