"""All partitions of a row into runs at once, each weighted by its probability."""

from dataclasses import dataclass

import numpy as np

from lecture_assets.content.vectors import FloatArray

_LEAST = 1e-250


@dataclass(frozen=True)
class Partitions:
    """Sums over all partitions of n units into 1 to m runs.

    Attributes:
        runs: Weight [first, last] of every run, scaled; 0 where last is before first.
        before: Scaled sums over the ways to divide the first ``at`` units into ``count`` runs, as
            [count, at].
        after: The same of the units from ``at`` on.
        before_log: By count, the log of what ``before`` was divided by.
        after_log: The same of ``after``.
    """

    runs: FloatArray
    before: FloatArray
    after: FloatArray
    before_log: FloatArray
    after_log: FloatArray

    def possible(self, count: int) -> bool:
        """Tell whether partitions into so many runs have weights that a float can hold."""
        return bool(self.before[count, -1] > _LEAST)

    def log_sum(self, count: int) -> float:
        """Log of the summed weights of all partitions into so many runs, but for a constant."""
        return float(self.before_log[count] + np.log(self.before[count, -1]))

    def together(self, count: int) -> FloatArray:
        """Work out how probable it is that two units are in one run.

        Args:
            count: Number of runs; it has to be possible.

        Returns:
            Array [one, other] of probabilities, given the number of runs; meaningless where the
            other unit is before the one.
        """
        logs = self.before_log[:count] + self.after_log[count - 1 :: -1]
        scale = np.exp(logs - self.log_sum(count))
        ahead = self.before[:count, :-1] * scale[:, None]
        behind = self.after[count - 1 :: -1, 1:]
        held = np.einsum("ja,jb->ab", ahead, behind) * self.runs
        return np.asarray(np.cumsum(np.cumsum(held, axis=0)[:, ::-1], axis=1)[:, ::-1])


def all_partitions(log_weights: FloatArray, most: int) -> Partitions:
    """Sum over all partitions by the forward and backward recursions of a semi-Markov model.

    The product of its runs' weights is the weight of a partition.

    Args:
        log_weights: Array [first, last] of every run's log weight; minus infinity where last is
            before first.
        most: Most runs.
    """
    count = len(log_weights)
    # The best partition of what is before any unit gives the scale: no weight is above 1 then.
    best = np.zeros(count + 1)
    for end in range(1, count + 1):
        best[end] = (best[:end] + log_weights[:end, end - 1]).max()
    runs = np.exp(log_weights - (best[None, 1:] - best[:-1, None]))
    before, after = np.zeros((most + 1, count + 1)), np.zeros((most + 1, count + 1))
    before_log, after_log = np.zeros(most + 1), np.zeros(most + 1)
    before[0, 0] = after[0, -1] = 1.0
    for runs_so_far in range(1, most + 1):
        last = runs_so_far - 1
        before[runs_so_far, 1:], log = _scaled(np.einsum("a,ab->b", before[last, :-1], runs))
        before_log[runs_so_far] = before_log[last] + log
        after[runs_so_far, :-1], log = _scaled(np.einsum("ab,b->a", runs, after[last, 1:]))
        after_log[runs_so_far] = after_log[last] + log
    return Partitions(runs, before, after, before_log, after_log)


def _scaled(values: FloatArray) -> tuple[FloatArray, float]:
    top = float(values.max())
    return (values / top, float(np.log(top))) if top > 0 else (values, 0.0)
