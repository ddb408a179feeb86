"""Tests that silence is found exactly where pydub finds it."""

import warnings

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture_assets.silence import detect
from lecture_assets.silence.detect import EnergyAtMs, detect_silence, levels_dbfs

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pydub import AudioSegment, silence

Frames = npt.NDArray[np.integer]


@st.composite
def _recordings(draw: st.DrawFn) -> tuple[Frames, int]:
    """Loud, quiet and silent stretches of up to 150 ms, with an odd remainder of frames."""
    rate = draw(st.sampled_from([8_000, 11_025, 16_000, 22_050, 44_100, 48_000]))
    channels = draw(st.integers(1, 6))
    bits = draw(st.sampled_from([8, 16]))
    stretches = st.tuples(st.integers(1, 150), st.sampled_from([0.0, 0.001, 0.01, 0.1, 1.0]))
    noise = np.random.default_rng(draw(st.integers(0, 99)))
    parts = []
    for length_ms, loudness in draw(st.lists(stretches, min_size=1, max_size=8)):
        count = length_ms * rate // 1000 + draw(st.integers(0, 50))
        parts.append(noise.uniform(-1, 1, (count, channels)) * loudness)
    frames: Frames = np.rint(np.concatenate(parts) * (2 ** (bits - 1) - 1)).astype(f"int{bits}")
    return frames, rate


def _segment(frames: Frames, rate: int) -> AudioSegment:
    return AudioSegment(
        frames.tobytes(),
        sample_width=frames.dtype.itemsize,
        frame_rate=rate,
        channels=frames.shape[1],
    )


@settings(max_examples=250)
@given(
    recording=_recordings(),
    min_silence_ms=st.integers(1, 300),
    threshold_dbfs=st.floats(-90, 0),
    step_ms=st.integers(1, 60),
)
def test_silence_is_exactly_pydub_s(
    recording: tuple[Frames, int], min_silence_ms: int, threshold_dbfs: float, step_ms: int
) -> None:
    frames, rate = recording
    segment = _segment(frames, rate)
    samples = np.asarray(segment.get_array_of_samples()).reshape(-1, frames.shape[1])
    found = detect_silence(EnergyAtMs(samples, rate), min_silence_ms, threshold_dbfs, step_ms)
    expected = silence.detect_silence(segment, min_silence_ms, threshold_dbfs, step_ms)
    assert [[each.start_ms, each.end_ms] for each in found] == expected


def test_the_last_millisecond_is_filled_up_with_silence_as_pydub_does() -> None:
    frames = np.full((4_410 + 23, 1), 100, np.int16)  # 100 ms and a little more than a half
    threshold_dbfs = 20 * np.log10(80 / 32_768)
    [last] = detect_silence(EnergyAtMs(frames, 44_100), 1, threshold_dbfs, 1)
    expected = silence.detect_silence(_segment(frames, 44_100), 1, threshold_dbfs, 1)
    assert [[last.start_ms, last.end_ms]] == expected == [[100, 101]]


@given(st.integers(0, 100_000), st.sampled_from([8_000, 11_025, 22_050, 44_100, 48_000]))
def test_a_recording_is_as_long_as_pydub_says(count: int, rate: int) -> None:
    frames = np.zeros((count, 1), np.int16)
    assert EnergyAtMs(frames, rate).duration_ms == len(_segment(frames, rate))


def test_blocks_of_a_long_recording_join_without_a_seam() -> None:
    rate = 1_000
    samples = np.zeros(130_000, np.int16)
    samples[[59_999, 60_000, 60_001, 119_999]] = 100
    sound = EnergyAtMs(samples, rate)
    assert sound.energy[-1] == 40_000
    assert np.array_equal(sound.energy[1:], np.cumsum(samples.astype(np.int64) ** 2))


@settings(max_examples=100)
@given(
    recording=_recordings(),
    min_silence_ms=st.integers(1, 40),
    step_ms=st.integers(1, 60),
    block=st.integers(1, 9),
)
def test_a_silence_that_spans_blocks_is_one(
    recording: tuple[Frames, int], min_silence_ms: int, step_ms: int, block: int
) -> None:
    sound = EnergyAtMs(*recording)
    whole = detect_silence(sound, min_silence_ms, -35.0, step_ms)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(detect, "_BLOCK_STARTS", block)
        patch.setattr(detect, "_BLOCK_MS", 7 * block)
        in_blocks = EnergyAtMs(*recording)
        assert np.array_equal(in_blocks.energy, sound.energy)
        assert detect_silence(in_blocks, min_silence_ms, -35.0, step_ms) == whole


def test_a_rate_below_one_frame_a_millisecond_is_summed_up_too() -> None:
    sound = EnergyAtMs(np.array([3, 4, 5], np.int16), 400)
    assert sound.duration_ms == 8
    assert sound.energy.tolist() == [0, 0, 0, 9, 9, 25, 25, 25, 50]


def test_the_energy_of_the_loudest_hours_does_not_overflow() -> None:
    one_minute = EnergyAtMs(np.full(60_000, -32_768, np.int16), 1_000)
    hours = np.iinfo(np.int64).max / (float(one_minute.energy[-1]) * 60 * 16)
    assert hours > 100


def test_more_than_16_bits_are_refused_since_their_squares_overflow() -> None:
    with pytest.raises(ValueError, match="int32 have more than 16 bits"):
        EnergyAtMs(np.zeros(10, np.int32), 1_000)


def test_a_recording_shorter_than_a_silence_has_none() -> None:
    assert detect_silence(EnergyAtMs(np.zeros(399, np.int16), 1_000), 400, -40.0, 10) == []
    [whole] = detect_silence(EnergyAtMs(np.zeros(400, np.int16), 1_000), 400, -40.0, 10)
    assert (whole.start_ms, whole.end_ms) == (0, 400)


def test_levels_are_decibels_below_full_scale_per_window() -> None:
    samples = np.concatenate(
        [np.full(800, -32_768), np.full(800, 3_277), np.zeros(800), np.full(780, 5)]
    )
    levels = levels_dbfs(EnergyAtMs(samples.astype(np.int16), 16_000))
    assert levels == pytest.approx([0.0, -20.0, -100.0], abs=0.01)


def test_less_than_a_window_has_no_level() -> None:
    assert len(levels_dbfs(EnergyAtMs(np.ones(40, np.int16), 1_000))) == 0
