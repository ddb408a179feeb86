"""Topics begin where the words change, and nowhere where they do not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture_assets.content.terms import word_ids
from lecture_assets.content.topic_starts import topic_starts
from lecture_assets.content.vectors import text_vectors
from lecture_assets_tests.content.three_topics import INFLATION, PHOTOSYNTHESIS, SORTING

SENTENCE_MS = 6_000


def spoken(texts: list[str], evidence: dict[int, float] | None = None) -> list[int]:
    """First sentences of the topics, each sentence taking six seconds."""
    given = np.zeros(len(texts))
    for at, nats in (evidence or {}).items():
        given[at] = nats
    return topic_starts(word_ids(texts), text_vectors(texts), [SENTENCE_MS] * len(texts), given)


def shuffled(text: str, times: int, seed: int) -> list[str]:
    """The sentences of a text, each several times, in any order."""
    lines = text.strip().splitlines() * times
    return [lines[at] for at in np.random.default_rng(seed).permutation(len(lines))]


def lecture(times: int) -> tuple[list[str], int]:
    """Three subjects one after the other, and the number of sentences of each of the three."""
    parts = [shuffled(text, times, 5) for text in (PHOTOSYNTHESIS, INFLATION, SORTING)]
    return [line for part in parts for line in part], len(parts[0])


def test_three_long_subjects_are_three_topics() -> None:
    texts, each = lecture(12)
    assert spoken(texts) == [0, each, 2 * each]


def test_the_same_words_throughout_are_one_topic() -> None:
    assert spoken(shuffled(PHOTOSYNTHESIS, 36, 5)) == [0]


def test_subjects_that_are_mixed_evenly_are_one_topic() -> None:
    assert spoken(shuffled(PHOTOSYNTHESIS + INFLATION + SORTING, 12, 5)) == [0]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_subject_that_slowly_gives_way_to_another_is_cut_in_its_middle_not_many_times(
    seed: int,
) -> None:
    random = np.random.default_rng(seed)
    old, new = (text.strip().splitlines() for text in (PHOTOSYNTHESIS, SORTING))
    texts = [(new if random.random() < at / 300 else old)[random.integers(12)] for at in range(300)]
    _, *inner = spoken(texts)
    assert 1 <= len(inner) <= 2
    assert all(75 < start < 225 for start in inner)


def test_a_boundary_follows_a_cue_a_few_sentences_away() -> None:
    texts, each = lecture(12)
    texts[each - 2 : each + 2] = ["Yes, that is so."] * 4
    assert spoken(texts, {each + 1: 2.0})[1] == each + 1
    assert spoken(texts, {each - 1: 2.0})[1] == each - 1


def test_a_boundary_in_a_very_long_lecture_is_where_its_group_opens_best() -> None:
    texts, each = lecture(60)
    assert len(texts) > 1_800
    found = spoken(texts, {each: 0.5, 2 * each: 0.5})
    assert {each, 2 * each} <= set(found)


@pytest.mark.parametrize("texts", [["Hello."], ["", ""], ["Hm."] * 700])
def test_what_says_nothing_is_one_topic(texts: list[str]) -> None:
    assert spoken(texts) == [0]


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(0, 6), max_size=6), st.integers(0, 90_000), st.floats(-3, 7)
        ),
        min_size=1,
        max_size=60,
    )
)
def test_starts_are_in_order_and_begin_with_the_first(
    sentences: list[tuple[list[int], int, float]],
) -> None:
    words, lengths, evidence = zip(*sentences, strict=True)
    vectors = np.random.default_rng(1).normal(size=(len(words), 8))
    found = topic_starts(words, vectors, lengths, np.array(evidence))
    assert found[0] == 0
    assert found == sorted(set(found))
    assert found[-1] < len(words)
