"""What is to be chosen from, in order of time, and what a set may hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lecture_assets.highlights.candidates import Candidate, overlap, same_thing

_CROWDING = 0.2
"""Share of the lower score that neighbours cost where one follows the other at once."""

FloatArray = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


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


class Problem:
    """Candidates, numbered in order of time.

    Attributes:
        order: Where each stands among the candidates that were given.
        fixed: What an editor wants, in order.
        most: How many others there may be.
        left_ms: How long these may be together; what an editor wants takes no part of it.
        lengths_ms: What each takes of that.
        scores: Of each, above 0.
        out: What is in no set, as bits.
        clashes: For each what is in no set with it, as bits.
        groups: Others of which one may be in a set, since all are about the same thing; every two
            such are in a group.
    """

    def __init__(self, candidates: Sequence[Candidate], bounds: Bounds) -> None:
        wholes = [each.settled.whole for each in candidates]
        self.order = sorted(
            range(len(candidates)), key=lambda at: (wholes[at].start_ms, wholes[at].end_ms)
        )
        found = [candidates[at] for at in self.order]
        self._wholes = [each.settled.whole for each in found]
        self._spread_ms = bounds.spread_ms
        self.fixed = [at for at, each in enumerate(found) if each.fixed]
        self.most = max(0, bounds.most - len(self.fixed))
        taken_ms = sum(found[at].settled.clip_ms for at in self.fixed)
        self.left_ms = max(0, bounds.total_ms - taken_ms)
        self.lengths_ms = [0 if each.fixed else each.settled.clip_ms for each in found]
        self.scores = [each.score for each in found]
        alike = same_thing(found)
        self.clashes = [_clashes(at, found, alike[at]) for at in range(len(found))]
        self.out = sum(1 << at for at in range(len(found)) if self._is_out(at))
        free = [at for at in range(len(found)) if not self.out >> at & 1 and at not in self.fixed]
        self.groups = _groups(free, alike)

    def _is_out(self, at: int) -> bool:
        clashing = any(self.clashes[one] >> at & 1 for one in self.fixed)
        return at not in self.fixed and (clashing or self.lengths_ms[at] > self.left_ms)

    def next_fixed(self, last: int) -> int:
        """Return the next that an editor wants, or the number of all."""
        return next((at for at in self.fixed if at > last), len(self.order))

    def gain(self, last: int, here: int) -> float:
        """What a candidate adds to a set that ends with another one, or is empty (-1)."""
        score = self.scores[here]
        if last < 0 or not self._spread_ms:
            return score
        before, after = self._wholes[last], self._wholes[here]
        near = max(0.0, 1 - (after.start_ms - before.end_ms) / self._spread_ms)
        return score - _CROWDING * near * min(score, self.scores[last])

    def value(self, chosen: Sequence[int]) -> float:
        """Score of a set in order."""
        return sum(self.gain(last, here) for last, here in pairwise([-1, *chosen]))

    def following(self, last: int, out: int) -> tuple[Places, FloatArray]:
        """Return what may come next, and what it adds.

        Args:
            last: The candidate that is last, or -1.
            out: What does not come, as bits.
        """
        end_ms = self._wholes[last].end_ms if last >= 0 else 0
        here = [
            here
            for here in range(last + 1, min(self.next_fixed(last) + 1, len(self.order)))
            if not out >> here & 1 and self._wholes[here].start_ms >= end_ms
        ]
        return np.array(here, np.intp), np.array([self.gain(last, each) for each in here], float)


def _clashes(at: int, found: Sequence[Candidate], alike: Sequence[bool]) -> int:
    mine = found[at]
    return sum(
        1 << one
        for one, other in enumerate(found)
        if one != at and (overlap(mine, other) or (alike[one] and not (mine.fixed and other.fixed)))
    )


def _groups(free: Sequence[int], alike: Sequence[Sequence[bool]]) -> list[list[int]]:
    """Put every two that are alike into a group of which all are alike."""
    groups: list[list[int]] = []
    together: set[tuple[int, int]] = set()
    for at, one in enumerate(free):
        for other in free[at + 1 :]:
            if not alike[one][other] or (one, other) in together:
                continue
            group = [one, other]
            group += [
                each
                for each in free
                if each not in (one, other) and all(alike[each][mine] for mine in group)
            ]
            groups.append(sorted(group))
            together |= {(a, b) for a in group for b in group if a < b}
    return groups
