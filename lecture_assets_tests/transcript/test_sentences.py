"""Sentences are what a reader would call sentences."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.transcript.models import Word
from lecture_assets.transcript.sentences import sentences_of


def spoken(text: str, pauses: dict[int, int] | None = None) -> list[Word]:
    """Words of 300 ms, 100 ms apart; ``pauses`` adds milliseconds before a word's number."""
    words, at_ms = [], 0
    for number, each in enumerate(text.split()):
        at_ms += (pauses or {}).get(number, 0)
        words.append(Word(start_ms=at_ms, end_ms=at_ms + 300, text=each))
        at_ms += 400
    return words


def texts(words: list[Word]) -> list[str]:
    return [sentence.text for sentence in sentences_of(words)]


def test_a_sentence_lasts_from_its_first_word_to_its_last() -> None:
    first, second = sentences_of(spoken("Plants are green. Why is that?"))
    assert (first.start_ms, first.end_ms, first.text) == (0, 1100, "Plants are green.")
    assert (second.start_ms, second.end_ms, second.text) == (1200, 2300, "Why is that?")


@pytest.mark.parametrize(
    "sentence",
    [
        "We owe it to Dr. Smith and Prof. Jones.",
        "Some plants, e.g. Mosses, have no roots.",
        "It was J. R. Tolkien who wrote it.",
        "Pi is about 3. 14 or so.",
        "See Fig. 3 and No. 4 for that.",
        "The U.S. Army used it.",
        "Well... it depends.",
    ],
)
def test_a_point_that_ends_no_sentence_splits_nothing(sentence: str) -> None:
    assert texts(spoken(sentence)) == [sentence]


def test_an_abbreviation_ends_a_sentence_where_a_pause_follows() -> None:
    words = spoken("It was made in the U.S. Nobody knew.", {6: 700})
    assert texts(words) == ["It was made in the U.S.", "Nobody knew."]


def test_no_ends_a_sentence() -> None:
    assert texts(spoken("The answer is no. It never was.")) == [
        "The answer is no.",
        "It never was.",
    ]


def test_a_long_pause_ends_a_sentence_where_a_capital_follows() -> None:
    words = spoken("This is the end of it Now we begin again.", {6: 2_100})
    assert texts(words) == ["This is the end of it", "Now we begin again."]


def test_a_pause_for_effect_ends_no_sentence() -> None:
    words = spoken("It would swing from here and hit you. That is that.", {5: 2_500})
    assert texts(words) == ["It would swing from here and hit you.", "That is that."]


def test_a_long_pause_ends_a_sentence_where_nothing_is_punctuated() -> None:
    words = spoken("and so it goes on and on then something else comes up", {7: 2_100})
    assert texts(words) == ["and so it goes on and on", "then something else comes up"]


def test_an_endless_sentence_is_cut_at_its_longest_pauses() -> None:
    words = spoken(" ".join(["word"] * 100), {25: 600, 50: 600, 75: 600})
    lengths = [len(text.split()) for text in texts(words)]
    assert lengths == [25, 25, 25, 25]


def test_closing_quotes_belong_to_the_sentence_that_they_close() -> None:
    assert texts(spoken('He said "stop." Then he left.')) == ['He said "stop."', "Then he left."]


def test_no_words_are_no_sentences() -> None:
    assert sentences_of([]) == []
    assert sentences_of([Word(start_ms=0, end_ms=10, text="  ")]) == []


WORDS = st.lists(
    st.builds(
        lambda start, length, text: Word(start_ms=start, end_ms=start + length, text=text),
        st.integers(0, 400_000),
        st.integers(0, 50_000),
        st.sampled_from(["well", "So", "end.", "Why?", "Dr.", "…", "a,", "。", " "]),
    ),
    max_size=120,
)


@given(WORDS)
def test_whatever_the_words_sentences_hold_all_of_them_in_order_without_overlaps(
    words: list[Word],
) -> None:
    sentences = sentences_of(words)
    said = sorted((word for word in words if word.text.strip()), key=lambda word: word.start_ms)
    assert " ".join(s.text for s in sentences).split() == [word.text for word in said]
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(sentences))
