"""Tests of reading the settings."""

import os
from pathlib import Path

import pytest

from lecture_assets.errors import SettingsError
from lecture_assets.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No lecture.toml and no LECTURE_ variable but those of the test."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("LECTURE_")]:
        monkeypatch.delenv(name)


def _toml(text: str) -> None:
    Path("lecture.toml").write_text(text)


def test_nothing_set_gives_the_defaults() -> None:
    assert load_settings() == Settings.model_construct()
    assert load_settings().store == "lecture-store"


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _toml("store = 'from-file'\n[highlights]\nmax_highlights = 7\nmax_pause_ms = 900\n")
    monkeypatch.setenv("LECTURE_HIGHLIGHTS__MAX_HIGHLIGHTS", "3")
    read = load_settings()
    assert (read.store, read.highlights.max_highlights) == ("from-file", 3)
    assert (read.highlights.max_pause_ms, read.highlights.pause_left_ms) == (900, 500)


def test_what_the_caller_gives_wins_over_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LECTURE_STORE", "from-environment")
    monkeypatch.setenv("LECTURE_SILENCE__STEP_MS", "20")
    read = load_settings(store="given")
    assert (read.store, read.silence.step_ms) == ("given", 20)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LECTURE_TRANSCRIBER", "telepathy"),
        ("LECTURE_SILENCE__STEP_MS", "often"),
        ("LECTURE_SILENCE__STEP_MS", "0"),
        ("LECTURE_SILENCE__MIN_SILENCE_MS", "-1"),
        ("LECTURE_TRANSCRIPT__MAX_CHUNK_MS", "0"),
        ("LECTURE_HIGHLIGHTS__MAX_HIGHLIHGTS", "3"),
        ("LECTURE_OPENAI__BASE_URL", "localhost:11434/v1"),
        ("LECTURE_OPENAI__BASE_URL", "http://[localhost/v1"),
        ("LECTURE_OPENAI__BASE_URL", "http://localhost:99999/v1"),
        ("LECTURE_GEMINI__BASE_URL", "https:///v1"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_in_one_sentence(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(
        SettingsError, match=rf"^The setting {name} cannot be used: .*lecture.toml\.$"
    ):
        load_settings()


def test_a_setting_that_nobody_knows_is_named() -> None:
    _toml("stoer = 'here'\n")
    with pytest.raises(SettingsError, match=r"The setting LECTURE_STOER cannot be used"):
        load_settings()


def test_a_file_that_is_no_toml_is_a_settings_error() -> None:
    _toml("store = \n")
    with pytest.raises(SettingsError, match=r"^The settings cannot be read: .*line 1"):
        load_settings()


def test_a_variable_that_holds_no_table_is_a_settings_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LECTURE_LIMITS", "{")
    with pytest.raises(SettingsError, match=r"limits"):
        load_settings()


def test_a_list_that_is_not_written_as_one_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LECTURE_TRANSCRIPT__GLOSSARY", "Ada, Laplace")
    with pytest.raises(SettingsError, match=r'"transcript".*; write a list or a table as JSON'):
        load_settings()


def test_a_table_may_be_given_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LECTURE_LIMITS", '{"max_streams": 4}')
    assert load_settings().limits.max_streams == 4
