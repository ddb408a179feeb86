"""Tests of recognising speech on this machine."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from lecture_assets.errors import SettingsError
from lecture_assets.media.audio import PER_MS, RATE, Samples
from lecture_assets.options import TranscriptOptions
from lecture_assets.timeline import span
from lecture_assets.transcript.chunks import Chunk
from lecture_assets.transcript.providers import local
from lecture_assets.transcript.providers.local import LocalTranscriber

_SECOND = np.zeros(RATE, np.float32)


class _Listener:
    """Hears in each chunk the language that its loudness stands for, and remembers them."""

    def __init__(self, languages: list[str]) -> None:
        self.supported_languages = languages
        self.heard: list[int] = []

    def detect_language(
        self, sound: npt.NDArray[np.float32]
    ) -> tuple[str, float, list[tuple[str, float]]]:
        self.heard.append(round(float(sound.max()) * 32768))
        dutch = (0.56, 0.59, 0.05)[self.heard[-1] % 3]
        found = sorted([("nl", dutch), ("en", 0.98 - dutch)], key=lambda each: -each[1])
        return found[0][0], found[0][1], found


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> _Listener:
    listener = _Listener(["de", "en"])
    monkeypatch.setattr(local, "_load", lambda _model: listener)
    return listener


def _second_by_second(count: int) -> tuple[Samples, list[Chunk]]:
    """A lecture whose chunks are as loud as their number."""
    samples = np.repeat(np.arange(count, dtype=np.int16), PER_MS)
    return samples, [Chunk(pieces=[span(at, at + 1)]) for at in range(count)]


def test_the_model_is_the_packaged_one_unless_another_is_named() -> None:
    assert LocalTranscriber(TranscriptOptions()).model == "whisper-base"
    assert LocalTranscriber(TranscriptOptions(model="/models/small")).model == "/models/small"


def test_an_accent_that_wins_narrowly_in_most_chunks_is_not_the_language(
    listener: _Listener,
) -> None:
    samples, chunks = _second_by_second(3)
    transcriber = LocalTranscriber(TranscriptOptions())
    assert transcriber.language(samples, chunks) == "en"
    assert transcriber.language(samples, chunks[:2]) == "nl"
    assert transcriber.language(samples, []) == "en"


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 100])
def test_chunks_spread_over_the_lecture_are_listened_to(count: int, listener: _Listener) -> None:
    LocalTranscriber(TranscriptOptions()).language(*_second_by_second(count))
    assert len(set(listener.heard)) == min(count, 5)
    assert listener.heard[0] <= 0.3 * (count - 1)
    assert listener.heard[-1] >= 0.7 * (count - 1)


def test_an_english_model_hears_english_without_listening(listener: _Listener) -> None:
    listener.supported_languages = ["en"]
    assert LocalTranscriber(TranscriptOptions()).language(*_second_by_second(2)) == "en"
    assert listener.heard == []


@pytest.mark.parametrize("name", ["no-such-model", "missing folder"])
def test_a_model_that_is_not_there_is_a_settings_error(name: str, tmp_path: Path) -> None:
    named = str(tmp_path / name) if " " in name else name
    with pytest.raises(SettingsError, match=r"cannot be loaded; set LECTURE_TRANSCRIPT__MODEL"):
        LocalTranscriber(TranscriptOptions(model=named)).recognise(_SECOND, "en")


def test_a_folder_without_a_model_is_a_settings_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot be loaded"):
        LocalTranscriber(TranscriptOptions(model=str(tmp_path))).recognise(_SECOND, "en")


def test_a_language_that_the_model_does_not_know_is_a_settings_error() -> None:
    with pytest.raises(SettingsError, match=r"language english; set LECTURE_TRANSCRIPT__LANGUAGE"):
        LocalTranscriber(TranscriptOptions(language="english")).recognise(_SECOND, "english")


def test_silence_is_not_turned_into_words() -> None:
    heard = LocalTranscriber(TranscriptOptions()).recognise(_SECOND, "en")
    assert all(word.text for segment in heard for word in segment.words)
    assert sum(len(segment.words) for segment in heard) <= 3
