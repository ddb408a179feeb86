"""Tests of how far a sentence needs the one before it."""

import pytest

from lecture_assets.content.turns import FIRM, LOOSE, SLIGHT
from lecture_assets.highlights.ties import hangings, tie, ties_of
from lecture_assets.transcript.sentences import Sentence


def spoken(*texts: str) -> list[Sentence]:
    return [Sentence(start_ms=0, end_ms=1_000, text=text) for text in texts]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("It was the air in this room.", "What crushed the drum was not me."),
        ("If you push him, his body stops it.", "You stand beside a very large man."),
        ("When he opened the valve, both fell apart.", "Sixteen horses pulled."),
        ("In 1455 his workshop finished 180 Bibles.", "Gutenberg had a press."),
        ("A program threw them out.", "Grandmasters spent years on numbers."),
        ("For example, a leaf is green.", "Most things reflect some light."),
        ("Okay, that's almost everyone.", "Who would pull the switch?"),
        ("Then he threw it all away.", "Harrison built a clock."),
        ("Because the buyer cannot know.", "Why would anybody pay seven?"),
        ("A pen costs two euros.", "What does a pen cost?"),
    ],
)
def test_nobody_parts_a_pronoun_an_example_or_an_answer_from_what_it_belongs_to(
    text: str, before: str
) -> None:
    assert tie(text, [before]).strength == FIRM


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("The steam inside condensed.", "It pushed out the air, and only steam was left."),
        ("The answer lies in the hippocampus.", "Ten people slept for eight hours."),
        ("The first one is a warranty.", "Buyers can be protected."),
        ("Two weeks later a letter arrived.", "Luther went home."),
        ("A cactus stores such acids.", "Chlorophyll is green."),
        ("Multiply both sides by two.", "One half plus one quarter is three quarters."),
        ("You add a number.", "Numbers are even or odd."),
        ("White is a queen down.", "Let me show you a position."),
        ("Second, the glacier slips.", "First, the ice crystals slide over each other."),
        ("Ice crystals slide over each other.", "There are two ways in which ice can move."),
        ("Warranties cost a lot of money.", "There are three cures."),
    ],
)
def test_a_clip_rather_does_not_part_what_goes_on_with_the_same_thing(
    text: str, before: str
) -> None:
    assert tie(text, [before]).strength in (LOOSE, FIRM)


@pytest.mark.parametrize(
    "text",
    [
        "Now let us turn to practice.",
        "Today we talk about acids.",
        "Imagine a town where half of all cars are good.",
        "How can a machine look ahead at all?",
        "Sepsis is a response that damages the body's own organs.",
        "The important point is that the scale is logarithmic.",
        "In 1654 Otto von Guericke showed two hemispheres.",
    ],
)
def test_what_opens_something_new_is_tied_to_nothing(text: str) -> None:
    assert tie(text, ["Light is absorbed."]).strength == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "It is not bad goods that kill a market.",
        "It turns out that leaves are green.",
        "Every leaf shows its pores.",
        "Workers cannot hear their own voices.",
        "Ebbinghaus learned a list, and later he learned it again.",
    ],
)
def test_a_pronoun_that_stands_for_nothing_or_for_what_was_just_named_does_not_lean(
    text: str,
) -> None:
    assert not tie(text, ["Light is absorbed."]).leans


def test_a_curly_apostrophe_and_quotes_change_nothing() -> None:
    straight, curly = ties_of(
        spoken("It's a tree.", "“It\N{RIGHT SINGLE QUOTATION MARK}s a tree.”"), "en"
    )
    assert straight.strength == curly.strength == FIRM


def hanging(*texts: str, idle: bool = False, language: str = "en") -> list[float]:
    sentences = spoken(*texts)
    farewell = [False] * (len(texts) - 1) + [idle]
    return hangings(sentences, ties_of(sentences, language), farewell, language)


def test_a_clip_that_ends_on_a_question_or_before_what_leans_leaves_its_listener_hanging() -> None:
    said = (
        "Leaves are green.",
        "Why are leaves green?",
        "They reflect light.",
        "Most roots are brown.",
    )
    assert hanging(*said) == [0.0, FIRM, SLIGHT, 0.0]
    assert hanging(*said, language="de") == [0.0, 0.0, 0.0, 0.0]


def test_a_clip_that_ends_where_something_is_announced_leaves_its_listener_hanging() -> None:
    assert hanging("Let me show you a trick.", "Cards fall.")[0] == FIRM
    assert hanging("Now I turn to roots.", "Oaks have long roots.")[0] == LOOSE
    assert hanging("Roots are brown, isn't it?", "How do roots grow?")[0] == 0.0


def test_a_farewell_belongs_to_nothing_before_it() -> None:
    assert hanging("Roots are brown.", "That's it for today.")[0] == FIRM
    assert hanging("Roots are brown.", "That's it for today.", idle=True)[0] == 0.0
