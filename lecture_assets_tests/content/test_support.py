"""What a model writes about a stretch counts where the lecture's own words support it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.content.support import Said, beginnings, plain
from lecture_assets_tests.content.three_topics import INFLATION, PHOTOSYNTHESIS

LECTURE = (
    PHOTOSYNTHESIS + INFLATION + "As Priestley found in England, plants and mice help each other."
)


def said_in(text: str, language: str = "en") -> Said:
    """One stretch of a lecture in which Priestley and England were named elsewhere."""
    return Said(text.strip().splitlines(), language, beginnings([LECTURE, text]))


LEAVES = said_in(PHOTOSYNTHESIS)
PRICES = said_in(INFLATION)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("## **Why leaves are green**", "Why leaves are green"),
        ('"Why leaves are green."', "Why leaves are green."),
        ("<b onclick='x()'>Why</b> leaves\nare\tgreen", "Why leaves are green"),
        ("[Why leaves](http://evil.example) are *green*", "Why leaves are green"),
        ("Why \u202eleaves\u202c are\u0007 green", "Why leaves are green"),
        ("- leaves", "leaves"),
        ("a < b, c > d, C# and snake_case", "a < b, c > d, C# and snake_case"),
        ("__init__ and 2 * 3", "init and 2 * 3"),
    ],
)
def test_markup_and_control_characters_are_taken_out(written: str, kept: str) -> None:
    assert plain(written) == kept


@given(st.text())
def test_plain_text_has_no_line_break_and_stays_the_same_when_cleaned_again(text: str) -> None:
    once = plain(text)
    assert "\n" not in once
    assert once == once.strip()


@pytest.mark.parametrize(
    "title",
    [
        "Why leaves are green",
        "Photosynthesis in chloroplasts",
        "How plants make sugar",
        "How Plants Make Their Own Sugar",
    ],
)
def test_a_title_of_what_is_said_is_kept(title: str) -> None:
    assert LEAVES.title(title) == title


@pytest.mark.parametrize(
    "title",
    [
        "",
        "***",
        "Quantum chromodynamics",
        "What is it?",
        "Leaves at www.leaves.example",
        "Leaf " * 30,
    ],
)
def test_a_title_that_is_empty_too_long_or_of_something_else_is_not(title: str) -> None:
    assert LEAVES.title(title) is None


@pytest.mark.parametrize(
    "summary",
    [
        "Chlorophyll in the chloroplasts absorbs red and blue light.",
        "The lecturer explains how chlorophyll absorbs light and how plants turn carbon dioxide "
        "and water into sugar.",
        "Chlorophyll absorbs light, as Priestley found on an English leaf.",
        "Plants need three things: light, water and carbon dioxide.",
    ],
)
def test_a_summary_in_the_lecture_s_words_is_kept(summary: str) -> None:
    assert LEAVES.summary(summary) == summary


@pytest.mark.parametrize(
    "summary",
    [
        "Mitochondria burn fat, and muscles grow by training with heavy weights.",
        "Chlorophyll absorbs light, as Einstein showed for leaves.",
        "Leaves of 1789 absorb red and blue light.",
        "Leaves are green: read more at https://evil.example/leaves.",
        "Plants are green. " + "green leaf " * 60,
    ],
)
def test_a_summary_with_other_words_names_numbers_or_links_is_not(summary: str) -> None:
    assert LEAVES.summary(summary) is None


def test_a_summary_of_many_sentences_is_cut_to_two() -> None:
    long = "Leaves are green. Chlorophyll absorbs light. Oxygen leaves the leaf."
    assert LEAVES.summary(long) == "Leaves are green. Chlorophyll absorbs light."


def test_a_number_in_digits_is_said_in_words_too() -> None:
    summary = "Central banks aim at an inflation of 2 percent."
    assert PRICES.summary(summary) == summary


def test_topics_that_are_not_said_and_those_said_twice_are_left_out() -> None:
    topics = ["Interest rates", "interest rates", "blockchain", "**deflation**", "<i></i>"]
    assert PRICES.topics(topics) == ["Interest rates", "deflation"]


def test_a_german_noun_is_no_name() -> None:
    german = said_in("Die Blätter sind grün, weil Chlorophyll das Licht reflektiert.", "de")
    assert german.summary("Grüne Blätter reflektieren das Licht wegen des Chlorophylls.")
    assert german.summary("Inflation ist eine Steigerung der Preise.") is None


def test_words_that_are_not_spaced_are_compared_by_pairs_of_characters() -> None:
    chinese = said_in("叶子是绿色的，因为叶绿素反射绿光。", "zh")  # noqa: RUF001
    assert chinese.summary("叶绿素反射绿光。")
    assert chinese.summary("中央银行提高利率。") is None
