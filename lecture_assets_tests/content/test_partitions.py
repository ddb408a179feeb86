"""Sums over all partitions agree with listing them one by one."""

import math
from itertools import chain, combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture_assets.content.partitions import all_partitions


def listed(units: int, count: int) -> list[list[tuple[int, int]]]:
    """Every partition into so many runs, each run by its first and last unit."""
    return [
        [(first, end - 1) for first, end in pairwise([0, *starts, units])]
        for starts in combinations(range(1, units), count - 1)
    ]


@settings(max_examples=60)
@given(st.integers(1, 6), st.integers(0, 1000), st.sampled_from([1.0, 30.0]))
def test_two_units_are_together_as_often_as_in_the_list_of_partitions(
    units: int, seed: int, spread: float
) -> None:
    logs = np.random.default_rng(seed).normal(scale=spread, size=(units, units))
    logs[np.tri(units, k=-1, dtype=bool)] = -np.inf
    partitions = all_partitions(logs, units)
    for count in range(1, units + 1):
        assert partitions.possible(count)
        together = partitions.together(count)
        weights = [math.fsum(logs[run] for run in runs) for runs in listed(units, count)]
        shares = np.exp(np.array(weights) - max(weights))
        shares /= shares.sum()
        for one, other in combinations(chain(range(units), range(units)), 2):
            if one <= other:
                expected = sum(
                    share
                    for share, runs in zip(shares, listed(units, count), strict=True)
                    if any(first <= one and other <= last for first, last in runs)
                )
                assert together[one, other] == pytest.approx(expected, abs=1e-9)


def test_more_runs_than_units_are_not_possible() -> None:
    logs = np.where(np.tri(3, k=-1, dtype=bool), -np.inf, 0.0)
    partitions = all_partitions(logs, 5)
    assert [partitions.possible(count) for count in range(1, 6)] == [True, True, True, False, False]


def test_weights_beyond_what_a_float_holds_are_not_possible_rather_than_wrong() -> None:
    logs = np.array([[0.0, -5_000.0], [-np.inf, 0.0]])
    partitions = all_partitions(logs, 2)
    assert not partitions.possible(1)
    assert partitions.together(2)[0, 1] == 0
