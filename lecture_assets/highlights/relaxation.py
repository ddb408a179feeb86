"""Bounds what any set can score, and finds good sets on the way.

Two rules are left out and have prices instead (Lagrange multipliers): how long all clips may be
together, and that of a group about the same thing one may be chosen. What is left is weighted
interval scheduling, which a table solves. Prices are moved towards where the table's own best set
keeps the rules (subgradients with Polyak's step), since there the bound is lowest.
Held, Wolfe, Crowder: Validation of subgradient optimization, Mathematical Programming 6 (1974).
"""

import math
from collections.abc import Sequence

import numpy as np

from lecture_assets.highlights.problem import FloatArray, Places, Problem

_MOST_STEPS = 300
_MOST_WORK = 40_000
"""Candidates times steps, so that a thousand candidates take no minute."""
_STUCK = 12
"""Steps without a better bound after which the next ones are half as long."""
_FIRST, _SHORTEST = 2.0, 0.01
_TINY = 1e-9


class Relaxation:
    """What may be reached, at prices.

    Attributes:
        best: The best set found so far, in order of time.
        best_value: Its score.
        table: For each candidate (the last row: for none) what may be added after it at most, by
            how many.
        price: What a millisecond of a clip costs that no editor wants.
        penalties: What one of each group costs.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._count = len(problem.order)
        self._lengths = np.array(problem.lengths_ms, float)
        self._fixed = np.zeros(self._count, bool)
        self._fixed[problem.fixed] = True
        self.members = np.zeros((len(problem.groups), self._count))
        for number, group in enumerate(problem.groups):
            self.members[number, group] = 1
        self.out = problem.out
        self._follow()
        self.price, self.penalties = 0.0, np.zeros(len(problem.groups))
        self.best = self._completed([])
        self.best_value = problem.value(self.best)
        self.table = self._solve(self._costs())
        self._tighten()

    def bound(self) -> float:
        """What no set exceeds."""
        return float(self.table[-1, -1]) + self._constant()

    def _constant(self) -> float:
        return self.price * self._problem.left_ms + float(self.penalties.sum())

    def _costs(self) -> FloatArray:
        costs: FloatArray = self.price * self._lengths + self.penalties @ self.members
        return costs

    def _follow(self) -> None:
        self._following = [self._problem.following(at, self.out) for at in range(self._count)]
        self._following.append(self._problem.following(-1, self.out))

    def _tighten(self) -> None:
        """Move the prices, and leave out what no set better than the best one holds."""
        step, stuck, lowest = _FIRST, 0, (math.inf, self.price, self.penalties)
        for _ in range(min(_MOST_STEPS, _MOST_WORK // max(1, self._count))):
            path = self._path(self._costs())
            self._take(self._completed(path))
            if self.bound() < lowest[0] - _TINY:
                lowest, stuck = (self.bound(), self.price, self.penalties), 0
            else:
                stuck += 1
            if stuck == _STUCK:
                step, stuck = step / 2, 0
                _, self.price, self.penalties = lowest
                self._leave_out()
            if lowest[0] <= self.best_value + _TINY or step < _SHORTEST:
                break
            if not self._move(path, step):
                break
            self.table = self._solve(self._costs())
        _, self.price, self.penalties = lowest
        self._leave_out()

    def _move(self, path: Sequence[int], step: float) -> bool:
        """Move the prices; False where the table's set keeps all rules that have one."""
        whole_ms = max(1, self._problem.left_ms)
        room = 1 - sum(self._problem.lengths_ms[at] for at in path) / whole_ms
        places = 1 - self.members[:, list(path)].sum(axis=1)
        price = self.price * whole_ms
        room = 0.0 if price <= 0 <= room else room
        places = np.where((self.penalties <= 0) & (places >= 0), 0.0, places)
        square = room * room + float(places @ places)
        if not square:
            return False
        length = step * max(_TINY, self.bound() - self.best_value) / square
        self.price = max(0.0, price - length * room) / whole_ms
        self.penalties = np.maximum(0.0, self.penalties - length * places)
        return True

    def _solve(self, costs: FloatArray) -> FloatArray:
        table = np.full((self._count + 1, self._problem.most + 1), -math.inf)
        for last in range(self._count - 1, -2, -1):
            if self._problem.next_fixed(last) == self._count:
                table[last] = 0.0
            further = self._further(last, costs, table)
            if further.size:
                table[last] = np.maximum(table[last], further.max(axis=0))
        return table

    def _further(self, last: int, costs: FloatArray, table: FloatArray) -> FloatArray:
        """What each that may come next adds with all after it, by how many."""
        here, gains = self._following[last]
        after = np.full((here.size, table.shape[1]), -math.inf)
        fixed = self._fixed[here]
        after[fixed] = table[here[fixed]]
        after[~fixed, 1:] = table[here[~fixed], :-1]
        further: FloatArray = after + (gains - costs[here])[:, None]
        return further

    def _path(self, costs: FloatArray) -> list[int]:
        """Return the set that the table is about."""
        path: list[int] = []
        last, left = -1, self._problem.most
        while True:
            further = self._further(last, costs, self.table)
            if not further.size:
                return path
            best = int(further[:, left].argmax())
            ended = self._problem.next_fixed(last) == self._count
            if ended and further[best, left] <= _TINY:
                return path
            last = int(self._following[last][0][best])
            left -= int(not self._fixed[last])
            path.append(last)

    def _leave_out(self) -> None:
        """Leave out what the bound rules out of a better set, and what follows from that."""
        costs = self._costs()
        self.table = self._solve(costs)
        through = self._before(costs) + self.table[:-1, ::-1]
        reach = through.max(axis=1, initial=-math.inf) + self._constant()
        gone = [
            at
            for at in np.flatnonzero(reach <= self.best_value + _TINY)
            if not self.out >> int(at) & 1 and not self._fixed[at]
        ]
        if gone:
            self.out |= sum(1 << int(at) for at in gone)
            self._follow()
            self.table = self._solve(costs)

    def _before(self, costs: FloatArray) -> FloatArray:
        """What may be reached up to each candidate, that one included, by how many."""
        table = np.full((self._count + 1, self._problem.most + 1), -math.inf)
        table[-1, 0] = 0.0
        for last in range(-1, self._count):
            here, gains = self._following[last]
            fixed = self._fixed[here]
            reached = table[last] + (gains - costs[here])[:, None]
            table[here[fixed]] = np.maximum(table[here[fixed]], reached[fixed])
            free: Places = here[~fixed]
            table[free, 1:] = np.maximum(table[free, 1:], reached[~fixed, :-1])
        return np.maximum.accumulate(table, axis=1)[:-1]

    def _take(self, found: list[int]) -> None:
        """Keep a set if it is the best so far, with one of it exchanged as long as that helps."""
        value = self._problem.value(found)
        while value > self.best_value + _TINY:
            self.best, self.best_value = found, value
            others = [
                self._completed([each for each in found if each != at], without=at)
                for at in found
                if not self._fixed[at]
            ]
            found = max(others, key=self._problem.value, default=found)
            value = self._problem.value(found)

    def _completed(self, wanted: Sequence[int], without: int | None = None) -> list[int]:
        """Make a set of what an editor wants, what is wanted here, and the best that still fits."""
        problem = self._problem
        chosen, clashing, used_ms, most = list(problem.fixed), problem.out, 0, problem.most
        if without is not None:
            clashing |= 1 << without
        worth = np.array(problem.scores) - self._costs()
        order = sorted(range(self._count), key=lambda at: (at not in wanted, -worth[at], at))
        for at in order:
            longer_ms = used_ms + problem.lengths_ms[at]
            if self._fixed[at] or not most or clashing >> at & 1 or longer_ms > problem.left_ms:
                continue
            chosen.append(at)
            clashing |= problem.clashes[at]
            used_ms, most = longer_ms, most - 1
        return sorted(chosen)
