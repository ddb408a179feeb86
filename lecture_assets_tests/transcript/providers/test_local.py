"""Tests of recognising speech on this machine."""

import logging
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import Segment
from faster_whisper.transcribe import Word as Part

from lecture_assets.errors import SettingsError
from lecture_assets.media.audio import PER_MS, RATE, Samples
from lecture_assets.options import TranscriptOptions
from lecture_assets.timeline import span
from lecture_assets.transcript.chunks import Chunk
from lecture_assets.transcript.models import TranscriptSegment, Word
from lecture_assets.transcript.providers import local
from lecture_assets.transcript.providers.local import LocalTranscriber
from lecture_assets.transcript.transcriber import Hearing
from lecture_assets.transcript.whisper_segments import in_our_terms
from lecture_assets_tests.sounds import applause, at_level, fan, mixed, music, noise, rms_dbfs

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


def _float(sound: Samples) -> npt.NDArray[np.float32]:
    return sound.astype(np.float32) / np.float32(32768)


def _heard(sound: Samples) -> list[str]:
    local = LocalTranscriber(TranscriptOptions())
    return [segment.text for segment in local.recognise(_float(sound), "en")]


_TWELVE_SECONDS = {
    "digital silence": np.zeros(12 * RATE, np.int16),
    "white noise": at_level(noise(12, slope=0), -30),
    "a fan": at_level(fan(12), -35),
    "applause": at_level(applause(12), -20),
    "music": at_level(music(12), -20),
}


@pytest.mark.parametrize("name", _TWELVE_SECONDS)
def test_no_words_are_made_up_from_what_is_no_speech(name: str) -> None:
    assert _heard(_TWELVE_SECONDS[name]) == []


def test_speech_under_noise_is_still_heard(talk: Samples) -> None:
    first = talk[: 12 * RATE]
    noisy = mixed(first, at_level(noise(12, slope=1)[: len(first)], rms_dbfs(first) - 10))
    assert len(" ".join(_heard(noisy)).split()) > 15


def test_the_murmur_of_many_makes_no_words_and_is_told_with_its_place(talk: Samples) -> None:
    voices = [np.roll(talk[::-1], 9_000 * number)[: 12 * RATE].astype(int) for number in range(5)]
    murmur = at_level(np.sum(voices, axis=0).astype(float), -25)
    both = np.concatenate([talk[: 5 * RATE], murmur])
    chunks = [Chunk(pieces=[span(0, 5_000)]), Chunk(pieces=[span(5_000, 17_000)])]
    hearing = Hearing(language="en", glossary=(), done=lambda _count: None, account=None)
    heard = LocalTranscriber(TranscriptOptions()).hear(both, chunks, hearing)
    assert heard.segments[0]
    assert heard.segments[1] == []
    assert heard.warnings == ["What sounds like speech at 0:05 could not be made out."]


def test_the_run_s_log_says_where_the_model_came_from_and_how_long_it_took(
    talk: Samples, caplog: pytest.LogCaptureFixture
) -> None:
    chunk = Chunk(pieces=[span(0, 3_000)])
    hearing = Hearing(language="en", glossary=(), done=lambda _count: None, account=None)
    with caplog.at_level(logging.INFO, logger="lecture_assets"):
        LocalTranscriber(TranscriptOptions()).hear(talk, [chunk], hearing)
    expected = r"The speech model is whisper-base from installed packages .*; loading it took \d"
    assert any(re.match(expected, line) for line in caplog.messages)


def test_a_language_that_is_hard_to_tell_is_asked_about(
    listener: _Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert local._warnings(0.9, 0.9, "en", []) == []
    [doubt] = local._warnings(0.4, 0.1, "nl", [])
    assert doubt.startswith("The language is hard to tell and was taken for nl; set LECTURE_")
    samples, chunks = _second_by_second(1)
    code, certainty = LocalTranscriber(TranscriptOptions())._tell_language(samples, chunks)
    assert code == "nl"
    assert certainty == pytest.approx(0.57, abs=0.01)


@pytest.mark.parametrize(("probability", "doubts"), [(0.9, 0), (0.45, 1), (None, 1)])
def test_a_certain_language_whose_words_are_unsure_is_asked_about(
    probability: float | None, doubts: int, listener: _Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = (
        [Word(start_ms=0, end_ms=1, text="Wort", probability=probability)] if probability else []
    )
    said = [TranscriptSegment(start_ms=0, end_ms=1, text="Wort", words=words)]
    monkeypatch.setattr(LocalTranscriber, "_hear", lambda *_heard: (said, True))
    monkeypatch.setattr(LocalTranscriber, "_tell_language", lambda *_heard: ("th", 0.8))
    samples, chunks = _second_by_second(2)
    told, fixed = (
        LocalTranscriber(TranscriptOptions()).hear(
            samples, chunks, Hearing(code, (), lambda _count: None, None)
        )
        for code in (None, "th")
    )
    assert len(told.warnings) == doubts
    assert all("taken for th; set LECTURE_TRANSCRIPT__LANGUAGE" in each for each in told.warnings)
    assert fixed.warnings == []


def test_a_transcript_is_the_same_every_time(talk: Samples) -> None:
    murmured = mixed(talk[: 6 * RATE], np.roll(talk, 50_000)[::-1][: 6 * RATE])
    assert _heard(murmured) == _heard(murmured)


def test_what_the_model_parts_at_marks_is_one_word() -> None:
    model = local._load(LocalTranscriber(TranscriptOptions()).model)
    tokens = Tokenizer(model.hf_tokenizer, multilingual=True, task="transcribe", language="en")
    text = "Of 10,000 e-mails, 3.5 % or 1/2 came at 10:30, and x=3."
    parts, _ = tokens.split_to_word_tokens(tokens.encode(" " + text))
    assert "10,000" not in [part.strip() for part in parts]
    heard = [Part(at, at + 0.5, part, 0.9 - at / 100) for at, part in enumerate(parts)]
    said = in_our_terms(
        Segment(0, 0, 0.0, len(parts), text, [], 0.0, 1.0, 0.0, words=heard, temperature=0.0)
    )
    assert [word.text for word in said.words] == [each for each in text.split() if each != "%"]
    thousand = said.words[1]
    assert (thousand.start_ms, thousand.end_ms) == (1_000, 2_500)
    assert thousand.probability == 0.88


class _Skipping:
    """Hears a word in each second, but only in the first few of what it is given."""

    def __init__(self, most: int) -> None:
        self.supported_languages = ["en"]
        self.most = most
        self.asked: list[tuple[int, str | None]] = []

    def transcribe(
        self, sound: npt.NDArray[np.float32], *, hotwords: str | None, **_: object
    ) -> tuple[list[Segment], None]:
        seconds = len(sound) // RATE
        self.asked.append((seconds, hotwords))
        return [_segment(float(at)) for at in range(min(self.most, seconds))], None


def _segment(at_s: float) -> Segment:
    word = Part(start=at_s, end=at_s + 1, word=" word", probability=0.9)
    return Segment(
        id=1,
        seek=0,
        start=at_s,
        end=at_s + 1,
        text=" word",
        tokens=[],
        avg_logprob=-0.1,
        compression_ratio=1.0,
        no_speech_prob=0.01,
        words=[word],
        temperature=0.0,
    )


def test_what_the_model_passes_over_is_heard_by_itself_without_the_glossary(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = _Skipping(2)
    monkeypatch.setattr(local, "_load", lambda _model: model)
    sound = np.zeros(9 * RATE, np.float32)
    said = LocalTranscriber(TranscriptOptions()).recognise(sound, "en", ("Laplace",))
    words = [(word.start_ms, word.end_ms) for each in said for word in each.words]
    assert words == [(at * 1_000, (at + 1) * 1_000) for at in range(8)]
    assert model.asked == [(9, "Laplace"), (7, None), (5, None), (3, None)]


def test_a_glossary_with_which_a_chunk_cannot_be_made_out_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def listen(_self: object, _sound: object, _language: str, glossary: tuple[str, ...]) -> object:
        asked.append(glossary)
        return local._Listened([], [], made_out=not glossary)

    monkeypatch.setattr(LocalTranscriber, "_listen", listen)
    _, made_out = LocalTranscriber(TranscriptOptions())._hear(_SECOND, "en", ("x x x x",))
    assert made_out
    assert asked == [("x x x x",), ()]


def test_a_chunk_of_which_nothing_is_heard_is_not_heard_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = _Skipping(0)
    monkeypatch.setattr(local, "_load", lambda _model: model)
    sound = np.zeros(9 * RATE, np.float32)
    assert LocalTranscriber(TranscriptOptions()).recognise(sound, "en") == []
    assert len(model.asked) == 1
