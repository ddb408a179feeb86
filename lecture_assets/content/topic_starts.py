"""Where the topics of a lecture begin.

Neither likelihoods nor description lengths tell how many topics a person would see: on transcribed
meetings and on chapters of books, each said more of them the longer the text, and was wrong. So the
data say where and experience says how many. For every number of topics all partitions are weighed
by their likelihood; the numbers themselves are weighed by how many topics people saw in lectures
of that length, unless the evidence for more of them is overwhelming. What follows from that and
from how the talk changes nearby is how probable a change of topic is between any two places that
are half a topic apart. Of all partitions the one is taken whose expected error is least: a boundary
is set where two such places are in different topics more probably than not, and nowhere else.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

import numpy as np

from lecture_assets.content.partitions import Partitions, all_partitions
from lecture_assets.content.segmentation import lexical_cost, scatter_cost
from lecture_assets.content.topic_changes import Meanings, change_probabilities
from lecture_assets.content.vectors import FloatArray

_MOST_UNITS = 600
"""A longer lecture is divided into so many groups of sentences: its table stays in bounds."""
_CONCENTRATION = 300.0
"""How close the words of a topic are to those of the lecture, as the sum of its Dirichlet prior."""
_TEMPERATURE = 5.0
"""What the likelihood is tempered by, since words are not drawn independently of one another."""
_TOPICS, _IN_MS, _GROWTH = 9.0, 50 * 60_000.0, 0.4
"""Nine topics in 50 minutes are expected, growing with the 0.4th power of the length."""
_COUNT_SPREAD, _LENGTH_SPREAD = 0.4, 0.8
"""Standard deviations of the logarithms of the number of topics, and of a topic's length."""
_OPENING = 0.001
"""Share of error that a boundary has to save, and what a nat of evidence is worth for its place."""
_CERTAIN_NATS = 60.0
"""Numbers of topics are ruled out that leave out boundaries worth more than this, tempered."""
_LEAST_WEIGHT = 1e-3


def topic_starts(
    words: Sequence[Sequence[int]],
    vectors: FloatArray,
    lengths_ms: Sequence[int],
    evidence: FloatArray,
) -> list[int]:
    """Find the first sentence of every topic.

    Args:
        words: Numbers of the content words of each sentence, at least one sentence.
        vectors: One row of length 1 a sentence.
        lengths_ms: How long each sentence takes.
        evidence: What speaks for a topic to open at each sentence besides, in nats.

    Returns:
        In order, beginning with 0.
    """
    lengths = np.maximum(1.0, np.array(lengths_ms, dtype=np.float64))
    firsts = _units(lengths, evidence)
    bounds = [*firsts, len(words)]
    total = float(lengths.sum())
    expected = _TOPICS * (total / _IN_MS) ** _GROWTH
    most = max(1, min(len(firsts), math.ceil(4 * expected)))
    costs = _costs(words, vectors, bounds)
    sums = np.concatenate([[0.0], np.cumsum(lengths)])[bounds]
    long = np.triu(sums[None, 1:] - sums[:-1, None])
    relative = np.log(np.where(long > 0, long, 1.0) * expected / total)
    log_weights = -costs / _TEMPERATURE - 0.5 * (relative / _LENGTH_SPREAD) ** 2 - relative
    log_weights[1:] += evidence[firsts[1:]][:, None]
    log_weights[long <= 0] = -np.inf
    partitions = all_partitions(log_weights, most)
    losses = _losses(partitions, _meanings(words, vectors, firsts), expected, most)
    losses[:-1] += _OPENING * (1 - evidence[firsts])[:, None]
    return [firsts[at] for at in _least(losses)]


def _units(lengths: FloatArray, evidence: FloatArray) -> list[int]:
    """First sentences of the units: sentences, or groups that open where most speaks for it."""
    if len(lengths) <= _MOST_UNITS:
        return list(range(len(lengths)))
    ends = np.cumsum(lengths)
    group = np.minimum((ends - lengths) * _MOST_UNITS / ends[-1], _MOST_UNITS - 1).astype(int)
    firsts = [0]
    for at in np.unique(group)[1:]:
        inside = np.flatnonzero(group == at)
        firsts.append(int(inside[np.argmax(evidence[inside])]))
    return sorted(set(firsts))


def _costs(
    words: Sequence[Sequence[int]], vectors: FloatArray, bounds: Sequence[int]
) -> FloatArray:
    """Lexical and vector cost of every run of units, as an array [first, last]."""
    said = np.bincount(np.array(list(chain([0], *words)), dtype=np.int64))
    said[0] -= 1
    repeated = said > 1
    share = said / max(1, said[repeated].sum())
    parts = list(pairwise(bounds))
    kept = [[w for w in chain(*words[a:b]) if repeated[w]] for a, b in parts]
    weights = np.array([len(sentence) for sentence in words], dtype=np.float64)
    heavy = np.add.reduceat(weights, bounds[:-1])
    sums = np.add.reduceat(vectors * weights[:, None], bounds[:-1], axis=0)
    means = sums / np.maximum(heavy, 1.0)[:, None]
    count = len(parts)
    table = lexical_cost(kept, _CONCENTRATION * share, count) + scatter_cost(means, heavy, count)
    distance = np.arange(count)[None, :] - np.arange(count)[:, None]
    return np.asarray(np.take_along_axis(table, np.maximum(distance, 0), axis=1))


def _meanings(
    words: Sequence[Sequence[int]], vectors: FloatArray, firsts: Sequence[int]
) -> Meanings:
    weights = np.array([len(sentence) for sentence in words], dtype=np.float64)
    mean = weights @ vectors / max(1.0, float(weights.sum()))
    centred = (vectors - mean) * weights[:, None]
    squares = (centred**2).sum(axis=1)
    return Meanings(np.add.reduceat(centred, firsts), np.add.reduceat(squares, firsts))


def _losses(partitions: Partitions, meanings: Meanings, expected: float, most: int) -> FloatArray:
    """Expected error of a topic from one unit to another, as an array [first, end].

    The error is Pk, the share of pairs of units half a topic apart that are wrongly told to be in
    one topic, or not (Beeferman, Berger and Lafferty, 1999), averaged over the number of topics.
    What all partitions have in common is left out.
    """
    units = len(meanings.sums)
    losses = np.zeros((units + 1, units + 1))
    for count, weight in _counts(partitions, expected, most):
        window = round(units / count / 2)
        if 0 < window < units:
            apart = 1 - np.diagonal(partitions.together(count), window)
            losses += weight * _pair_losses(change_probabilities(meanings, apart, window), units)
    return losses


def _counts(partitions: Partitions, expected: float, most: int) -> Iterator[tuple[int, float]]:
    """Numbers of topics with their probabilities.

    They are those of experience, but for numbers so small that overwhelming evidence is left out.
    """
    counts = [count for count in range(1, most + 1) if partitions.possible(count)]
    logs = [-0.5 * (math.log(c / expected) / _COUNT_SPREAD) ** 2 - math.log(c) for c in counts]
    worth = [partitions.log_sum(count) - _CERTAIN_NATS * count for count in counts]
    attained = np.maximum.accumulate(worth[::-1])[::-1]
    weights = np.exp(np.array(logs) + worth - attained)
    for count, weight in zip(counts, weights / weights.sum(), strict=True):
        if weight > _LEAST_WEIGHT:
            yield count, float(weight)


def _pair_losses(changes: FloatArray, units: int) -> FloatArray:
    """The same for one number of topics: pairs in one topic, wrongly so less rightly so.

    What an inner topic lacks to the average length counts as wrong pairs: the error alone would
    take several boundaries for one that lies in an uncertain place.
    """
    pairs = len(changes)
    window = units - pairs
    wrong = np.concatenate([[0.0], np.cumsum(2 * changes - 1)])
    place = np.arange(units + 1)
    first, end = np.minimum(place, pairs)[:, None], np.maximum(place - window, 0)[None, :]
    lacking = np.maximum(0, 2 * window - (place[None, :] - place[:, None]))
    lacking[0, :] = lacking[:, -1] = 0
    return np.asarray((np.where(end > first, wrong[end] - wrong[first], 0.0) + lacking) / pairs)


def _least(losses: FloatArray) -> list[int]:
    """The units at which the topics of the best partition begin."""
    units = len(losses) - 1
    best, back = np.zeros(units + 1), np.zeros(units + 1, dtype=np.int64)
    for end in range(1, units + 1):
        reached = best[:end] + losses[:end, end]
        back[end] = np.argmin(reached)
        best[end] = reached[back[end]]
    starts, at = [], units
    while at > 0:
        at = int(back[at])
        starts.append(at)
    return starts[::-1]
