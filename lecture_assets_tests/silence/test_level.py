"""Tests of choosing the threshold of silence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.silence.detect import EnergyAtMs
from lecture_assets.silence.level import (
    QUIETEST_DBFS,
    Levels,
    Noise,
    measure_levels,
    measure_noise,
)
from lecture_assets.timeline import span

_DBFS = st.floats(-100, 0)
_RATE = 4_000


def _windows(*dbfs: float, window_ms: int = 50) -> EnergyAtMs:
    """A recording whose windows have these levels."""
    amplitudes = np.rint(32767 * 10 ** (np.array(dbfs) / 20))
    return EnergyAtMs(np.repeat(amplitudes, window_ms * _RATE // 1000).astype(np.int16), _RATE)


def _lecture(speech_dbfs: float, noise_dbfs: float, pauses: float = 0.3) -> Levels:
    quiet = round(1000 * pauses)
    return measure_levels(_windows(*[noise_dbfs] * quiet, *[speech_dbfs] * (1000 - quiet)))


def _steady(noise_dbfs: float) -> Noise:
    return Noise(noise_dbfs, noise_dbfs + 0.2)


@pytest.mark.parametrize("speech_dbfs", [-10.0, -20.0, -30.0, -42.0, -55.0])
@pytest.mark.parametrize("noise_below", [12.0, 20.0, 40.0])
def test_the_threshold_lies_between_the_room_and_the_speech(
    speech_dbfs: float, noise_below: float
) -> None:
    noise_dbfs = speech_dbfs - noise_below
    threshold = _lecture(speech_dbfs, noise_dbfs).threshold_dbfs(_steady(noise_dbfs))
    assert speech_dbfs - noise_below < threshold < speech_dbfs - 5


def test_a_quiet_room_gives_25_db_under_the_speech() -> None:
    assert _lecture(-15.0, -80.0).threshold_dbfs(_steady(-80.0)) == pytest.approx(-40.0, abs=0.1)


@pytest.mark.parametrize("noise_below", [20.0, 25.0, 35.0])
def test_what_is_silent_in_a_quiet_room_is_so_under_noise(noise_below: float) -> None:
    speech_dbfs, faint_dbfs = -20.0, -45.5
    noise_dbfs = speech_dbfs - noise_below
    threshold = _lecture(speech_dbfs, noise_dbfs).threshold_dbfs(_steady(noise_dbfs))
    assert 10 ** (faint_dbfs / 10) + 10 ** (noise_dbfs / 10) < 10 ** (threshold / 10)
    assert 10 ** ((faint_dbfs + 1) / 10) + 10 ** (noise_dbfs / 10) > 10 ** (threshold / 10)


def test_long_pauses_do_not_make_the_speech_quieter() -> None:
    few, many = _lecture(-20.0, -70.0, pauses=0.1), _lecture(-20.0, -70.0, pauses=0.9)
    assert few.loud_dbfs == pytest.approx(many.loud_dbfs, abs=0.2)


def test_digital_silence_is_nearly_silent() -> None:
    levels = measure_levels(EnergyAtMs(np.zeros(5 * _RATE, np.int16), _RATE))
    assert levels == Levels(noise_floor_dbfs=-100.0, loud_dbfs=-100.0)
    assert levels.nearly_silent
    assert levels.threshold_dbfs(_steady(-100.0)) == QUIETEST_DBFS
    assert measure_levels(EnergyAtMs(np.zeros(0, np.int16), _RATE)).nearly_silent


def test_a_muted_microphone_with_its_hiss_is_nearly_silent_and_a_quiet_talk_is_not() -> None:
    assert _lecture(-70.0, -75.0).nearly_silent
    assert not _lecture(-50.0, -75.0).nearly_silent


def test_the_noise_floor_is_the_quietest_tenth() -> None:
    many, few = [-60.0] * 20 + [-20.0] * 80, [-60.0] * 5 + [-20.0] * 95
    assert measure_levels(_windows(*many)).noise_floor_dbfs == pytest.approx(-60.0, abs=0.2)
    assert measure_levels(_windows(*few)).noise_floor_dbfs == pytest.approx(-20.0, abs=0.2)


def test_steady_noise_leaves_the_threshold_close_above_it() -> None:
    sound = _windows(-40.0, -15.0, -40.0, -15.0, -40.0, window_ms=2_000)
    voiced = [span(2_000, 4_000), span(6_000, 8_000)]
    noise = measure_noise(sound, voiced, floor_dbfs=-40.0)
    assert (noise.usual_dbfs, noise.most_dbfs) == pytest.approx((-40.0, -39.8), abs=0.1)


def test_a_cough_and_applause_in_the_pauses_do_not_lift_the_threshold() -> None:
    sound = _windows(*[-50.0, -15.0] * 3, -20.0, window_ms=2_000)
    voiced = [span(2_000, 4_000), span(6_000, 8_000), span(10_000, 12_000)]
    noise = measure_noise(sound, voiced, floor_dbfs=-50.0)
    assert (noise.usual_dbfs, noise.most_dbfs) == pytest.approx((-50.0, -49.0), abs=0.1)


def test_applause_that_is_longer_than_the_pauses_does_not_either() -> None:
    levels = measure_levels(_windows(*[-50.0] * 15, *[-20.0] * 25, *[-15.0] * 60))
    assert levels.threshold_dbfs(_steady(-19.0)) == pytest.approx(-40.0, abs=0.3)


def test_speech_without_pauses_is_measured_where_it_is_quietest() -> None:
    sound = _windows(*[-20.0] * 30, *[-45.0] * 20, *[-20.0] * 50)
    assert measure_noise(sound, [span(0, 5_000)], -45.0).usual_dbfs == pytest.approx(-45.0, abs=0.1)
    assert measure_noise(_windows(-20.0), [], -20.0) == Noise(-20.0, -20.0)


@given(st.lists(_DBFS, min_size=1, max_size=50), _DBFS)
def test_the_threshold_is_never_as_loud_as_the_speech(
    levels: list[float], noise_dbfs: float
) -> None:
    measured = measure_levels(_windows(*levels))
    threshold = measured.threshold_dbfs(_steady(noise_dbfs))
    assert threshold >= QUIETEST_DBFS
    assert threshold <= max(QUIETEST_DBFS, measured.loud_dbfs - 6)
