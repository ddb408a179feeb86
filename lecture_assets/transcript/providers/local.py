"""Recognises speech on this machine with faster-whisper."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lecture_assets.errors import SettingsError
from lecture_assets.media.audio import PER_MS, Samples, release
from lecture_assets.options import TranscriptOptions
from lecture_assets.timeline import Span, clock, gaps, span
from lecture_assets.transcript.align import aligned
from lecture_assets.transcript.chunks import Chunk, sound_of
from lecture_assets.transcript.models import TranscriptSegment
from lecture_assets.transcript.speech_model import load_speech_model
from lecture_assets.transcript.spoken_language import CERTAIN, likeliest
from lecture_assets.transcript.transcriber import Heard, Hearing
from lecture_assets.transcript.weights import PACKAGED_MODEL
from lecture_assets.transcript.whisper_segments import (
    in_our_terms,
    is_made_up,
    is_no_speech,
    later,
    loops,
    to_ms,
)
from lecture_assets.transcript.word_times import Timed

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment

_BEAM_SIZE = 3
_TRIES: tuple[dict[str, int], ...] = ({}, {"no_repeat_ngram_size": 4})
_MOST_TOKENS = 200
_LISTENED_CHUNKS = 5
_LEFT_OUT_MS = 3_000
_UNSURE = 0.6
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Listened:
    """What came of listening to a stretch of sound once.

    Attributes:
        said: What was said.
        spans: What the model looked at, speech or not.
        made_out: Whether all that it took for speech could be made out.
    """

    said: list[TranscriptSegment]
    spans: list[Span]
    made_out: bool


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
        loaded = load_speech_model(self.model)
        _LOG.info("The speech model is %s; loading it took %.1f s.", loaded, loaded.seconds)
        language, certainty = hearing.language or "", 1.0
        if not language:
            language, certainty = self._tell_language(samples, chunks)
        segments, unheard = [], []
        for count, chunk in enumerate(chunks, start=1):
            said, made_out = self._hear(sound_of(samples, chunk), language, hearing.glossary)
            segments.append(said)
            if not made_out:
                unheard.append(chunk)
            release(samples)
            hearing.done(count)
        sureness = 1.0 if hearing.language else _sureness(segments, chunks)
        warnings = _warnings(certainty, sureness, language, unheard)
        return Heard(language, "recognised", segments, warnings)

    def language(self, samples: Samples, chunks: Sequence[Chunk]) -> str:
        """Detect the language, as an ISO 639-1 code."""
        return self._tell_language(samples, chunks)[0]

    def _tell_language(self, samples: Samples, chunks: Sequence[Chunk]) -> tuple[str, float]:
        """Listen to up to five chunks, spread over the lecture; return how certain it is, too."""
        model = _load(self.model)
        if model.supported_languages == ["en"]:
            return "en", 1.0
        listened = min(_LISTENED_CHUNKS, len(chunks))
        heard: list[dict[str, float]] = []
        for part in range(listened):
            chunk = chunks[(2 * part + 1) * len(chunks) // (2 * listened)]
            _, _, probabilities = model.detect_language(sound_of(samples, chunk))
            heard.append(dict(probabilities))
        return likeliest(heard)

    def recognise(
        self, sound: npt.NDArray[np.float32], language: str, glossary: Sequence[str] = ()
    ) -> list[TranscriptSegment]:
        """Recognise one chunk of 16 kHz mono sound in [-1, 1]; times are on the chunk's clock.

        Raises:
            SettingsError: The model cannot be loaded, or does not know the language.
        """
        return self._hear(sound, language, glossary)[0]

    def _hear(
        self, sound: npt.NDArray[np.float32], language: str, glossary: Sequence[str]
    ) -> tuple[list[TranscriptSegment], bool]:
        """Recognise a chunk, and tell whether all that was heard in it could be made out.

        A chunk is all speech, yet the model passes over some of it at times, with a glossary more
        often. Where anything was said, what it left out is heard by itself, without the glossary.
        A glossary that repeats itself makes the model do so: then all is heard without it.
        """
        heard = self._listen(sound, language, glossary)
        if glossary and not heard.made_out:
            heard = self._listen(sound, language, ())
        said, made_out = heard.said, heard.made_out
        whole = span(0, len(sound) // PER_MS)
        for left_out in gaps(heard.spans, whole) if said else []:
            if _LEFT_OUT_MS <= left_out.duration_ms < whole.duration_ms:
                piece = sound[left_out.start_ms * PER_MS : left_out.end_ms * PER_MS]
                more, clear = self._hear(piece, language, ())
                said = [*said, *(later(each, left_out.start_ms) for each in more)]
                made_out = made_out and clear
        return sorted(said, key=lambda each: each.start_ms), made_out

    def _listen(
        self, sound: npt.NDArray[np.float32], language: str, glossary: Sequence[str]
    ) -> "_Listened":
        model = _load(self.model)
        if language not in model.supported_languages:
            raise SettingsError(
                f"The speech model {self.model} does not know the language {language}; set "
                "LECTURE_TRANSCRIPT__LANGUAGE to a code such as en or de, or unset it."
            )
        heard: list[Segment] = []
        again: dict[str, int] = {}
        for again in _TRIES:
            found, _ = model.transcribe(
                sound,
                language=language,
                beam_size=_BEAM_SIZE,
                # Higher ones guess by chance: another transcript each time, words from noise.
                temperature=[0.0],
                word_timestamps=True,
                condition_on_previous_text=False,
                max_new_tokens=_MOST_TOKENS,
                hotwords=", ".join(glossary) or None,
                **again,
            )
            heard = list(found)
            if not any(loops(each) for each in heard):
                break
        spoken = [each for each in heard if not is_no_speech(each)]
        believed = [each for each in spoken if not is_made_up(each, looped=bool(again))]
        said = [
            in_our_terms(each) for each in believed if any(char.isalnum() for char in each.text)
        ]
        spans = [span(to_ms(each.start), max(to_ms(each.start), to_ms(each.end))) for each in heard]
        return _Listened(said, spans, made_out=len(believed) == len(spoken))

    def align(self, sound: npt.NDArray[np.float32], text: str, language: str) -> list[Timed]:
        """Find where the words of a text are said, see ``align``.

        Raises:
            SettingsError: The model cannot be loaded.
        """
        return aligned(_load(self.model), sound, text, language)


def _load(name: str) -> "WhisperModel":
    return load_speech_model(name).whisper


def _sureness(segments: Sequence[Sequence[TranscriptSegment]], chunks: Sequence[Chunk]) -> float:
    """Mean probability of the words, each chunk counting as it is long; nothing said counts as 0.

    In the right language it was 0.88 and more, 0.69 for a robot and 0.61 for the worst recording;
    of robots in a language that they do not speak at most 0.51.
    """
    sure_ms = 0.0
    for said, chunk in zip(segments, chunks, strict=True):
        sure = [word.probability or 0.0 for segment in said for word in segment.words]
        sure_ms += chunk.duration_ms * sum(sure) / max(1, len(sure))
    return sure_ms / max(1, sum(chunk.duration_ms for chunk in chunks))


def _warnings(
    certainty: float, sureness: float, language: str, unheard: Sequence[Chunk]
) -> list[str]:
    warnings = []
    doubt = "The language is hard to tell and" if certainty < CERTAIN else None
    if not doubt and sureness < _UNSURE:
        doubt = "The words could hardly be made out, and the language"
    if doubt:
        warnings.append(
            f"{doubt} was taken for {language}; set LECTURE_TRANSCRIPT__LANGUAGE, or the language "
            "in its sidecar, if it is another."
        )
    if unheard:
        at = clock(unheard[0].pieces[0].start_ms)
        others = len(unheard) - 1
        more = f" and in {others} other place{'s' if others > 1 else ''}" if others else ""
        warnings.append(f"What sounds like speech at {at}{more} could not be made out.")
    return warnings
