"""Chooses among candidates, exactly: no other allowed set scores higher."""

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lecture_assets.highlights.candidates import Candidate, overlap, same_thing

_CROWDING = 0.2
"""Share of the lower score that neighbours cost where one follows the other at once."""
_MOST_STEPS = 10_000
_PRICE_STEPS = 30
_EPSILON = 1e-9

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Bounds:
    """What a set may be.

    Attributes:
        most: Its size.
        total_ms: Length of its clips together.
        spread_ms: Neighbours that are nearer than this cost a little; 0 where that does not matter.
    """

    most: int
    total_ms: int
    spread_ms: int


@dataclass(frozen=True)
class Choice:
    """A set of candidates.

    Attributes:
        positions: Where they stand among the candidates, best first.
        missed: By how much of its score a better set might exceed it; 0 where none can.
    """

    positions: list[int]
    missed: float = 0.0


def choose(candidates: Sequence[Candidate], bounds: Bounds) -> Choice:
    """Find the set of highest total score.

    No two of the set overlap or are about the same thing, and neighbours that lie close together
    cost a little, which spreads the set over the lecture. What an editor wants is in, whatever it
    is about, however long it is; the length left is for the others.

    The set is built in order of time, the most promising beginning first (A*). What a beginning may
    still reach is bounded by weighted interval scheduling, which knows of lengths only a price and
    not at all what is about the same thing; a beginning goes when another one that ends with the
    same candidate is better in every respect. A choice among a hundred takes a tenth of a second;
    where so many clash that it would take many seconds, the search stops and says what it may have
    missed.

    Args:
        candidates: What there is; those that an editor wants do not overlap.
        bounds: What is allowed.
    """
    return _Search(candidates, bounds).run()


@dataclass(frozen=True)
class _Beginning:
    """A set as far as it was built.

    Attributes:
        score: Of what it holds.
        length_ms: Of what it holds, what an editor wants left out.
        chosen: Positions in order of time.
        clashing: What may not follow, as bits.
    """

    score: float
    length_ms: int
    chosen: tuple[int, ...]
    clashing: int

    def beats(self, other: "_Beginning") -> bool:
        """Tell whether it is at least as good in every respect."""
        return (
            self.score >= other.score
            and self.length_ms <= other.length_ms
            and len(self.chosen) <= len(other.chosen)
            and self.clashing & ~other.clashing == 0
        )


class _Search:
    """The state of one search; candidates are numbered in order of time."""

    def __init__(self, candidates: Sequence[Candidate], bounds: Bounds) -> None:
        wholes = [each.settled.whole for each in candidates]
        self.order = sorted(
            range(len(candidates)), key=lambda at: (wholes[at].start_ms, wholes[at].end_ms)
        )
        self.sorted = [candidates[at] for at in self.order]
        self.fixed = [at for at, each in enumerate(self.sorted) if each.fixed]
        self.spread_ms = bounds.spread_ms
        self.most = max(bounds.most, len(self.fixed))
        taken_ms = sum(self.sorted[at].settled.clip_ms for at in self.fixed)
        self.left_ms = bounds.total_ms - taken_ms
        alike = same_thing(self.sorted)
        self.clashes = [self._clashes(at, alike[at]) for at in range(len(self.sorted))]
        out = sum(1 << at for at in range(len(self.sorted)) if self._is_out(at))
        self.start = _Beginning(0.0, 0, (), out)
        beginnings = range(-1, len(self.sorted))
        self.following = {last: self._following(last) for last in beginnings}
        self.price, self.reachable = self._tightest()

    def run(self) -> Choice:
        """Go on with the most promising beginning until it is a whole set."""
        best = self._greedy()
        seen: dict[int, list[_Beginning]] = {}
        waiting: list[tuple[float, tuple[int, ...], _Beginning]] = []
        self._push(waiting, self.start)
        for _ in range(_MOST_STEPS):
            if not waiting or -waiting[0][0] <= best.score + _EPSILON:
                return self._choice(best, 0.0)
            beginning = heapq.heappop(waiting)[2]
            others = seen.setdefault(beginning.chosen[-1] if beginning.chosen else -1, [])
            if any(other.beats(beginning) for other in others):
                continue
            others.append(beginning)
            for longer in self._longer(beginning):
                if self._is_whole(longer) and longer.score > best.score + _EPSILON:
                    best = longer
                self._push(waiting, longer)
        return self._choice(best, max(0.0, -waiting[0][0] - best.score) if waiting else 0.0)

    def _choice(self, best: _Beginning, missed: float) -> Choice:
        chosen = sorted(best.chosen, key=lambda at: (-self.sorted[at].score, at))
        share = missed / best.score if best.score else 0.0
        return Choice([self.order[at] for at in chosen], share)

    def _clashes(self, at: int, alike: Sequence[bool]) -> int:
        """Name as bits what may not be in a set with a candidate."""
        mine = self.sorted[at]
        return sum(
            1 << one
            for one, other in enumerate(self.sorted)
            if one != at
            and (overlap(mine, other) or (alike[one] and not (mine.fixed and other.fixed)))
        )

    def _is_out(self, at: int) -> bool:
        mine = self.sorted[at]
        if mine.fixed:
            return False
        clashing = any(self.clashes[one] >> at & 1 for one in self.fixed)
        return clashing or mine.settled.clip_ms > self.left_ms

    def _next_fixed(self, last: int) -> int:
        return next((at for at in self.fixed if at > last), len(self.sorted))

    def _is_whole(self, beginning: _Beginning) -> bool:
        last = beginning.chosen[-1] if beginning.chosen else -1
        return self._next_fixed(last) == len(self.sorted)

    def _length_ms(self, at: int) -> int:
        """What a candidate takes of the length that an editor leaves."""
        return 0 if self.sorted[at].fixed else self.sorted[at].settled.clip_ms

    def _gain(self, last: int, here: int) -> float:
        """What a candidate adds to a set that ends with another one, or is empty (-1)."""
        score = self.sorted[here].score
        if last < 0 or not self.spread_ms:
            return score
        before, after = self.sorted[last].settled.whole, self.sorted[here].settled.whole
        near = max(0.0, 1 - (after.start_ms - before.end_ms) / self.spread_ms)
        return score - _CROWDING * near * min(score, self.sorted[last].score)

    def _tightest(self) -> tuple[float, FloatArray]:
        """Find the price of a millisecond with which what may be reached is bounded best.

        With a price on length (a Lagrange multiplier) the bound knows that clips compete for it.
        """
        left_ms = max(0, self.left_ms)

        def bound(price: float) -> float:
            return float(self._reachable(price)[-1][self.most]) + price * left_ms

        lengths = sorted((each.settled.clip_ms for each in self.sorted), reverse=True)
        if sum(lengths[: self.most]) <= left_ms:
            return 0.0, self._reachable(0.0)
        low, high = 0.0, max(each.score / max(1, each.settled.clip_ms) for each in self.sorted)
        for _ in range(_PRICE_STEPS):
            one, other = low + (high - low) / 3, high - (high - low) / 3
            low, high = (low, other) if bound(one) <= bound(other) else (one, high)
        return high, self._reachable(high)

    def _reachable(self, price: float) -> FloatArray:
        """Bound what may be added after each candidate (the last row: after none), by how many.

        Args:
            price: What a millisecond of a clip costs that no editor wants.
        """
        count = len(self.sorted)
        lengths = np.array([self._length_ms(at) for at in range(count)], float)
        table = np.zeros((count + 1, self.most + 1))
        for last in range(count - 1, -2, -1):
            here, gains = self.following[last]
            table[last] = 0.0 if self._next_fixed(last) == count else -math.inf
            if here.size and self.most:
                further = (gains - price * lengths[here])[:, None] + table[here, :-1]
                table[last, 1:] = np.maximum(table[last, 1:], further.max(axis=0))
        return table

    def _following(self, last: int) -> tuple[npt.NDArray[np.intp], FloatArray]:
        """Return what may come next, and what it adds."""
        end_ms = self.sorted[last].settled.whole.end_ms if last >= 0 else 0
        here = [
            here
            for here in range(last + 1, min(self._next_fixed(last) + 1, len(self.sorted)))
            if not self.start.clashing >> here & 1
            and self.sorted[here].settled.whole.start_ms >= end_ms
        ]
        return np.array(here, np.intp), np.array([self._gain(last, each) for each in here], float)

    def _longer(self, beginning: _Beginning) -> Iterator[_Beginning]:
        last = beginning.chosen[-1] if beginning.chosen else -1
        if len(beginning.chosen) == self.most:
            return
        for here in range(last + 1, min(self._next_fixed(last) + 1, len(self.sorted))):
            if beginning.clashing >> here & 1:
                continue
            length_ms = beginning.length_ms + self._length_ms(here)
            if length_ms > max(0, self.left_ms):
                continue
            clashing = (beginning.clashing | self.clashes[here]) >> here + 1 << here + 1
            score = beginning.score + self._gain(last, here)
            yield _Beginning(score, length_ms, (*beginning.chosen, here), clashing)

    def _push(
        self, waiting: list[tuple[float, tuple[int, ...], _Beginning]], beginning: _Beginning
    ) -> None:
        last = beginning.chosen[-1] if beginning.chosen else -1
        further = float(self.reachable[last][self.most - len(beginning.chosen)])
        further += self.price * max(0, max(0, self.left_ms) - beginning.length_ms)
        if further > -math.inf:
            item = (-(beginning.score + further), beginning.chosen, beginning)
            heapq.heappush(waiting, item)

    def _greedy(self) -> _Beginning:
        """Take what an editor wants, then the best that still fits: a set to begin with."""
        chosen = list(self.fixed)
        length_ms = 0
        rest = [at for at in range(len(self.sorted)) if not self.start.clashing >> at & 1]
        for at in sorted(rest, key=lambda at: (-self.sorted[at].score, at)):
            longer_ms = length_ms + self.sorted[at].settled.clip_ms
            fits = len(chosen) < self.most and longer_ms <= self.left_ms
            if at in chosen or not fits or any(self.clashes[at] >> one & 1 for one in chosen):
                continue
            chosen.append(at)
            length_ms = longer_ms
        chosen.sort()
        gains = [self._gain(last, here) for last, here in pairwise([-1, *chosen])]
        return _Beginning(sum(gains), length_ms, tuple(chosen), 0)
