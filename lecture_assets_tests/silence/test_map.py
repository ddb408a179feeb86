"""Tests of the silence map of a whole recording."""

import numpy as np
import pytest

from lecture_assets.media.audio import PER_MS, RATE, Samples
from lecture_assets.options import SilenceOptions
from lecture_assets.progress import ignore
from lecture_assets.silence.map import map_silence
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import Span, gaps, merge, span, total_ms
from lecture_assets_tests.tiny import PAUSES_MS, SENTENCES


def _hiss(length: int, dbfs: float) -> Samples:
    noise = np.random.default_rng(0).normal(0, 32768 * 10 ** (dbfs / 20), length)
    return noise.astype(np.int16)


def _pauses(silences: list[Span], duration_ms: int) -> list[Span]:
    """The long silences between first and last word."""
    return [
        s for s in silences if s.duration_ms >= 1_000 and 600 < s.start_ms < duration_ms - 1_500
    ]


def _assert_every_pause_is_found(found: SilenceMap) -> None:
    """Weak consonants at the ends of sentences count as silence, so a pause may be longer."""
    pauses = _pauses(found.silences, found.duration_ms)
    assert len(pauses) == len(PAUSES_MS)
    for pause, made_ms in zip(pauses, PAUSES_MS, strict=True):
        assert made_ms <= pause.duration_ms < made_ms + 450


def test_every_pause_is_found_and_every_sentence_is_speech(talk: Samples) -> None:
    found = map_silence(talk, SilenceOptions(), ignore)
    _assert_every_pause_is_found(found)
    said = merge(found.speech, gap_ms=900)
    assert len(said) == len(SENTENCES)
    assert found.duration_ms == round(len(talk) / PER_MS)
    assert found.warnings == []


def test_speech_and_silence_never_overlap(talk: Samples) -> None:
    found = map_silence(talk, SilenceOptions(), ignore)
    assert all(not speech.overlap_ms(s) for speech in found.speech for s in found.silences)


@pytest.mark.parametrize("gain_db", [-30, -15, 0])
def test_a_quieter_recording_has_the_same_pauses(gain_db: int, talk: Samples) -> None:
    quieter = (talk * 10 ** (gain_db / 20)).astype(np.int16)
    found = map_silence(quieter, SilenceOptions(), ignore)
    _assert_every_pause_is_found(found)


def test_a_noisy_room_still_has_its_pauses(talk: Samples) -> None:
    noisy = (talk // 2 + _hiss(len(talk), -50)).astype(np.int16)
    found = map_silence(noisy, SilenceOptions(), ignore)
    assert found.noise_floor_dbfs == pytest.approx(-50, abs=2)
    assert len(_pauses(found.silences, found.duration_ms)) == len(PAUSES_MS)


def test_options_are_obeyed(talk: Samples) -> None:
    options = SilenceOptions(threshold_dbfs=-30.0, min_silence_ms=1_250, step_ms=50)
    found = map_silence(talk, options, ignore)
    assert (found.threshold_dbfs, found.min_silence_ms) == (-30.0, 1_250)
    assert all(each.duration_ms >= 1_250 for each in found.silences)


def test_a_microphone_that_was_off_is_warned_about() -> None:
    found = map_silence(np.zeros(5 * RATE, np.int16), SilenceOptions(), ignore)
    assert found.silences == [span(0, 5_000)]
    assert found.speech == []
    assert found.warnings == ["The recording is silent or nearly so; was the microphone on?"]


def test_hiss_alone_is_taken_for_a_microphone_that_was_off() -> None:
    found = map_silence(_hiss(5 * RATE, -72), SilenceOptions(), ignore)
    assert (found.speech, len(found.warnings)) == ([], 1)


def test_sound_without_speech_is_warned_about() -> None:
    at = np.arange(5 * RATE) / RATE
    tone = (8_000 * np.sin(2 * np.pi * 440 * at)).astype(np.int16)
    found = map_silence(tone, SilenceOptions(), ignore)
    assert total_ms(gaps(found.silences, span(0, 5_000))) == 5_000
    assert found.warnings == ["There is sound, but no speech was found in it."]


@pytest.mark.parametrize("length", [0, 1, 15, 16, 500])
def test_hardly_any_sound_is_no_error(length: int) -> None:
    found = map_silence(np.full(length, 9_000, np.int16), SilenceOptions(), ignore)
    assert (found.silences, found.speech) == ([], [])
    assert found.duration_ms == round(length / PER_MS)
