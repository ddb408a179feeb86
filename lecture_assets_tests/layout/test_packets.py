"""Packets as encoders make them, without their content."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.layout.packets import Packets

KEY, QUIET, LARGE = 20_000, 500, 6_000


def packets(groups: list[int], large: tuple[int, ...] = (), frame_ms: int = 40) -> Packets:
    """Groups of so many frames without any in between, of which some are large."""
    keys = np.zeros(sum(groups), np.bool_)
    keys[[sum(groups[:number]) for number in range(len(groups))]] = True
    sizes = np.where(keys, KEY, QUIET)
    sizes[list(large)] = LARGE
    return Packets("h264", np.arange(len(keys), dtype=np.int64) * frame_ms, sizes, keys)


def test_what_stands_out_is_chosen_with_what_it_is_made_from() -> None:
    told = packets([250, 250], (300,)).telling(10_000, 20_000, closely=False)
    assert told == {10_000, 299 * 40, 300 * 40}


def test_what_stands_out_a_little_is_chosen_on_a_closer_look() -> None:
    seen = packets([250, 250])
    seen.sizes[300] = QUIET * 5 // 4
    assert seen.telling(10_000, 20_000, closely=False) == {10_000}
    assert seen.telling(10_000, 20_000, closely=True) == {10_000, 299 * 40, 300 * 40}


def test_a_key_frame_that_comes_early_is_a_cut() -> None:
    seen = packets([250, 250, 100, 250])
    assert seen.cut_at(20_000, 24_000)
    assert not seen.cut_at(10_000, 20_000)


def test_key_frames_at_fixed_distances_are_no_cuts_though_one_is_late() -> None:
    seen = packets([50, 50, 50, 90, 50, 50])
    assert not seen.cut_at(2_000, 4_000)


def test_nothing_is_called_a_cut_while_a_video_may_play() -> None:
    seen = packets([250] * 8 + [100, 250])
    seen.sizes[2010:2090] = QUIET * 13 // 10
    assert not seen.cut_at(80_000, 84_000)


def test_an_empty_film_tells_nothing() -> None:
    seen = packets([])
    assert seen.key_times() == []
    assert seen.telling(0, 1_000, closely=True) is None
    assert not seen.cut_at(0, 1_000)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6), st.data())
def test_what_is_chosen_is_between_the_key_frames(groups: list[int], data: st.DataObject) -> None:
    large = data.draw(st.sets(st.integers(0, sum(groups) - 1)))
    seen = packets(groups, tuple(large))
    start_ms, *_ = seen.key_times()
    end_ms = data.draw(st.sampled_from(seen.key_times()))
    told = seen.telling(start_ms, end_ms, closely=True) or set()
    assert all(start_ms <= at_ms < end_ms for at_ms in told)


def test_no_cut_is_told_where_no_key_frame_came_before() -> None:
    seen = packets([50, 50])
    seen.keys[0] = False
    assert not seen.cut_at(0, 1_000)
