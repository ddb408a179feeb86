"""Tests of OpenAI's models that tell no times of words, on really spoken sentences."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from lecture_assets.hosted.account import Account
from lecture_assets.media.audio import Samples
from lecture_assets.operations import OpenAIOptions
from lecture_assets.options import SilenceOptions, TranscriptOptions
from lecture_assets.progress import ignore
from lecture_assets.silence.map import map_silence
from lecture_assets.silence.models import SilenceMap
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.providers.hosted import HostedTranscriber
from lecture_assets.transcript.providers.openai import OpenAISpeech
from lecture_assets.transcript.transcribe import transcribe
from lecture_assets_tests.servers.hosted import HostedProvider, Json, hosted_provider
from lecture_assets_tests.tiny import SENTENCES

_TEXT = " ".join(SENTENCES)


@pytest.fixture
def provider() -> Iterator[HostedProvider]:
    with hosted_provider(lambda _: _answer([])) as running:
        yield running


@pytest.fixture(scope="module")
def silence_map(talk: Samples) -> SilenceMap:
    return map_silence(talk, SilenceOptions(), ignore)


def _answer(languages: list[str]) -> Json:
    tokens = {"type": "tokens", "input_tokens": 220, "output_tokens": 70, "total_tokens": 290}
    return {"text": _TEXT, "languages": [{"code": code} for code in languages], "usage": tokens}


def _transcribed(
    provider: HostedProvider, talk: Samples, silence_map: SilenceMap, account: Account
) -> Transcript:
    service = OpenAISpeech(OpenAIOptions(base_url=provider.openai_url))
    options = TranscriptOptions(glossary=("Glacier",))
    transcriber = HostedTranscriber(service, options)
    return transcribe(talk, silence_map, transcriber, options, ignore, account)


def test_the_local_model_aligns_the_words_with_the_sound(
    provider: HostedProvider,
    talk: Samples,
    silence_map: SilenceMap,
    account: Callable[..., Account],
) -> None:
    opened = account()
    made = _transcribed(provider, talk, silence_map, opened)
    assert (made.provider, made.model, made.word_times) == ("openai", "gpt-transcribe", "aligned")
    words = made.words()
    assert " ".join(word.text for word in words) == _TEXT
    starts = [each.end_ms for each in silence_map.silences if each.duration_ms > 900]
    firsts = np.cumsum([len(sentence.split()) for sentence in SENTENCES])[:-1]
    for number, at_ms in zip(firsts, starts[: len(SENTENCES) - 1], strict=True):
        assert abs(words[number].start_ms - at_ms) < 300
    # No language was told, so the local model tells it.
    assert (made.language, made.warnings) == ("en", [])
    assert opened.budget.used.input_tokens == 220


def test_the_language_that_is_told_is_taken(
    provider: HostedProvider,
    talk: Samples,
    silence_map: SilenceMap,
    account: Callable[..., Account],
    tmp_path: Path,
) -> None:
    provider.answer = lambda _: _answer(["cy", "en"])
    assert _transcribed(provider, talk, silence_map, account()).language == "cy"
    (asked,) = provider.asked
    assert asked.fields["keywords"] == ["Glacier"]
    assert len(list(tmp_path.rglob("work/paid-transcript/*.json"))) == 1
