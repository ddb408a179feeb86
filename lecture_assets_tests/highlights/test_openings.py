"""Tests of whether an opening can be understood by itself."""

import pytest

from lecture_assets.highlights.openings import fragments, idle, points_nowhere
from lecture_assets.highlights.ties import ties_of
from lecture_assets.layout.models import LayoutKind, LayoutPart
from lecture_assets.timeline import span
from lecture_assets.transcript.sentences import Sentence
from lecture_assets_tests.content.three_topics import empty_layout


def leaning(text: str, language: str = "en") -> str | None:
    (found,) = ties_of([Sentence(start_ms=0, end_ms=1_000, text=text)], language)
    return found.words if found.leans else None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("This is why leaves are green.", "This"),
        ("“That means I have done work.", "That"),
        ("So that it may grow, a plant needs light.", "So that"),
        ("And it breaks.", "And"),
        ("As we saw, light is absorbed.", "As we saw"),
        ("Now, as we said last week, light is absorbed.", "as we said"),
        ("Last time we looked at light.", "Last time"),
        ("You just let it hit a wall.", "You just let it"),
        ("We call them leaves.", "We call them"),
    ],
)
def test_an_opening_that_leans_on_what_was_said_before_names_its_words(
    text: str, words: str
) -> None:
    assert leaning(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Leaves are green because they reflect green light.",
        "So let us look at leaves.",
        "Thistles have leaves.",
        "Now it turns out that leaves are green.",
        "Today it's raining.",
        "When a leaf falls, it turns.",
        "Plants keep, long after the sun has set, what we saw.",
        "",
    ],
)
def test_an_opening_that_stands_on_its_own_names_none(text: str) -> None:
    assert leaning(text) is None


SAID = [
    "Good morning and welcome to this course.",
    "This lecture has three parts.",
    "Plants make sugar.",
    "where the light is strong.",
    "Why are they green?",
]


def spoken(*texts: str) -> list[Sentence]:
    return [Sentence(start_ms=0, end_ms=1_000, text=text) for text in texts]


def test_what_goes_on_with_the_sentence_before_leans_in_any_language_with_capitals() -> None:
    assert fragments(spoken(*SAID)) == [False, False, False, True, False]
    words = [each.words for each in ties_of(spoken(*SAID), "de")]
    assert words == [None, None, None, "where", None]
    assert not any(fragments(spoken(*map(str.lower, SAID))))
    assert not any(fragments(spoken("今日は。", "光が強い。", "42.")))


@pytest.mark.parametrize("text", ["pH is a scale.", "iPhone users", "x is 3.", "15 times 10."])
def test_what_is_never_written_with_a_capital_may_begin_a_sentence(text: str) -> None:
    assert not any(fragments(spoken(*SAID[:3], text)))


def test_greetings_announcements_and_farewells_are_needed_by_nobody() -> None:
    said = spoken(*SAID, "That's it for today.", "Please read chapter four.", "Proteins fold.")
    assert idle(said, "en") == [True, True, False, False, False, True, True, False]
    assert not any(idle(said, "de"))


def test_other_languages_are_not_judged() -> None:
    assert leaning("Also gut, das war es.", "de") is None


@pytest.mark.parametrize(
    ("kinds", "found"),
    [
        (["camera_only"], "this graph"),
        (["camera_only", "screen_only"], None),
        (["side_by_side"], None),
        (["unknown"], None),
        ([], None),
    ],
)
def test_pointing_leads_nowhere_where_the_speaker_alone_is_shown(
    kinds: list[LayoutKind], found: str | None
) -> None:
    parts = [
        LayoutPart(start_ms=n * 1_000, end_ms=n * 1_000 + 1_000, kind=kind, confidence=1)
        for n, kind in enumerate(kinds)
    ]
    layout = empty_layout().model_copy(update={"parts": parts})
    said = "Energy falls, as this graph shows."
    assert points_nowhere(said, span(0, 10_000), layout, "en") == found
    assert points_nowhere("Energy falls.", span(0, 10_000), layout, "en") is None
