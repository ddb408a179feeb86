"""Tests of making a transcript, with the real recogniser and without any."""

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from lecture_assets.media.audio import RATE, Samples, map_wav
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.options import SilenceOptions, TranscriptOptions
from lecture_assets.progress import ignore
from lecture_assets.silence.map import map_silence
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import Span, span
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.providers.local import LocalTranscriber
from lecture_assets.transcript.transcribe import transcribe
from lecture_assets_tests.espeak import speak
from lecture_assets_tests.fakes import MetronomeTranscriber, UnusedTranscriber
from lecture_assets_tests.tiny import SENTENCES

_OPTIONS = TranscriptOptions()


def _map(duration_ms: int, speech: list[Span], silences: list[Span]) -> SilenceMap:
    return SilenceMap(
        duration_ms=duration_ms,
        threshold_dbfs=-40.0,
        noise_floor_dbfs=-60.0,
        min_silence_ms=400,
        silences=silences,
        speech=speech,
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


@pytest.fixture(scope="module")
def silence_map(talk: Samples) -> SilenceMap:
    return map_silence(talk, SilenceOptions(), ignore)


@pytest.fixture(scope="module")
def transcript(talk: Samples, silence_map: SilenceMap) -> Transcript:
    """The tiny lecture, heard by the packaged model in chunks of about two sentences."""
    options = TranscriptOptions(max_chunk_ms=10_000)
    return transcribe(talk, silence_map, LocalTranscriber(options), options, ignore)


def test_four_of_five_words_are_heard(transcript: Transcript) -> None:
    said = _words(" ".join(SENTENCES))
    heard = _words(" ".join(word.text for word in transcript.words()))
    assert len(set(said) & set(heard)) >= 0.8 * len(set(said))
    assert len(heard) == pytest.approx(len(said), rel=0.2)


def test_the_language_is_detected(transcript: Transcript) -> None:
    assert (transcript.language, transcript.provider) == ("en", "local")
    assert (transcript.model, transcript.word_times) == ("whisper-base", "recognised")


def test_words_are_in_order_and_within_the_recording(
    transcript: Transcript, silence_map: SilenceMap
) -> None:
    words = transcript.words()
    assert words[0].start_ms >= 0
    assert words[-1].end_ms <= silence_map.duration_ms
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(words))


def test_no_word_lies_in_a_silence(transcript: Transcript, silence_map: SilenceMap) -> None:
    for word in transcript.words():
        assert not any(word.overlap_ms(silence) for silence in silence_map.silences)


def test_each_sentence_starts_where_its_speech_starts(
    transcript: Transcript, silence_map: SilenceMap
) -> None:
    starts = [
        silence.end_ms
        for silence in silence_map.silences
        if silence.duration_ms >= 1_000 and silence.end_ms < silence_map.duration_ms
    ]
    words = transcript.words()
    assert len(starts) >= 4
    assert all(any(abs(word.start_ms - at_ms) < 250 for word in words) for at_ms in starts)


def test_segments_lie_around_their_words(transcript: Transcript) -> None:
    assert transcript.warnings == []
    for segment in transcript.segments:
        assert segment.start_ms == segment.words[0].start_ms
        assert segment.end_ms == segment.words[-1].end_ms
        assert _words(segment.text) == _words(" ".join(word.text for word in segment.words))
        assert all(0 <= (word.probability or 0) <= 1 for word in segment.words)


@pytest.mark.parametrize("seconds", [0, 3])
def test_a_silent_recording_has_no_words_and_needs_no_model(seconds: int) -> None:
    samples = np.zeros(seconds * RATE, np.int16)
    silent = map_silence(samples, SilenceOptions(), ignore)
    made = transcribe(samples, silent, UnusedTranscriber(), _OPTIONS, ignore)
    assert (made.language, made.segments) == ("und", [])
    assert made.warnings == ["Nothing is said in this recording."]


def test_words_of_every_chunk_are_brought_to_the_lecture_s_clock() -> None:
    speech = [span(1_000, 3_000), span(10_000, 12_000), span(20_000, 22_000)]
    silences = [span(0, 1_000), span(3_000, 10_000), span(12_000, 20_000), span(22_000, 30_000)]
    heard = MetronomeTranscriber(max_chunk_ms=5_500)
    shares: list[float] = []
    made = transcribe(
        np.zeros(30 * RATE, np.int16),
        _map(30_000, speech, silences),
        heard,
        _OPTIONS,
        shares.append,
    )
    assert heard.heard == [(5_200, "de"), (2_600, "de")]
    assert shares == [5_200 / 7_800, 1.0]
    words = made.words()
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(words))
    for word in words:
        inside = [silence for silence in silences if word.overlap_ms(silence)]
        assert not inside
    assert {word.start_ms // 10_000 for word in words} == {0, 1, 2}
    assert [segment.text for segment in made.segments] == ["tick", "tick"]


def test_the_user_s_language_is_not_detected_again() -> None:
    heard = MetronomeTranscriber()
    one_second = _map(1_000, [span(0, 1_000)], [])
    made = transcribe(
        np.zeros(RATE, np.int16), one_second, heard, TranscriptOptions(language="fr"), ignore
    )
    assert (made.language, heard.heard) == ("fr", [(1_000, "fr")])


def test_long_speech_is_cut_in_its_quietest_moment() -> None:
    samples = np.full(20 * RATE, 8_000, np.int16)
    samples[int(7.5 * RATE) : int(7.7 * RATE)] = 10
    heard = MetronomeTranscriber(max_chunk_ms=10_000)
    transcribe(samples, _map(20_000, [span(0, 20_000)], []), heard, _OPTIONS, ignore)
    assert 7_500 <= heard.heard[0][0] <= 7_700


def _spoken(text: str, voice: str, folder: Path) -> Transcript:
    """The transcript of what a robot says."""
    spoken, wav = speak(text, voice, folder / "spoken.wav"), folder / "16k.wav"
    run_ffmpeg(["-i", str(spoken), "-ar", str(RATE), str(wav)], timeout_s=60)
    samples = map_wav(wav)
    found = map_silence(samples, SilenceOptions(), ignore)
    return transcribe(samples, found, LocalTranscriber(_OPTIONS), _OPTIONS, ignore)


def test_a_lecture_in_german_is_told_from_one_in_english(tmp_path: Path) -> None:
    text = (
        "Guten Morgen und herzlich willkommen zu einer kurzen Vorlesung über das menschliche "
        "Gedächtnis. Diese Vorlesung hat drei Teile: das Vergessen, das Üben und den Schlaf."
    )
    made = _spoken(text, "de", tmp_path)
    assert made.language == "de"
    assert not any("language" in warning for warning in made.warnings)
    heard = _words(" ".join(word.text for word in made.words()))
    assert len({"willkommen", "diese", "drei", "das", "und"} & set(heard)) >= 3


def test_a_language_that_the_model_mistakes_comes_with_the_setting_that_mends_it(
    tmp_path: Path,
) -> None:
    """A robot's Portuguese is taken for Hungarian, with a probability above a half."""
    text = (
        "Bom dia e bem-vindos a esta aula sobre a memória. Hoje vamos falar sobre como as pessoas "
        "se lembram das coisas e por que as esquecem tão depressa."
    )
    made = _spoken(text, "pt", tmp_path)
    assert made.language != "pt"
    assert any("set LECTURE_TRANSCRIPT__LANGUAGE" in warning for warning in made.warnings)
