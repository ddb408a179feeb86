"""What every run of sentences costs as one part, and the partition of least cost."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lecture_assets.content.vectors import FloatArray

IntArray = npt.NDArray[np.int64]


def lexical_cost(words: Sequence[Sequence[int]], prior: FloatArray, band: int) -> FloatArray:
    """Negative log likelihood of every run of sentences as the draw of one word distribution.

    The Dirichlet compound multinomial of Eisenstein and Barzilay, "Bayesian Unsupervised Topic
    Segmentation" (EMNLP 2008).

    Args:
        words: Numbers of the content words of each sentence.
        prior: By number of a word, its parameter of the Dirichlet prior.
        band: Longest run, in sentences.

    Returns:
        Array of shape (sentences, band); ``[i, k]`` is the cost of sentences i to i + k in nats.
        Entries that reach past the last sentence are meaningless.
    """
    gained = _repeats(words, prior, band)
    for first in range(len(words) - 2, -1, -1):
        gained[first, 1:] += gained[first + 1, :-1]
    np.cumsum(gained, axis=1, out=gained)
    lengths = np.concatenate([[0], np.cumsum([len(sentence) for sentence in words])])
    draws = np.log(prior.sum() + np.arange(lengths[-1]))
    norm = np.concatenate([[0.0], np.cumsum(draws)])
    return np.asarray(norm[_runs(lengths.astype(np.float64), band).astype(np.int64)] - gained)


def _repeats(words: Sequence[Sequence[int]], prior: FloatArray, band: int) -> FloatArray:
    """What the uses of a word in two sentences add to every run that holds both of them.

    Returns:
        Array [earlier sentence, distance of the later one]: mixed second differences, so that
        their sum over all pairs within a run is the log probability of its words.
    """
    count = len(words)
    added = np.zeros((count, band))
    said = np.array([word for sentence in words for word in sentence], dtype=np.int64)
    where = np.repeat(np.arange(count), [len(sentence) for sentence in words])
    places, uses = np.unique(said * max(1, count) + where, return_counts=True)
    word, at = places // max(1, count), places % max(1, count)
    gains, offsets = _gains(word, uses, prior)
    total = np.cumsum(uses)
    before = total - uses
    earlier = np.arange(len(places))
    for step in range(min(band, len(places))):
        earlier = earlier[earlier + step < len(places)]
        later = earlier + step
        near = (word[later] == word[earlier]) & (at[later] - at[earlier] < band)
        earlier, later = earlier[near], later[near]
        if not len(earlier):
            break
        base = offsets[earlier]
        ends, starts = (total[later], before[later]), (before[earlier], total[earlier])
        difference = np.zeros(len(earlier))
        for sign, end, start in ((1, 0, 0), (-1, 0, 1), (-1, 1, 0), (1, 1, 1)):
            difference += sign * gains[base + np.maximum(ends[end] - starts[start], 0)]
        np.add.at(added, (at[earlier], at[later] - at[earlier]), difference)
    return added


def _gains(word: IntArray, uses: IntArray, prior: FloatArray) -> tuple[FloatArray, IntArray]:
    """Log of the rising factorial of each word's prior, for 0 to as many uses as it has.

    Returns:
        All words' values one after the other, and where those of each place's word begin.
    """
    kinds, first, kind = np.unique(word, return_index=True, return_inverse=True)
    totals = np.add.reduceat(uses, first) if len(first) else uses
    begins = np.cumsum(totals + 1) - (totals + 1)
    rank = np.arange(int(totals.sum()) + len(kinds)) - np.repeat(begins, totals + 1)
    steps = np.log(np.repeat(prior[kinds], totals + 1) + np.maximum(rank - 1, 0))
    sums = np.cumsum(np.where(rank > 0, steps, 0.0))
    sums -= np.repeat(sums[begins], totals + 1)
    return sums, begins[kind]


def _runs(cumulative: FloatArray, band: int) -> FloatArray:
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
