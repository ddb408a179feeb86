"""Tests of telling what is wrong with a recording's sound."""

import numpy as np
import pytest

from lecture_assets.media.audio import RATE, Recorded, Samples
from lecture_assets.silence.detect import EnergyAtMs
from lecture_assets.silence.faults import find_faults, measure_channels
from lecture_assets.silence.level import measure_levels
from lecture_assets.timeline import span
from lecture_assets_tests.sounds import at_level

_SPEECH = [span(0, 1_000)]


def _recorded(*channels: Samples) -> Recorded:
    return Recorded(np.stack(channels, axis=1))


def _faults(mixed: Samples, recorded: Recorded | None) -> list[str]:
    return find_faults(recorded, measure_levels(EnergyAtMs(mixed, RATE)), _SPEECH)


def _amplified(talk: Samples, gain_db: float) -> Samples:
    """Brought to full scale, and then so much beyond."""
    gain = 32767 / np.abs(talk.astype(int)).max() * 10 ** (gain_db / 20)
    louder: Samples = np.clip(talk * gain, -32768, 32767).astype(np.int16)
    return louder


def _offset(talk: Samples, by: int) -> Samples:
    shifted: Samples = np.clip(talk.astype(int) + by, -32768, 32767).astype(np.int16)
    return shifted


def test_a_sound_recording_has_no_faults(talk: Samples) -> None:
    quieter = (talk * 0.7).astype(np.int16)
    for channels in ([talk], [talk, quieter], [talk, quieter, quieter]):
        assert _faults(talk, _recorded(*channels)) == []
    assert _faults(talk, None) == []


@pytest.mark.parametrize("offset", [0, 2_000])
@pytest.mark.parametrize("dead", ["left", "right"])
def test_a_dead_channel_is_named_whatever_its_offset(dead: str, offset: int, talk: Samples) -> None:
    silence = np.full_like(talk, offset)
    channels = (silence, talk) if dead == "left" else (talk, silence)
    [fault] = _faults(talk, _recorded(*channels))
    assert fault == f"The {dead} channel is silent; the speech is on the other one alone."


def test_two_dead_channels_are_a_microphone_that_was_off() -> None:
    silence = np.zeros(RATE, np.int16)
    [fault] = _faults(silence, _recorded(silence, silence))
    assert fault == "The recording is silent or nearly so; was the microphone on?"


def test_channels_that_cancel_each_other_out_are_no_silent_microphone(talk: Samples) -> None:
    [fault] = _faults(np.zeros_like(talk), _recorded(talk, -talk))
    assert fault.startswith("The two channels cancel each other out")


@pytest.mark.parametrize("gain_db", [12, 18])
def test_clipped_speech_is_told_with_its_share(talk: Samples, gain_db: int) -> None:
    louder = _amplified(talk, gain_db)
    recorded = _recorded(louder)
    [channel] = measure_channels(recorded.channels)
    [fault] = _faults(louder, recorded)
    assert fault == (
        f"The recording is clipped: {100 * channel.clipped_share:.1f} % of its loud samples are "
        "at the limit; record the next one with less gain."
    )


def test_one_clipped_channel_is_told_though_the_mix_is_not(talk: Samples) -> None:
    louder, quiet = _amplified(talk, 12), (talk * 0.1).astype(np.int16)
    mix = ((louder.astype(int) + quiet) // 2).astype(np.int16)
    assert _faults(mix, _recorded(mix)) == []
    [fault] = _faults(mix, _recorded(quiet, louder))
    assert fault.startswith("The right channel is clipped: ")
    [fault] = _faults(mix, _recorded(quiet, quiet, louder, quiet))
    assert fault.startswith("Channel 3 of 4 is clipped: ")
    [fault] = _faults(louder, _recorded(louder, louder))
    assert fault.startswith("The recording is clipped: ")


def test_speech_that_just_reaches_full_scale_is_not_clipped(talk: Samples) -> None:
    assert _faults(talk, _recorded(_amplified(talk, 0))) == []


def test_a_few_knocks_in_a_quiet_recording_are_no_clipping(talk: Samples) -> None:
    knocks = at_level(talk.astype(float), -50)
    knocks[:: RATE * 2] = 32767
    assert all("clipped" not in fault for fault in _faults(knocks, _recorded(knocks)))


def test_silence_and_quiet_speech_have_no_share_that_is_clipped(talk: Samples) -> None:
    quiet = at_level(talk.astype(float), -50)
    for samples in (np.zeros(100, np.int16), np.zeros(0, np.int16), quiet):
        [channel] = measure_channels(_recorded(samples).channels)
        assert channel.clipped_share == 0.0


def test_both_limits_count_and_levels_leave_an_offset_out() -> None:
    tone = np.rint(10_000 * np.sin(np.arange(RATE) / 5)).astype(np.int16)
    limits = np.tile(np.array([32_767, -32_768, 3_000, 0], np.int16), RATE // 4)
    one, other, both = measure_channels(_recorded(tone, _offset(tone, 5_000), limits).channels)
    assert one.level_dbfs == pytest.approx(20 * np.log10(10_000 / 32_768 / np.sqrt(2)), abs=0.01)
    assert other.level_dbfs == pytest.approx(one.level_dbfs, abs=0.01)
    assert both.clipped_share == pytest.approx(2 / 3)


def test_samples_that_are_no_numbers_are_told(talk: Samples) -> None:
    [fault] = _faults(talk, Recorded(talk[:, np.newaxis], has_no_numbers=True))
    assert fault.startswith("Some samples of the sound hold no numbers, and count as silence")
