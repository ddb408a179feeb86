"""Topics by exact dynamic programming over sentences."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lecture_assets.content.vectors import FloatArray

_ALPHA = 1.0


def lexical_cost(words: Sequence[Sequence[int]], band: int) -> FloatArray:
    """Negative log likelihood of every run of sentences as the draw of one word distribution.

    The Dirichlet compound multinomial of Eisenstein and Barzilay, "Bayesian Unsupervised Topic
    Segmentation" (EMNLP 2008), with a symmetric prior.

    Args:
        words: Numbers of the content words of each sentence.
        band: Longest run, in sentences.

    Returns:
        Array of shape (sentences, band); ``[i, k]`` is the cost of sentences i to i + k in nats.
        Entries that reach past the last sentence are meaningless.
    """
    added = _repeats(words, band)
    for first in range(len(words) - 2, -1, -1):
        added[first, 1:] += added[first + 1, :-1]
    gained = np.cumsum(added, axis=1)
    lengths = np.concatenate([[0], np.cumsum([len(sentence) for sentence in words])])
    runs = _runs(lengths.astype(np.float64), band).astype(np.int64)
    mass = _ALPHA * (1 + max((max(sentence, default=0) for sentence in words), default=0))
    norm = np.array([math.lgamma(n + mass) for n in range(int(lengths[-1]) + 1)])
    return np.asarray(norm[runs] - norm[0] - runs * math.log(_ALPHA) - gained)


def _repeats(words: Sequence[Sequence[int]], band: int) -> FloatArray:
    """What each repetition adds, at [sentence of the earlier use, distance to the later one]."""
    added = np.zeros((len(words), band))
    uses: dict[int, list[int]] = {}
    steps = np.diff(np.log(_ALPHA + np.arange(1 + sum(map(len, words)))))
    for at, sentence in enumerate(words):
        for word in sentence:
            earlier = uses.setdefault(word, [])
            recent = np.array(earlier[::-1], dtype=np.int64)
            near = recent[recent > at - band]
            np.add.at(added, (near, at - near), steps[: len(near)])
            earlier.append(at)
    return added


def _runs(cumulative: npt.NDArray[np.float64], band: int) -> FloatArray:
    """Differences of cumulative sums (sentences + 1, ...) as a table [first, length - 1]."""
    count = len(cumulative) - 1
    ends = np.minimum(np.arange(count)[:, None] + np.arange(1, band + 1), count)
    return np.asarray(cumulative[ends] - cumulative[:count, None])


def scatter_cost(vectors: FloatArray, weights: FloatArray, band: int) -> FloatArray:
    """Squared distances of every run's vectors from their mean, weighted.

    Args:
        vectors: Shape (sentences, dimensions).
        weights: Weight of each sentence, such as its number of words.
        band: Longest run, in sentences.

    Returns:
        Array of shape (sentences, band), laid out as :func:`lexical_cost` does.
    """
    count = len(vectors)
    zero = np.zeros((1, vectors.shape[1]))
    sums = np.concatenate([zero, np.cumsum(vectors * weights[:, None], axis=0)])
    squares = np.concatenate([[0], np.cumsum(weights * (vectors**2).sum(axis=1))])
    masses = _runs(np.concatenate([[0], np.cumsum(weights)]), band)
    table = _runs(squares, band)
    for first in range(count):
        last = min(count, first + band)
        run = sums[first + 1 : last + 1] - sums[first]
        norms = np.einsum("ij,ij->i", run, run)
        table[first, : last - first] -= norms / np.maximum(masses[first, : last - first], 1e-9)
    return table


def cut(costs: FloatArray, opening: FloatArray) -> list[int]:
    """Find the partition of least total cost.

    Args:
        costs: Table [first, length - 1] of the cost of one part; infinite where it is not allowed.
        opening: What it costs to open a part at each sentence.

    Returns:
        First sentences of the parts, in order, beginning with 0; where no allowed partition
        exists, ``[0]``.
    """
    count, band = costs.shape
    best = np.full(count + 1, np.inf)
    best[0] = 0.0
    back = np.zeros(count + 1, dtype=np.int64)
    for first in range(count):
        last = min(count, first + band)
        reached = best[first] + opening[first] + costs[first, : last - first]
        better = reached < best[first + 1 : last + 1]
        best[first + 1 : last + 1][better] = reached[better]
        back[first + 1 : last + 1][better] = first
    if not np.isfinite(best[count]):
        return [0]
    starts, at = [], count
    while at > 0:
        at = int(back[at])
        starts.append(at)
    return starts[::-1]
