"""Tests of telling speech from other sound."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture_assets.media.audio import PER_MS, RATE, Samples
from lecture_assets.progress import ignore
from lecture_assets.silence import speech
from lecture_assets.silence.speech import find_speech
from lecture_assets.timeline import Span, gaps, merge, span, total_ms


def _tone(length_ms: int) -> Samples:
    at = np.arange(length_ms * PER_MS) / RATE
    return (8_000 * np.sin(2 * np.pi * 440 * at)).astype(np.int16)


def test_speech_is_found_and_a_tone_is_not(talk: Samples) -> None:
    tone = _tone(5_000)
    both = np.concatenate([talk, tone])
    ends_ms = len(talk) // PER_MS
    found = find_speech(both, [span(0, ends_ms), span(ends_ms, ends_ms + 5_000)], ignore)
    assert total_ms(found) > 12_000
    assert all(each.end_ms <= ends_ms for each in found)


def test_speech_is_held_to_the_stretches_that_sound(talk: Samples) -> None:
    sounding = [span(1_000, 2_500), span(6_000, 7_000)]
    found = find_speech(talk, sounding, ignore)
    assert found
    assert all(
        any(s.start_ms <= f.start_ms and f.end_ms <= s.end_ms for s in sounding) for f in found
    )


def test_nothing_that_sounds_is_no_speech(talk: Samples) -> None:
    assert find_speech(talk, [], ignore) == []


def test_progress_reaches_the_end(talk: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "_BLOCK_MS", 5_000)
    shares: list[float] = []
    find_speech(talk, [span(0, len(talk) // PER_MS)], shares.append)
    assert len(shares) == 5
    assert (shares == sorted(shares), shares[-1]) == (True, 1.0)


def test_blocks_change_next_to_nothing(talk: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [span(0, len(talk) // PER_MS)]
    at_once = find_speech(talk, whole, ignore)
    monkeypatch.setattr(speech, "_BLOCK_MS", 6_000)
    in_blocks = find_speech(talk, whole, ignore)
    only_once = total_ms(gap for each in at_once for gap in gaps(in_blocks, each))
    assert only_once < 0.1 * total_ms(at_once)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 500_000), st.integers(1, 2_000_000)), max_size=6))
def test_blocks_cover_all_that_sounds_and_are_never_too_long(
    steps: list[tuple[int, int]],
) -> None:
    sounding: list[Span] = []
    for gap_ms, length_ms in steps:
        start_ms = gap_ms + 1 + (sounding[-1].end_ms if sounding else 0)
        sounding.append(span(start_ms, start_ms + length_ms))
    blocks = speech._blocks(sounding)
    assert all(block.duration_ms <= 300_000 for block in blocks)
    assert blocks == sorted(blocks, key=lambda each: each.start_ms)
    covered = merge(blocks)
    assert all(gaps(covered, each) == [] for each in sounding)


def test_the_detector_leaves_nothing_in_the_users_home_and_tells_nobody(tmp_path: Path) -> None:
    detect = (
        "import numpy as np; from lecture_assets.silence.speech import find_speech; "
        "from lecture_assets.timeline import span; "
        "find_speech(np.zeros(16_000, np.int16), [span(0, 1_000)], lambda share: None); "
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
