"""Tests of hosted recognisers that cannot be asked at all."""

import sys

import pytest

from lecture_assets.errors import MissingToolError, SettingsError
from lecture_assets.operations import GeminiOptions, HostedOptions, OpenAIOptions
from lecture_assets.transcript.providers.gemini import GeminiSpeech
from lecture_assets.transcript.providers.openai import OpenAISpeech
from lecture_assets.transcript.speech_service import SpeechService
from lecture_assets_tests.transcript.providers.services import KEYS


@pytest.mark.parametrize("service", [OpenAISpeech(OpenAIOptions()), GeminiSpeech(GeminiOptions())])
def test_without_a_key_nothing_is_asked(
    service: SpeechService, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SettingsError, match=r"_API_KEY is not set"), service.open(HostedOptions()):
        pass


@pytest.mark.parametrize(
    ("service", "package"),
    [(OpenAISpeech(OpenAIOptions()), "openai"), (GeminiSpeech(GeminiOptions()), "gemini")],
)
def test_a_package_that_is_missing_is_told_with_its_extra(
    service: SpeechService, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    monkeypatch.setitem(sys.modules, "google.genai", None)
    monkeypatch.delattr("google.genai", raising=False)
    expected = rf"is not installed; install it with pip install --editable '\.\[{package}\]'\.$"
    with pytest.raises(MissingToolError, match=expected), service.open(HostedOptions()):
        pass
