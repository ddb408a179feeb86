"""Chooses among candidates, exactly: no other allowed set scores higher."""

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lecture_assets.highlights.candidates import Candidate
from lecture_assets.highlights.problem import Bounds, Problem
from lecture_assets.highlights.relaxation import Relaxation

_MOST_STEPS = 10_000
_EPSILON = 1e-9


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

    A relaxation bounds what can be scored, finds good sets, and rules most candidates out. Where
    its best set does not reach its bound, sets of the others are built in order of time, the most
    promising beginning first (A*); a beginning goes when another one that ends with the same
    candidate is better in every respect. Where that would take many seconds, the search stops and
    says what it may have missed.

    Args:
        candidates: What there is; those that an editor wants do not overlap.
        bounds: What is allowed.
    """
    problem = Problem(candidates, bounds)
    best, missed = _Search(problem).run()
    chosen = sorted(best, key=lambda at: (-problem.scores[at], at))
    value = problem.value(best)
    return Choice([problem.order[at] for at in chosen], missed / value if value else 0.0)


@dataclass(frozen=True)
class _Beginning:
    """A set as far as it was built.

    Attributes:
        score: Of what it holds.
        length_ms: Of what it holds, what an editor wants left out.
        chosen: Positions in order of time.
        left: How many others there may be yet.
        clashing: What may not follow, as bits.
        penalties: Of the groups that it does not touch, together.
    """

    score: float
    length_ms: int
    chosen: tuple[int, ...]
    left: int
    clashing: int
    penalties: float

    @property
    def last(self) -> int:
        """Its last candidate, -1 where it has none."""
        return self.chosen[-1] if self.chosen else -1

    def beats(self, other: "_Beginning") -> bool:
        """Tell whether it is at least as good in every respect."""
        return (
            self.score >= other.score
            and self.length_ms <= other.length_ms
            and self.left >= other.left
            and self.clashing & ~other.clashing == 0
        )


class _Search:
    """The state of one search."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._relaxed = Relaxation(problem)
        self._fixed = set(problem.fixed)
        self._penalty = (self._relaxed.penalties @ self._relaxed.members).tolist()

    def run(self) -> tuple[Sequence[int], float]:
        """Go on with the most promising beginning until it is a whole set.

        Returns:
            The best set, and by how much a better one might exceed it.
        """
        best, best_score = tuple(self._relaxed.best), self._relaxed.best_value
        seen: dict[int, list[_Beginning]] = {}
        waiting: list[tuple[float, tuple[int, ...], _Beginning]] = []
        total = float(self._relaxed.penalties.sum())
        out = self._relaxed.out
        self._push(waiting, _Beginning(0.0, 0, (), self._problem.most, out, total))
        for _ in range(_MOST_STEPS):
            if not waiting or -waiting[0][0] <= best_score + _EPSILON:
                return best, 0.0
            beginning = heapq.heappop(waiting)[2]
            others = seen.setdefault(beginning.last, [])
            if any(other.beats(beginning) for other in others):
                continue
            others.append(beginning)
            for longer in self._longer(beginning):
                if self._is_whole(longer) and longer.score > best_score + _EPSILON:
                    best, best_score = longer.chosen, longer.score
                self._push(waiting, longer)
        return best, max(0.0, -waiting[0][0] - best_score) if waiting else 0.0

    def _is_whole(self, beginning: _Beginning) -> bool:
        return self._problem.next_fixed(beginning.last) == len(self._problem.order)

    def _longer(self, beginning: _Beginning) -> Iterator[_Beginning]:
        problem, last = self._problem, beginning.last
        for here in range(last + 1, min(problem.next_fixed(last) + 1, len(problem.order))):
            fixed = here in self._fixed
            length_ms = beginning.length_ms + problem.lengths_ms[here]
            if beginning.clashing >> here & 1 or length_ms > problem.left_ms:
                continue
            if not fixed and not beginning.left:
                continue
            yield _Beginning(
                beginning.score + problem.gain(last, here),
                length_ms,
                (*beginning.chosen, here),
                beginning.left - (not fixed),
                (beginning.clashing | problem.clashes[here]) >> here + 1 << here + 1,
                beginning.penalties - self._penalty[here],
            )

    def _push(
        self, waiting: list[tuple[float, tuple[int, ...], _Beginning]], beginning: _Beginning
    ) -> None:
        further = float(self._relaxed.table[beginning.last][beginning.left]) + beginning.penalties
        further += self._relaxed.price * (self._problem.left_ms - beginning.length_ms)
        if further > -math.inf:
            heapq.heappush(waiting, (-(beginning.score + further), beginning.chosen, beginning))
