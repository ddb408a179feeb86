"""Defined terms are found by the turn of phrase around them."""

import pytest

from lecture_assets.content.definitions import defined_terms
from lecture_assets.content.terms import stems


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("The forgetting curve is the share of effort that is saved.", "the forgetting curve"),
        ("Retrieval practice means pulling out an answer.", "retrieval practice"),
        ("So, inflation is defined as a rise of prices.", "inflation"),
        ("Now consolidation is the process that makes memories last.", "consolidation"),
        ("This green pigment is called chlorophyll.", "chlorophyll"),
        ("We call this the spacing effect.", "the spacing effect"),
        ("We call this benefit the spacing effect, and it is strong.", "the spacing effect"),
        ("Falling prices, which economists call deflation, are bad.", "deflation"),
        ("It is also known as dynamic programming in the trade.", "dynamic programming"),
        ("Let us begin with photosynthesis, the process by which plants grow.", "photosynthesis"),
        ("But what is machine learning?", "machine learning"),
        ("Let us ask what inflation is.", "inflation"),
        ("A data structure is a way of keeping things.", "data structure"),
    ],
)
def test_a_definition_names_its_term(text: str, term: str) -> None:
    assert defined_terms(text) == {tuple(stems(term)): term.startswith("the ")}


@pytest.mark.parametrize(
    "text",
    [
        "This is the process that we want.",
        "The answer is the one that you know.",
        "The key idea is the thing that matters.",
        "She called Peter about it.",
        "These devices, they're called a racquetball.",
        "We call the act of lending money credit.",
        "He is a man that we know.",
        "What is it?",
        "Practice means nothing to me.",
        "Plants grow in the light.",
        "",
    ],
)
def test_what_defines_nothing_has_no_term(text: str) -> None:
    assert defined_terms(text) == {}
