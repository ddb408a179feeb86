"""Key phrases are noun phrases of the stretch."""

import pytest

from lecture_assets.content.lexicon import read_lexicon
from lecture_assets.content.phrases import KeyPhrase, key_phrases, of_any_language, topics_of
from lecture_assets.content.vectors import text_vectors

TEXTS = [
    "Now let us talk about merge sort.",
    "Merge sort splits a list into halves.",
    "It sort of puts the halves together again.",
    "Recursion is in the DNA of it.",
]


def phrases(texts: list[str]) -> list[str]:
    vector = text_vectors(texts).mean(axis=0)
    return [phrase.text for phrase in key_phrases(texts, vector, read_lexicon([texts]))]


def test_the_best_phrase_is_what_is_talked_about() -> None:
    assert phrases(TEXTS)[0] == "merge sort"


def test_phrases_keep_their_capitals() -> None:
    assert "DNA" in phrases(TEXTS)


def test_names_keep_their_capitals_where_they_open_a_sentence() -> None:
    assert "Hermann Ebbinghaus" in phrases(["Hermann Ebbinghaus measured it."])


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("The answer lies in the brain.", "answer lies"),
        ("The gap grows to three weeks.", "gap grows"),
        ("A hippocampus flips the path.", "hippocampus flips"),
        ("The curve dips in the middle.", "curve dips"),
        ("The students tested themselves.", "students tested"),
        ("We saw the students forget it.", "students forget"),
        ("A structure deep inside the brain does it.", "structure deep"),
        ("The memory nearly vanished.", "memory nearly"),
    ],
)
def test_a_verb_is_no_part_of_a_phrase(text: str, fragment: str) -> None:
    assert fragment not in phrases([text, "That is so."])


def test_a_plural_before_a_preposition_is_a_noun_where_it_recurs() -> None:
    texts = ["We look at the sleep patterns in mice.", "The sleep patterns of rats differ."]
    assert "sleep patterns" in phrases(texts)


def test_no_phrase_repeats_another() -> None:
    found = [set(phrase.split()) for phrase in phrases(TEXTS * 2)]
    assert all(not one & other for at, one in enumerate(found) for other in found[:at])


@pytest.mark.parametrize("number", ["eighteen eighty-five", "forty percent", "fifty-eight percent"])
def test_a_number_is_no_phrase(number: str) -> None:
    assert phrases([f"In {number}, they measured it.", f"The {number} was saved."]) == []


def test_in_another_language_only_repeated_long_words_are_left() -> None:
    found = [KeyPhrase("en dat", 3), KeyPhrase("energie", 2), KeyPhrase("kinetische", 1)]
    assert of_any_language(found) == [KeyPhrase("energie", 2)]


def test_without_content_there_is_no_phrase() -> None:
    assert phrases(["And so it is."]) == []


def test_words_that_say_nothing_alone_are_no_phrases() -> None:
    assert phrases(["The students closed their eyes.", "The longer gap is for the students."]) in (
        [],
        ["longer gap"],
    )


def test_topics_begin_with_repeated_phrases_and_end_at_the_count() -> None:
    ranked = [
        KeyPhrase("leaf", 4),
        KeyPhrase("green light", 1),
        KeyPhrase("carbon dioxide", 3),
        KeyPhrase("pore", 1),
    ]
    assert topics_of(ranked, 5) == ["carbon dioxide", "green light", "leaf"]
    assert topics_of(ranked, 1) == ["carbon dioxide"]


def test_single_words_are_topics_where_there_is_nothing_else() -> None:
    assert topics_of([KeyPhrase("pore")], 5) == ["pore"]
