"""The tables agree with their definitions, and the cut is the best there is."""

import math
from itertools import chain, combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture_assets.content.segmentation import cut, lexical_cost, scatter_cost

SENTENCES = st.lists(st.lists(st.integers(0, 4), max_size=5), min_size=1, max_size=7)


def dirichlet_multinomial(words: list[int], prior: list[float]) -> float:
    """Negative log likelihood of words in the order in which they come, by its definition."""
    seen: dict[int, int] = {}
    total = 0.0
    for at, word in enumerate(words):
        total -= math.log((seen.get(word, 0) + prior[word]) / (at + sum(prior)))
        seen[word] = seen.get(word, 0) + 1
    return total


@given(
    SENTENCES,
    st.lists(st.floats(0.01, 100), min_size=5, max_size=5),
    st.integers(1, 7),
)
def test_the_lexical_cost_of_each_run_is_that_of_drawing_its_words_from_an_urn(
    sentences: list[list[int]], prior: list[float], band: int
) -> None:
    table = lexical_cost(sentences, np.array(prior), band)
    assert table.shape == (len(sentences), band)
    for first in range(len(sentences)):
        for last in range(first, min(len(sentences), first + band)):
            words = list(chain(*sentences[first : last + 1]))
            expected = dirichlet_multinomial(words, prior)
            assert table[first, last - first] == pytest.approx(expected, abs=1e-6)


def test_the_scatter_of_each_run_is_the_weighted_distance_from_its_mean() -> None:
    random = np.random.default_rng(7)
    vectors, weights = random.normal(size=(6, 3)), random.uniform(1, 5, size=6)
    table = scatter_cost(vectors, weights, 4)
    for first in range(6):
        for last in range(first, min(6, first + 4)):
            part, mass = vectors[first : last + 1], weights[first : last + 1]
            mean = (part * mass[:, None]).sum(axis=0) / mass.sum()
            expected = (mass * ((part - mean) ** 2).sum(axis=1)).sum()
            assert table[first, last - first] == pytest.approx(expected)


@settings(max_examples=50)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 1000))
def test_no_other_partition_costs_less(count: int, band: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    costs, opening = random.normal(size=(count, band)), random.normal(size=count)

    def price(starts: list[int]) -> float:
        bounds = [*starts, count]
        lengths = [after - first for first, after in pairwise(bounds)]
        if max(lengths) > band:
            return math.inf
        pairs = zip(starts, lengths, strict=True)
        return float(sum(costs[first, length - 1] + opening[first] for first, length in pairs))

    inner = chain.from_iterable(combinations(range(1, count), n) for n in range(count))
    best = min(price([0, *starts]) for starts in inner)
    assert price(cut(costs, opening)) == pytest.approx(best)


def test_where_nothing_is_allowed_all_is_one_part() -> None:
    assert cut(np.full((3, 3), np.inf), np.zeros(3)) == [0]
