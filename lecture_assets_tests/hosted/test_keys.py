"""Tests of API keys."""

import pytest

from lecture_assets.errors import SettingsError
from lecture_assets.hosted.keys import api_key, quotes_key


@pytest.mark.parametrize(
    ("provider", "name"), [("openai", "OPENAI_API_KEY"), ("gemini", "GEMINI_API_KEY")]
)
def test_a_key_comes_from_the_variable_that_everyone_knows(
    provider: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "  k-1234567\n")
    assert api_key(provider) == "k-1234567"
    monkeypatch.setenv(name, " ")
    with pytest.raises(SettingsError, match=rf"^The variable {name} is not set; put the API key"):
        api_key(provider)
    assert api_key(provider, own_server=True) == "not-needed"


@pytest.mark.parametrize("key", ["sk-12345\nX-Header: 1", "sk-12 345", "sk-schlüssel", "sk-\x00"])
def test_a_key_that_cannot_be_one_is_not_told(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.environ", {"OPENAI_API_KEY": key})
    with pytest.raises(SettingsError, match=r"holds characters that no API key has") as caught:
        api_key("openai")
    assert "sk-" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("You sent sk-proj-s3cret.", True),
        ("invalid_api_key_proj-s3cret", True),
        ("proj-s3", False),
        ("invalid_api_key", False),
        ("", False),
    ],
)
def test_a_text_that_holds_a_part_of_a_key_is_told(
    text: str, quotes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-proj-s3cret")
    monkeypatch.setenv("GEMINI_API_KEY", "")
    assert quotes_key(text) is quotes
