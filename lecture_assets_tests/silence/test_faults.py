"""Tests of telling what is wrong with a recording's sound."""

import numpy as np
import pytest

from lecture_assets.media.audio import RATE, Samples
from lecture_assets.silence.detect import EnergyAtMs
from lecture_assets.silence.faults import clipped_share, find_faults
from lecture_assets.silence.level import measure_levels
from lecture_assets.timeline import span
from lecture_assets_tests.sounds import at_level

_SPEECH = [span(0, 1_000)]


def _faults(samples: Samples, channels_dbfs: list[float]) -> list[str]:
    levels = measure_levels(EnergyAtMs(samples, RATE))
    return find_faults(samples, levels, channels_dbfs, _SPEECH)


def test_a_sound_recording_has_no_faults(talk: Samples) -> None:
    assert _faults(talk, []) == _faults(talk, [-20.0, -22.0]) == []


@pytest.mark.parametrize("channels_dbfs", [[-100.0, -20.0], [-20.0, -70.0]])
def test_a_dead_channel_is_named(talk: Samples, channels_dbfs: list[float]) -> None:
    dead = "left" if channels_dbfs[0] < channels_dbfs[1] else "right"
    [fault] = _faults(talk, channels_dbfs)
    assert fault == f"The {dead} channel is silent; the speech is on the other one alone."


def test_two_dead_channels_are_a_microphone_that_was_off() -> None:
    [fault] = _faults(np.zeros(RATE, np.int16), [-100.0, -100.0])
    assert fault == "The recording is silent or nearly so; was the microphone on?"


def test_channels_that_cancel_each_other_out_are_no_silent_microphone() -> None:
    [fault] = _faults(np.zeros(RATE, np.int16), [-18.0, -18.0])
    assert fault.startswith("The two channels cancel each other out")


@pytest.mark.parametrize("gain_db", [12, 18])
def test_clipped_speech_is_told_with_its_share(talk: Samples, gain_db: int) -> None:
    peak = np.abs(talk.astype(int)).max()
    louder = np.clip(talk * (32767 / peak * 10 ** (gain_db / 20)), -32768, 32767).astype(np.int16)
    [fault] = _faults(louder, [])
    assert fault == (
        f"The recording is clipped: {100 * clipped_share(louder):.1f} % of its loud samples are "
        "at the limit; record the next one with less gain."
    )


def test_speech_that_just_reaches_full_scale_is_not_clipped(talk: Samples) -> None:
    peak = np.abs(talk.astype(int)).max()
    assert _faults((talk * (32767 / peak)).astype(np.int16), []) == []


def test_silence_and_quiet_speech_have_no_share_that_is_clipped(talk: Samples) -> None:
    assert clipped_share(np.zeros(100, np.int16)) == 0.0
    assert clipped_share(at_level(talk.astype(float), -50)) == 0.0


def test_channels_above_full_scale_do_not_seem_to_cancel_each_other_out(talk: Samples) -> None:
    assert "cancel" not in " ".join(_faults(at_level(talk.astype(float), -12), [43.0, 43.0]))
