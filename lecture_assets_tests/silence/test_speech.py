"""Tests of telling speech from other sound."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lecture_assets.media.audio import PER_MS, RATE, Samples
from lecture_assets.progress import ignore
from lecture_assets.silence import speech
from lecture_assets.silence.speech import find_voice, speech_within
from lecture_assets.timeline import gaps, span, total_ms
from lecture_assets_tests.sounds import at_level, fan, mixed


def _tone(length_ms: int) -> Samples:
    at = np.arange(length_ms * PER_MS) / RATE
    return (8_000 * np.sin(2 * np.pi * 440 * at)).astype(np.int16)


def test_speech_is_found_and_a_tone_is_not(talk: Samples) -> None:
    ends_ms = len(talk) // PER_MS
    found = find_voice(np.concatenate([talk, _tone(5_000)]), ignore)
    assert total_ms(found) > 12_000
    assert all(each.end_ms <= ends_ms for each in found)


def test_speech_is_held_to_the_stretches_that_sound() -> None:
    sounding = [span(1_000, 2_500), span(6_000, 7_000), span(9_000, 9_500)]
    voiced = [span(800, 1_800), span(2_450, 6_400), span(6_700, 6_800)]
    assert speech_within(voiced, sounding) == [
        span(1_000, 1_900),
        span(2_350, 2_500),
        span(6_000, 6_500),
        span(6_600, 6_900),
    ]
    assert speech_within(voiced, []) == speech_within([], sounding) == []


def test_a_crumb_of_a_longer_sound_is_no_speech_and_a_short_word_is() -> None:
    assert speech_within([span(1_000, 1_400)], [span(1_450, 3_000)]) == []
    assert speech_within([span(1_000, 1_400)], [span(1_450, 1_480)]) == [span(1_450, 1_480)]


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17])
def test_hardly_any_sound_has_no_voice(length: int) -> None:
    assert find_voice(np.full(length, 9_000, np.int16), ignore) == []


def test_progress_reaches_the_end(talk: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "_BLOCK_MS", 5_000)
    shares: list[float] = []
    find_voice(talk, shares.append)
    assert len(shares) == 5
    assert (shares == sorted(shares), shares[-1]) == (True, 1.0)


def test_blocks_change_next_to_nothing(talk: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = find_voice(talk, ignore)
    monkeypatch.setattr(speech, "_BLOCK_MS", 6_000)
    in_blocks = find_voice(talk, ignore)
    only_once = total_ms(gap for each in at_once for gap in gaps(in_blocks, each))
    assert only_once < 0.1 * total_ms(at_once)


def test_the_detector_leaves_nothing_in_the_users_home_and_tells_nobody(tmp_path: Path) -> None:
    detect = (
        "import numpy as np; from lecture_assets.silence.speech import find_voice; "
        "find_voice(np.zeros(16_000, np.int16), lambda share: None); "
        "import sys; print('onnxruntime' in sys.modules)"
    )
    # Little else of the environment, since onnxruntime keeps quiet where it looks like a test.
    ran = subprocess.run(
        [sys.executable, "-c", detect],
        env={"HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == ["True"]
    assert list(tmp_path.rglob("*")) == []


def test_a_faint_voice_in_noise_is_heard_where_a_loud_one_is(talk: Samples) -> None:
    hum = fan(len(talk) / RATE)
    loud, faint = (
        mixed(at_level(talk.astype(float), at), at_level(hum, at - 15)) for at in (-18, -52)
    )
    one, other = find_voice(loud, ignore, -18), find_voice(faint, ignore, -52)
    assert total_ms(other) == pytest.approx(total_ms(one), rel=0.005)
