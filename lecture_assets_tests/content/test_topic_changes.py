"""A change of topic is probable where the meaning changes, and only then."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture_assets.content.topic_changes import Meanings, change_probabilities
from lecture_assets.content.vectors import FloatArray

UNITS, WINDOW = 60, 10


def meanings(vectors: FloatArray) -> Meanings:
    centred = vectors - vectors.mean(axis=0)
    return Meanings(centred, (centred**2).sum(axis=1))


def random_vectors(seed: int) -> FloatArray:
    return np.random.default_rng(seed).normal(size=(UNITS, 64))


def unsure(value: float = 0.4) -> FloatArray:
    return np.full(UNITS - WINDOW, value)


def test_a_change_of_meaning_is_probable_where_it_is_and_improbable_elsewhere() -> None:
    vectors = random_vectors(1)
    vectors[30:, 0] += 4.0
    found = change_probabilities(meanings(vectors), unsure(), WINDOW)
    assert 20 <= found.argmax() < 30
    assert found[25] > 0.6
    assert found[:10].max() < 0.4
    assert found[40:].max() < 0.4


def test_sentences_in_any_order_are_no_reason_for_a_change() -> None:
    for seed in range(5):
        found = change_probabilities(meanings(random_vectors(seed)[:, :6]), unsure(), WINDOW)
        assert found.max() < 0.5


def test_the_likelihood_is_heard_where_the_vectors_say_nothing() -> None:
    same = meanings(np.ones((UNITS, 4)))
    low, high = (change_probabilities(same, unsure(value), WINDOW) for value in (0.0, 1.0))
    assert low.max() < 0.15
    assert high.min() > 0.7


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 30), st.integers(1, 29), st.integers(0, 99), st.sampled_from([0.0, 1.0, 1e9]))
def test_probabilities_of_any_vectors_lie_between_never_and_always(
    units: int, window: int, seed: int, scale: float
) -> None:
    window = min(window, units - 1)
    random = np.random.default_rng(seed)
    given = Meanings(scale * random.normal(size=(units, 3)), scale * random.random(units))
    found = change_probabilities(given, random.random(units - window), window)
    assert found.shape == (units - window,)
    assert np.all((found > 0) & (found < 1))
