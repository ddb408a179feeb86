"""Questions become titles where they can be understood alone."""

import pytest

from lecture_assets.content.questions import short_question


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("How fast do we forget something that we have just learned?", "How fast do we forget?"),
        ("So, why are leaves green?", "Why are leaves green?"),
        (
            "Finally, why does a good night of sleep help us to remember?",
            "Why does sleep help us to remember?",
        ),
        (
            "How many comparisons does merge sort need?",
            "How many comparisons does merge sort need?",
        ),
    ],
)
def test_a_question_is_cut_to_what_it_asks(text: str, title: str) -> None:
    assert short_question(text) == title


@pytest.mark.parametrize(
    "text",
    [
        "Leaves are green.",
        "Can you hear me?",
        "Is that okay?",
        "What is it?",
        "Why?",
        "What about the homework?",
        "How did the students do?",
        "Why do very old and very large trees in the forest near rivers grow so slowly?",
    ],
)
def test_what_leans_or_asks_somebody_or_goes_on_is_no_title(text: str) -> None:
    assert short_question(text) is None
