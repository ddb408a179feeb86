"""Summaries are sentences of the lecture that can be understood alone."""

import numpy as np
import pytest

from lecture_assets.content.summaries import summary_of
from lecture_assets.content.vectors import text_vectors
from lecture_assets.content.wording import without_opener

TEXTS = [
    "Now let us talk about merge sort.",
    "Merge sort splits a list into halves.",
    "It sort of puts the halves together again.",
    "Recursion is in the DNA of it.",
]


def test_a_summary_is_made_of_whole_sentences_in_their_order() -> None:
    alone = [without_opener(text) for text in TEXTS]
    summary = summary_of(TEXTS, text_vectors(TEXTS))
    assert any(summary == f"{one} {other}" for one in alone for other in alone)
    assert not summary.startswith(TEXTS[2])


def test_a_summary_of_one_sentence_is_that_sentence() -> None:
    assert summary_of(["Plants are green."], np.ones((1, 3))) == "Plants are green."


@pytest.mark.parametrize(
    "best",
    [
        "Photosynthesis is the process that makes sugar out of light.",
        "The key idea is that light is stored in the bonds of sugar.",
    ],
)
def test_a_definition_and_a_key_idea_are_preferred(best: str) -> None:
    others = ["Some plants grow by the rivers there.", "Their sugar feeds all of the roots."]
    vectors = np.ones((3, 4)) / 2
    assert best in summary_of([*others, best], vectors)


def test_a_sentence_that_leans_gives_way_to_one_as_near() -> None:
    texts = ["It keeps the light in all of its bonds.", "Sugar keeps the light in its bonds."]
    assert summary_of([*texts, "They feed on it all day long."], np.ones((3, 4)) / 2).startswith(
        texts[1]
    )


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("So the best moment is early.", "The best moment is early."),
        ("Now, let us turn to practice.", "Let us turn to practice."),
        ("Okay, so plants are green.", "Plants are green."),
        ("So that light may fall in.", "So that light may fall in."),
        ("Now is the time to learn.", "Now is the time to learn."),
        ("So far we have seen plants.", "So far we have seen plants."),
        ("Nowadays plants are green.", "Nowadays plants are green."),
        ("So.", "So."),
    ],
)
def test_an_opener_is_taken_off_where_a_sentence_is_left(text: str, alone: str) -> None:
    assert without_opener(text) == alone


@pytest.mark.parametrize(
    "worse",
    [
        "Now let us turn to photosynthesis and to all that it does.",
        "But why do the green leaves of plants grow in light?",
        "where the green leaves of plants keep the light.",
    ],
)
def test_what_announces_or_asks_or_breaks_off_gives_way_to_what_tells(worse: str) -> None:
    told = ["Some plants grow by the rivers there.", "Their sugar feeds all of the roots."]
    assert worse not in summary_of([worse, *told], np.ones((3, 4)) / 2)


@pytest.mark.parametrize(
    "worse",
    [
        "I may not trust myself with the roots, believe me.",
        "The green leaves of plants have shown all of us that, too.",
    ],
)
def test_what_is_about_the_speaker_or_refers_back_gives_way_to_what_tells(worse: str) -> None:
    told = ["Some plants grow by the rivers there.", "Green leaves keep the light in sugar."]
    assert worse not in summary_of([*told, worse], np.ones((3, 4)) / 2)


def test_a_sentence_with_the_words_of_the_title_is_preferred() -> None:
    texts = ["Some trees grow by the rivers there.", "The green leaves keep the light in sugar."]
    last = "The best gap grows longer every time."
    for title, best in (("Trees by rivers", texts[0]), ("The best gap", last)):
        assert best in summary_of([*texts, last], np.ones((3, 4)) / 2, title)


@pytest.mark.parametrize(
    "leaning",
    ["When he opened it, the air rushed in.", "Two weeks later such leaves are red in the sun."],
)
def test_a_sentence_about_what_was_named_before_is_not_lifted_out(leaning: str) -> None:
    told = ["Leaves are green in the light of the sun.", "Most roots grow in the dark of the soil."]
    assert leaning not in summary_of([*told, leaning], np.ones((3, 4)) / 2)
    assert leaning not in summary_of([leaning, *told], np.ones((3, 4)) / 2)
