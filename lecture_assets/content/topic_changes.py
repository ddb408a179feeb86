"""How probable it is that the topic changes between two places of a lecture."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lecture_assets.content.vectors import FloatArray

_BASE, _NEAR, _FAR, _LIKELIHOOD = -0.38, 0.26, 0.23, 0.15
"""Log odds without any evidence, and weights of the three features."""
_NEAR_SPREAD, _FAR_SPREAD = 0.095, 0.116
"""Usual standard deviations, within a lecture, of the two features of vectors."""
_MOST_SPREAD = 3.0
_UNSURE = 1e-4
"""What the likelihood leaves to the contrary at least."""


@dataclass(frozen=True)
class Meanings:
    """What the units of a lecture mean, relative to the whole lecture.

    Attributes:
        sums: Summed vectors of the sentences of each unit, a row a unit.
        squares: Summed squared lengths of these vectors, by unit.
    """

    sums: FloatArray
    squares: FloatArray

    @cached_property
    def mixed(self) -> "Meanings":
        """The same in an arbitrary order, which is always the same."""
        order = np.random.default_rng(0).permutation(len(self.sums))
        return Meanings(self.sums[order], self.squares[order])

    def unlikeness(self, block: int) -> FloatArray:
        """Tell how unlike so many units are before and after each place between two units.

        It is the negative cosine, shrunk as far as vectors that have nothing in common would
        account for the lengths of the two sums.
        """
        before, after = _both_sides(self.sums, block)
        lengths = [
            (side**2).sum(axis=1) + squares
            for side, squares in zip((before, after), _both_sides(self.squares, block), strict=True)
        ]
        norms = np.sqrt(lengths[0] * lengths[1])
        return np.asarray(-(before * after).sum(axis=1) / np.maximum(norms, 1e-9))


def change_probabilities(meanings: Meanings, apart: FloatArray, window: int) -> FloatArray:
    """Tell how probable it is that two units, so far apart, belong to different topics.

    A logistic regression on three features of what lies between the two. The first two are how
    unlike the vectors are on both sides of a place: of half a window, where it is greatest, and of
    a whole window, on average. Both are taken relative to the lecture's mean, and count the more
    the more they vary in this lecture, but only as far as they vary more than in mixed order.
    The third are the log odds by the likelihood. docs/benchmarks.md says on what the weights were
    fitted.

    Args:
        meanings: Of the units.
        apart: Probability by the likelihood that unit i and unit i + window are in different
            topics, by i.
        window: Distance, in units, at least 1 and less than their number.

    Returns:
        By i, as ``apart``.
    """
    near, near_mixed = (
        _within(each.unlikeness(max(1, round(window / 2))), window).max(axis=1)
        for each in (meanings, meanings.mixed)
    )
    far, far_mixed = (
        _within(each.unlikeness(window), window).mean(axis=1) for each in (meanings, meanings.mixed)
    )
    sure = np.clip(apart, _UNSURE, 1 - _UNSURE)
    odds = (
        _BASE
        + _NEAR * _stressed(near, near_mixed, _NEAR_SPREAD)
        + _FAR * _stressed(far, far_mixed, _FAR_SPREAD)
        + _LIKELIHOOD * np.log(sure / (1 - sure))
    )
    return np.asarray(1 / (1 + np.exp(-odds)))


def _both_sides(values: FloatArray, block: int) -> tuple[FloatArray, FloatArray]:
    """Sums of so many rows before and after each place between two rows."""
    count = len(values)
    total = np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0)])
    place = np.arange(1, count)
    before = total[place] - total[np.maximum(place - block, 0)]
    return before, total[np.minimum(place + block, count)] - total[place]


def _within(places: FloatArray, window: int) -> FloatArray:
    """The places between the ends of every window, as an array [window, place]."""
    return np.lib.stride_tricks.sliding_window_view(places, window)


def _stressed(values: FloatArray, mixed: FloatArray, usual: float) -> FloatArray:
    """Differences from the mean in usual deviations, times how far they tell anything."""
    spread, by_chance = float(values.std()), float(mixed.std())
    share = 1 - (by_chance / spread) ** 2 if spread > by_chance else 0.0
    stress = share * min(_MOST_SPREAD, spread / usual)
    return np.asarray(stress * (values - values.mean()) / usual)
