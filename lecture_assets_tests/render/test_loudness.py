"""Sounds are measured, and brought to one level without peaks."""

from pathlib import Path

import pytest

from lecture_assets.options import RenderOptions
from lecture_assets.render.loudness import measure, settle
from lecture_assets.render.take import MASTERED
from lecture_assets_tests.render.media import make

VOICE = "0.5*sin(2*PI*150*t)*(0.6+0.4*sin(2*PI*3*t))*sin(2*PI*700*t)"
CLICKS = f"0.2*{VOICE}+0.9*lt(mod(t,2),0.004)*sin(2*PI*4000*t)"


def sounding(folder: Path, expression: str) -> Path:
    source = f"aevalsrc='{expression}':s=48000:d=6:c=stereo"
    path = folder / "sound.wav"
    both = source.replace("':s", f"|{expression}':s")
    return make(path, "-f", "lavfi", "-i", both, "-c:a", "pcm_f32le")


def test_a_full_scale_sine_in_both_channels_has_0_lufs(tmp_path: Path) -> None:
    loudness = measure(sounding(tmp_path, "sin(2*PI*997*t)"), 30)
    assert loudness is not None
    assert loudness.lufs == pytest.approx(0.0, abs=0.15)
    assert loudness.true_peak_dbtp == pytest.approx(0.0, abs=0.15)


@pytest.mark.parametrize("expression", [f"0.02*{VOICE}", f"1.9*{VOICE}", CLICKS])
def test_quiet_loud_and_clicking_sound_comes_out_at_one_level(
    tmp_path: Path, expression: str
) -> None:
    sound = sounding(tmp_path, expression)
    loudness = settle(sound, measure(sound, 30), RenderOptions(), 30)
    assert loudness is not None
    assert loudness == measure(tmp_path / MASTERED, 30)
    assert loudness.lufs == pytest.approx(-16, abs=0.5)
    assert loudness.true_peak_dbtp <= -1.5


def test_a_hiss_in_a_silent_recording_is_not_made_loud(tmp_path: Path) -> None:
    sound = sounding(tmp_path, f"0.003*{VOICE}")
    raw = measure(sound, 30)
    loudness = settle(sound, raw, RenderOptions(), 30)
    assert raw is not None
    assert loudness is not None
    assert loudness.lufs <= raw.lufs + 36.2


def test_silence_needs_nothing(tmp_path: Path) -> None:
    sound = sounding(tmp_path, "0")
    assert measure(sound, 30) is None
    assert settle(sound, None, RenderOptions(), 30) is None
    assert (tmp_path / MASTERED).is_file()
