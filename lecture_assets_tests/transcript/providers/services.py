"""Hosted recognisers on loopback, and a lecture whose three chunks can be told apart."""

import base64
import io
import json
from collections.abc import Callable
from dataclasses import dataclass

import av
import numpy as np

from lecture_assets.media.audio import RATE, Samples
from lecture_assets.operations import GeminiOptions, OpenAIOptions
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import Span, span
from lecture_assets.transcript.providers.gemini import GeminiSpeech
from lecture_assets.transcript.providers.openai import OpenAISpeech
from lecture_assets.transcript.speech_service import SpeechService
from lecture_assets_tests.servers.hosted import (
    Asked,
    Fault,
    HostedProvider,
    Json,
    gemini_answer,
    gemini_refusal,
)

KEYS = {"OPENAI_API_KEY": "sk-proj-s3cret-0penai", "GEMINI_API_KEY": "AIza-s3cret-gem1ni"}
SPEECH = [span(2_000, 4_000), span(10_000, 12_500), span(20_000, 22_000)]
CHUNK_MS = 3_200
_LENGTH_MS = 24_000

Timed = tuple[str, float, float]
"""A word with its start and end in seconds."""


def lecture() -> tuple[Samples, SilenceMap]:
    """Return sound as loud as the number of its chunk, from 1, and where it is."""
    samples = np.zeros(_LENGTH_MS * RATE // 1000, np.int16)
    for number, each in enumerate(SPEECH, start=1):
        samples[each.start_ms * RATE // 1000 : each.end_ms * RATE // 1000] = number
    silences = [span(0, 2_000), span(4_000, 10_000), span(12_500, 20_000), span(22_000, 24_000)]
    return samples, _map(silences)


def _map(silences: list[Span]) -> SilenceMap:
    return SilenceMap(
        duration_ms=_LENGTH_MS,
        threshold_dbfs=-40.0,
        noise_floor_dbfs=-60.0,
        min_silence_ms=400,
        silences=silences,
        speech=SPEECH,
    )


def chunk_of(asked: Asked) -> int:
    """Return the number of the chunk that was sent, from its sound."""
    sound = asked.sound
    if not sound:
        data = asked.fields["contents"][0]["parts"][0]["inlineData"]["data"]
        sound = base64.urlsafe_b64decode(data)
    with av.open(io.BytesIO(sound), "r") as container:
        return int(max(frame.to_ndarray().max() for frame in container.decode(audio=0)))


def openai_words(words: list[Timed], text: str | None = None, language: str = "english") -> Json:
    """Return what Whisper answers: words without punctuation beside a text with it."""
    return {
        "task": "transcribe",
        "language": language,
        "duration": 2.4,
        "text": " ".join(word for word, _, _ in words) if text is None else text,
        "words": [
            {"word": word.strip(".,"), "start": start, "end": end} for word, start, end in words
        ],
        "usage": {"type": "duration", "seconds": 3},
    }


def gemini_words(words: list[Timed], text: str | None = None, language: str = "en-US") -> Json:
    """Return what Gemini's model for transcripts answers."""
    heard = {
        "text": " ".join(word for word, _, _ in words) if text is None else text,
        "languageCode": language,
        "words": [
            {"word": word, "startOffset": f"{start:.3f}s", "endOffset": f"{end:.3f}s"}
            for word, start, end in words
        ],
    }
    return gemini_answer([{"audioTranscription": heard}], tokens=(80, 40))


@dataclass(frozen=True)
class Kind:
    """One of the two providers, as the tests need it.

    Attributes:
        name: Its name for people.
        service: Makes the recogniser that asks the provider on loopback.
        words: Makes an answer of timed words.
        refusal: What it says when it declines.
        cost_usd: What one chunk costs.
    """

    name: str
    service: Callable[[HostedProvider], SpeechService]
    words: Callable[..., Json]
    refusal: Fault
    cost_usd: float


def _openai(provider: HostedProvider) -> SpeechService:
    url = provider.openai_url
    return OpenAISpeech(OpenAIOptions(base_url=url, transcription_model="whisper-1"))


def _gemini(provider: HostedProvider) -> SpeechService:
    return GeminiSpeech(GeminiOptions(base_url=provider.url))


def _body(answer: Json) -> bytes:
    return json.dumps(answer).encode()


OPENAI = Kind(
    "OpenAI",
    _openai,
    openai_words,
    Fault(400, code="content_policy_violation"),
    cost_usd=3 / 60 * 0.006,
)
GEMINI = Kind(
    "Gemini",
    _gemini,
    gemini_words,
    Fault(body=_body(gemini_refusal())),
    cost_usd=(80 * 2 + 40 * 12) / 1e6,
)
