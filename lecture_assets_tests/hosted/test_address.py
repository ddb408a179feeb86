"""Tests of telling servers apart, by which results are told apart."""

import pytest

from lecture_assets.errors import SettingsError
from lecture_assets.hosted.address import server_of

_OLLAMA = "http://localhost:11434/v1"


@pytest.fixture(autouse=True)
def _nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.delenv("GOOGLE_GEMINI_BASE_URL", raising=False)


@pytest.mark.parametrize("provider", ["local", "openai", "gemini"])
def test_a_provider_s_own_server_has_no_name(provider: str) -> None:
    assert server_of(provider, None) is None


def test_a_provider_s_own_address_may_be_spelled_out() -> None:
    assert server_of("openai", "https://api.openai.com/v1/") is None
    assert server_of("openai", "https://us.api.openai.com/v1") is not None
    assert server_of("gemini", "https://generativelanguage.googleapis.com") is None


def test_hosts_ports_and_paths_are_told_apart() -> None:
    addresses = [
        _OLLAMA,
        "http://localhost:11435/v1",
        "http://localhost:11434/v2",
        "https://localhost:11434/v1",
        "http://elsewhere:11434/v1",
    ]
    assert len({server_of("openai", each) for each in addresses}) == len(addresses)
    found = server_of("openai", _OLLAMA)
    assert found is not None
    assert found.startswith("http://localhost:11434/#")


@pytest.mark.parametrize(
    "same", [_OLLAMA + "/", "http://LOCALHOST:11434/v1", "http://me:pa55@localhost:11434/v1?key=x"]
)
def test_what_makes_no_difference_is_left_out(same: str) -> None:
    assert server_of("openai", same) == server_of("openai", _OLLAMA)


def test_nothing_secret_is_in_the_name() -> None:
    name = server_of("gemini", "https://me:pa55@proxy.example/s3cret/v1?key=s3cret#s3cret")
    assert name is not None
    assert name.startswith("https://proxy.example/#")
    assert "s3cret" not in name
    assert "pa55" not in name


@pytest.mark.parametrize(
    ("provider", "variable"), [("openai", "OPENAI_BASE_URL"), ("gemini", "GOOGLE_GEMINI_BASE_URL")]
)
def test_the_libraries_own_variables_count_where_nothing_is_set(
    provider: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "http://proxy.example")
    assert server_of(provider, None) == "http://proxy.example"
    assert server_of(provider, "http://other.example") == "http://other.example"


@pytest.mark.parametrize("wrong", ["localhost:11434/v1", "http://[localhost", "http://a:b:c/v1"])
def test_a_variable_without_an_address_is_named_in_one_sentence(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", wrong)
    with pytest.raises(SettingsError, match=r"^The variable OPENAI_BASE_URL cannot be used: .*\.$"):
        server_of("openai", None)
    assert server_of("openai", "http://other.example") == "http://other.example"
    assert server_of("local", None) is None
