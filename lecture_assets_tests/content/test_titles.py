"""Titles are what a person would call a stretch."""

import pytest

from lecture_assets.content.lexicon import read_lexicon
from lecture_assets.content.phrases import KeyPhrase, key_phrases
from lecture_assets.content.titles import opening_words, title_of
from lecture_assets.content.vectors import text_vectors
from lecture_assets.content.wording import capitalised

FORGETTING = [
    "He learned lists of syllables, and some time later he learned the same lists again.",
    "The forgetting curve is the share of the first effort that is still saved after a delay.",
    "After twenty minutes, more than half was still saved after the delay.",
    "The first effort and the delay are what he measured.",
]
SLEEP = [
    "Finally, why does a good night of sleep help us to remember?",
    "After eight hours awake, the students recalled about one word out of ten.",
    "After eight hours of sleep, the same students recalled more than five.",
    "The answer lies in the brain.",
]
ENERGY = [
    "You lift the heavy ball, and then you let it go.",
    "The ball converts potential energy into kinetic energy.",
    "All of its potential energy is gone when the ball is down here.",
]


def title(texts: list[str], *taken: str, heading: str = "") -> str:
    vector = text_vectors(texts).mean(axis=0)
    return title_of(key_phrases(texts, vector, read_lexicon([texts])), texts, taken, heading)


def test_a_defined_term_wins_and_keeps_its_article() -> None:
    assert title(FORGETTING) == "The forgetting curve"


def test_a_repeated_phrase_beats_a_more_repeated_word() -> None:
    assert title(ENERGY) == "Potential energy"


def test_a_question_is_the_title_where_no_phrase_is_strong() -> None:
    assert title(SLEEP) == "Why does sleep help us to remember?"


def test_a_stretch_that_sums_up_is_called_so_where_no_phrase_is_strong() -> None:
    texts = ["In summary, three rules follow.", "Your brain goes on.", "The brain is an organ."]
    assert title(texts) == "Summary"


def test_two_defined_terms_of_equal_standing_are_joined() -> None:
    assert title(
        [
            "Retrieval practice means pulling an answer out of memory.",
            "Spaced repetition means that study is spread over several days.",
        ]
    ) in {
        "Retrieval practice and spaced repetition",
        "Spaced repetition and retrieval practice",
    }


def test_a_word_that_nobody_defined_is_joined_with_another_that_is_said_often() -> None:
    phrases = [KeyPhrase("height", 3), KeyPhrase("potential energy", 2), KeyPhrase("chin", 1)]
    assert title_of(phrases, ["Hello."], ["Potential energy"]) == "Height and potential energy"
    assert title_of([phrases[0], phrases[2]], ["Hello."], []) == "Height"


def test_a_word_that_nobody_defined_takes_what_is_said_before_it() -> None:
    texts = ["I give it zero speed.", "The zero speed matters.", "My speed is my own speed."]
    assert title_of([KeyPhrase("speed", 4)], texts, []) == "Zero speed"
    assert title_of([KeyPhrase("speed", 4)], texts[2:], []) == "Speed"


def test_two_defined_words_are_joined_and_a_word_with_a_term_is_not() -> None:
    words = [KeyPhrase("osmosis", 2, is_defined=True), KeyPhrase("diffusion", 2, is_defined=True)]
    assert title_of(words, ["Hello."], []) == "Osmosis and diffusion"
    term = KeyPhrase("cell wall", 2, is_defined=True)
    assert title_of([words[0], term], ["Hello."], []) == "Osmosis"


def test_a_summary_is_called_so_rather_than_by_a_single_word() -> None:
    texts = ["And last for years.", "In summary, three rules follow.", "The brain goes on."]
    assert title_of([KeyPhrase("memories", 3)], texts, []) == "Summary"
    assert title_of([KeyPhrase("spaced practice", 3)], texts, []) == "Spaced practice"


def test_a_title_taken_is_not_used_again_whatever_its_capitals() -> None:
    assert title(ENERGY, "Potential Energy") not in {"Potential energy", "Potential Energy"}


def test_where_all_titles_are_taken_a_number_tells_them_apart() -> None:
    assert title_of([], ["Plants."], ["Plants", "Plants (2)"]) == "Plants (3)"


def test_the_heading_of_the_slide_is_the_best_title() -> None:
    assert title(FORGETTING, heading="How we forget") == "How we forget"


@pytest.mark.parametrize("heading", ["", "12", "one two three four five six seven eight"])
def test_a_heading_without_words_or_with_too_many_is_none(heading: str) -> None:
    assert title(FORGETTING, heading=heading) == "The forgetting curve"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("And so it is with us all, my friends.", "It is with us all"),
        (
            "Plants take up water and light for the growth of leaves.",
            "Plants take up water and light",
        ),
        ("One week later, the readers forgot it.", "The readers forgot it"),
        ("今日は光合成について話します。", "今日は光合成について話します"),
        ("?!", "?!"),
    ],
)
def test_opening_words_end_where_a_phrase_ends(text: str, words: str) -> None:
    assert capitalised(opening_words(text)) == words


@pytest.mark.parametrize(
    "text", ["Pflanzen wachsen im Licht.", "植物は光で育ちます。", "Mm-hmm.", "42", "()"]
)
def test_foreign_and_empty_text_has_a_title_of_its_own_words(text: str) -> None:
    found = title([text])
    assert found
    assert found.casefold() in text.casefold()


def test_markup_of_captions_and_pages_is_no_part_of_a_title() -> None:
    assert title(SLEEP, heading="{\\b1}<b>Sleep</b> and memory") == "Sleep and memory"
    assert title(SLEEP, heading="List<String> in Java") == "List<String> in Java"
    assert title(SLEEP, heading="<br>") == title(SLEEP)


def test_what_is_never_written_with_a_capital_keeps_its_small_letter() -> None:
    assert [capitalised(each) for each in ("pH", "iPhone", "sleep")] == ["pH", "iPhone", "Sleep"]


def test_an_interjection_is_no_title() -> None:
    assert opening_words("Okay, that's almost everyone.") == "that's almost everyone"
