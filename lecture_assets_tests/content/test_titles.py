"""Titles and summaries are words of the lecture that can be understood alone."""

import numpy as np

from lecture_assets.content.lexicon import read_lexicon
from lecture_assets.content.phrases import key_phrases
from lecture_assets.content.titles import summary_of, title_of
from lecture_assets.content.vectors import text_vectors

TEXTS = [
    "Now let us talk about merge sort.",
    "Merge sort splits a list into halves.",
    "It sort of puts the halves together again.",
    "Recursion is in the DNA of it.",
]


def phrases(texts: list[str]) -> list[str]:
    vector = text_vectors(texts).mean(axis=0)
    return key_phrases(texts, vector, read_lexicon([texts]), 5)


def test_the_best_phrase_is_what_is_talked_about() -> None:
    assert phrases(TEXTS)[0] == "merge sort"


def test_phrases_hold_no_verbs_and_keep_their_capitals() -> None:
    found = phrases(TEXTS)
    assert "DNA" in found
    assert not any("splits" in phrase for phrase in found)


def test_no_phrase_repeats_another() -> None:
    found = [set(phrase.split()) for phrase in phrases(TEXTS * 2)]
    assert all(not one & other for at, one in enumerate(found) for other in found[:at])


def test_without_content_there_is_no_phrase() -> None:
    assert phrases(["And so it is."]) == []


def test_a_title_is_the_first_phrase_of_several_words_in_title_case() -> None:
    assert title_of(["leaf", "energy of sunlight"], "Hello.", []) == "Energy of Sunlight"


def test_an_announced_word_comes_before_it() -> None:
    first = "Let us look at inflation."
    assert title_of(["inflation", "interest rate"], first, []) == "Inflation and Interest Rate"


def test_a_taken_title_is_not_used_again() -> None:
    title = title_of(["merge sort", "pivot"], "Hello.", ["Merge Sort"])
    assert title == "Merge Sort and Pivot"


def test_without_phrases_the_first_words_are_the_title() -> None:
    assert title_of([], "And so it is with us all, my friends.", []) == (
        "And so it is with us all, my…"
    )


def test_a_summary_is_made_of_whole_sentences_in_their_order() -> None:
    vectors = text_vectors(TEXTS)
    summary = summary_of(TEXTS, vectors)
    assert any(summary == f"{one} {other}" for one in TEXTS for other in TEXTS)
    assert TEXTS[2] not in summary


def test_a_summary_of_one_sentence_is_that_sentence() -> None:
    assert summary_of(["Plants are green."], np.ones((1, 3))) == "Plants are green."
