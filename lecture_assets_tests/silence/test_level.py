"""Tests of choosing the threshold of silence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.silence.level import QUIETEST_DBFS, Levels, measure_levels

_DBFS = st.floats(-100, 0)


def _lecture(speech_dbfs: float, noise_dbfs: float, pauses: float = 0.3) -> Levels:
    quiet = round(1000 * pauses)
    return measure_levels(np.array([noise_dbfs] * quiet + [speech_dbfs] * (1000 - quiet)))


@pytest.mark.parametrize("speech_dbfs", [-10.0, -20.0, -30.0, -42.0, -55.0])
@pytest.mark.parametrize("noise_below", [12.0, 20.0, 40.0])
def test_the_threshold_lies_between_the_room_and_the_speech(
    speech_dbfs: float, noise_below: float
) -> None:
    threshold = _lecture(speech_dbfs, speech_dbfs - noise_below).threshold_dbfs()
    assert speech_dbfs - noise_below < threshold < speech_dbfs - 5


def test_a_quiet_room_gives_25_db_under_the_speech() -> None:
    assert _lecture(-15.0, -80.0).threshold_dbfs() == pytest.approx(-40.0, abs=0.1)


def test_long_pauses_do_not_make_the_speech_quieter() -> None:
    few, many = _lecture(-20.0, -70.0, pauses=0.1), _lecture(-20.0, -70.0, pauses=0.9)
    assert few.loud_dbfs == pytest.approx(many.loud_dbfs, abs=0.2)


def test_digital_silence_is_nearly_silent() -> None:
    levels = measure_levels(np.full(100, -100.0))
    assert levels == Levels(noise_floor_dbfs=-100.0, loud_dbfs=-100.0)
    assert levels.nearly_silent
    assert levels.threshold_dbfs() == QUIETEST_DBFS
    assert measure_levels(np.zeros(0)).nearly_silent


def test_a_muted_microphone_with_its_hiss_is_nearly_silent_and_a_quiet_talk_is_not() -> None:
    assert _lecture(-70.0, -75.0).nearly_silent
    assert not _lecture(-50.0, -75.0).nearly_silent


def test_the_noise_floor_is_the_quietest_tenth() -> None:
    assert measure_levels(np.array([-70.0] * 20 + [-20.0] * 80)).noise_floor_dbfs == -70.0
    assert measure_levels(np.array([-70.0] * 5 + [-20.0] * 95)).noise_floor_dbfs == -20.0


@given(st.lists(_DBFS, min_size=1, max_size=50))
def test_the_threshold_is_never_as_loud_as_the_speech(levels: list[float]) -> None:
    measured = measure_levels(np.array(levels))
    threshold = measured.threshold_dbfs()
    assert threshold >= QUIETEST_DBFS
    assert threshold <= max(QUIETEST_DBFS, measured.loud_dbfs - 6)
