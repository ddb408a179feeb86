"""Tests of saying how hosted providers are set up."""

from importlib.metadata import PackageNotFoundError

import pytest

from lecture_assets.errors import MissingToolError, SettingsError
from lecture_assets.hosted import setup
from lecture_assets.hosted.setup import setup_of
from lecture_assets.operations import GeminiOptions, HostedOptions, OpenAIOptions
from lecture_assets.settings import Settings

_KEY = "sk-s3cret-key"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", _KEY)
    monkeypatch.delenv("GEMINI_API_KEY", raising=False)


def test_a_provider_that_is_not_used_needs_nothing() -> None:
    assert setup_of("openai", Settings()).startswith("set (hidden), and not needed: neither")
    assert setup_of("gemini", Settings()).startswith("not set, and not needed: neither")


def test_one_that_is_used_is_told_with_its_models_and_its_cap() -> None:
    used = Settings(transcriber="openai", analyzer="openai", hosted=HostedOptions(max_cost_usd=2))
    said = setup_of("openai", used)
    assert said == (
        "set (hidden), for gpt-transcribe and gpt-6.1-terra; at most 2.00 USD for each lecture and "
        "stage"
    )


def test_a_missing_key_a_missing_price_and_a_missing_package_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(SettingsError, match="GEMINI_API_KEY is not set"):
        setup_of("gemini", Settings(analyzer="gemini"))
    odd = Settings(analyzer="openai", openai=OpenAIOptions(analysis_model="odd"))
    with pytest.raises(SettingsError, match="price of the model odd is not known"):
        setup_of("openai", odd)

    monkeypatch.setenv("GEMINI_API_KEY", "sk-of-the-test")
    proxy = GeminiOptions(base_url="https://proxy.example", transcription_model="odd")
    with pytest.raises(SettingsError, match="price of the model odd is not known"):
        setup_of("gemini", Settings(transcriber="gemini", gemini=proxy))

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(setup, "version", missing)
    with pytest.raises(MissingToolError, match=r"pip install --editable '\.\[openai\]'"):
        setup_of("openai", Settings(analyzer="openai"))
