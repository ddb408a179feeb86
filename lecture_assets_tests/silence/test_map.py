"""Tests of the silence map of a whole recording."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from lecture_assets.media.audio import PER_MS, RATE, Samples
from lecture_assets.options import SilenceOptions
from lecture_assets.progress import ignore
from lecture_assets.silence.map import map_silence
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import Span, clamp, gaps, merge, span, total_ms
from lecture_assets_tests.sounds import Wave, applause, at_level, fan, mixed, music, noise, rms_dbfs
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


def _share(samples: Samples) -> float:
    found = map_silence(samples, SilenceOptions(), ignore)
    return 100 * total_ms(found.speech) / found.duration_ms


def test_a_talk_recorded_far_too_quietly_has_as_much_speech(talk: Samples) -> None:
    """-42 and -16 LUFS are 26 dB apart."""
    loud = at_level(talk.astype(float), -18)
    quiet = at_level(talk.astype(float), -44)
    assert _share(quiet) == pytest.approx(_share(loud), abs=3)


@pytest.mark.parametrize("level_dbfs", [-18, -44])
@pytest.mark.parametrize("hums", [fan, partial(noise, slope=0), partial(noise, slope=1)])
def test_a_talk_under_steady_noise_has_as_much_speech(
    talk: Samples, hums: Callable[[float], Wave], level_dbfs: float
) -> None:
    clean = at_level(talk.astype(float), level_dbfs)
    steady = at_level(hums(len(talk) / RATE), level_dbfs - 20)
    assert _share(mixed(clean, steady)) == pytest.approx(_share(clean), abs=3)


@pytest.mark.parametrize("loudly", [applause, music])
def test_applause_and_music_are_no_speech_and_do_not_hide_it(
    talk: Samples, loudly: Callable[[float], Wave]
) -> None:
    other = at_level(loudly(8), rms_dbfs(talk))
    alone = map_silence(talk, SilenceOptions(), ignore)
    found = map_silence(np.concatenate([other, talk]), SilenceOptions(), ignore)
    assert total_ms(clamp(found.speech, span(0, 7_500))) == 0
    after = total_ms(clamp(found.speech, span(8_000, found.duration_ms)))
    assert after == pytest.approx(total_ms(alone.speech), rel=0.03)


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
