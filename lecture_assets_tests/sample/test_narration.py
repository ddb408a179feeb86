"""Tests of the spoken script and its times."""

import numpy as np
import pytest

from lecture_assets.sample.narration import (
    LEAD_MS,
    RATE,
    Narration,
    Samples,
    audible,
    level,
    narrate,
)
from lecture_assets.sample.script import Line, Topic

SHORT = (
    Topic("One", (Line("The key idea is simple.", 1, pause_ms=700),)),
    Topic("Two", (Line("Sleep well.", 2, 1, 1_500), Line("Thank you for listening.", 2, 1, 600))),
)


@pytest.fixture(scope="module")
def narration() -> Narration:
    return narrate(SHORT)


def test_every_sentence_is_heard_exactly_when_the_narration_says_so(narration: Narration) -> None:
    loud = level(narration.samples, RATE // 100)
    assert [line.line for line in narration.lines] == [line for t in SHORT for line in t.lines]
    assert [line.topic for line in narration.lines] == ["One", "Two", "Two"]
    before = 0
    for line in narration.lines:
        start, end = line.start_ms // 10, line.end_ms // 10
        assert loud[before : start - 1].max() < 0.004
        assert loud[start : start + 5].max() > 0.003
        assert loud[end - 5 : end].max() > 0.003
        assert loud[start:end].max() > 0.05
        before = end + 2
    assert loud[before:].max() < 0.004


def test_pauses_last_as_long_as_the_script_says(narration: Narration) -> None:
    first, second, third = narration.lines
    assert first.start_ms == LEAD_MS
    assert abs(second.start_ms - first.end_ms - 700) <= 1
    assert abs(third.start_ms - second.end_ms - 1_500) <= 1
    assert abs(narration.duration_ms - third.end_ms - 600) <= 1


def test_what_is_audible_is_found_to_within_10_ms() -> None:
    quiet = np.zeros(RATE, np.float32)
    tone: Samples = np.full(RATE // 2, 0.2, np.float32)
    first, last = audible(np.concatenate([quiet, tone, quiet]))
    assert RATE - RATE // 100 <= first <= RATE
    assert 1.5 * RATE <= last <= 1.5 * RATE + RATE // 100


def test_nothing_is_audible_in_pure_silence() -> None:
    assert audible(np.zeros(RATE, np.float32)) == (0, 0)
