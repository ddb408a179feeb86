"""Tests of moving the starts of words to where their sound begins."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.media.audio import PER_MS, Samples
from lecture_assets.transcript.models import Word
from lecture_assets.transcript.onsets import start_with_sound

_THRESHOLD_DBFS = -40.0
_LOUD, _FAINT, _QUIET = 6_000, 800, 50


def _sound(*parts: tuple[int, int]) -> Samples:
    """Square waves of so many milliseconds and such an amplitude."""
    waves = [np.tile([height, -height], ms * PER_MS // 2) for ms, height in parts]
    return np.concatenate(waves).astype(np.int16)


def _start(sound: Samples, start_ms: int, end_ms: int) -> int:
    word = Word(start_ms=start_ms, end_ms=end_ms, text="word")
    [moved] = start_with_sound([word], sound, _THRESHOLD_DBFS)
    assert (moved.end_ms, moved.text) == (end_ms, "word")
    return moved.start_ms


@pytest.mark.parametrize("pause_ms", [10, 100, 200])
def test_a_word_that_starts_in_a_pause_starts_when_that_is_over(pause_ms: int) -> None:
    sound = _sound((100, _LOUD), (pause_ms, _QUIET), (300, _LOUD))
    assert _start(sound, 100, pause_ms + 400) == pause_ms + 100


def test_a_word_that_has_the_end_of_the_one_before_starts_after_the_pause_between() -> None:
    sound = _sound((100, _LOUD), (50, _FAINT), (100, _QUIET), (300, _LOUD))
    assert _start(sound, 100, 550) == 250


def test_a_stop_within_a_word_does_not_move_its_start() -> None:
    sound = _sound((60, _FAINT), (80, _LOUD), (60, _QUIET), (200, _LOUD))
    assert _start(sound, 0, 400) == 0


def test_a_word_that_ends_in_a_pause_keeps_its_start() -> None:
    assert _start(_sound((150, _LOUD), (100, _QUIET)), 0, 250) == 0
    assert _start(_sound((400, _LOUD), (100, _QUIET), (20, _LOUD)), 0, 520) == 0


def test_a_word_in_a_pause_altogether_is_left_alone() -> None:
    assert _start(_sound((300, _QUIET)), 50, 250) == 50
    assert _start(_sound((300, _LOUD)), 50, 55) == 50
    assert _start(_sound((300, _LOUD)), 100, 100) == 100


@given(
    st.lists(st.tuples(st.integers(1, 200), st.sampled_from([_LOUD, _FAINT, _QUIET])), min_size=1),
    st.integers(0, 500),
    st.integers(0, 500),
)
def test_a_word_never_starts_earlier_nor_after_its_end(
    parts: list[tuple[int, int]], start_ms: int, length_ms: int
) -> None:
    assert (
        start_ms <= _start(_sound(*parts), start_ms, start_ms + length_ms) <= start_ms + length_ms
    )
