"""Tests of telling the language of a lecture from what a model hears in parts of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.transcript.spoken_language import likeliest


@pytest.mark.parametrize(
    ("seldom", "likelier"), [("yi", "de"), ("nn", "no"), ("jw", "id"), ("la", "it")]
)
def test_a_language_that_is_hardly_lectured_in_gives_way_where_nothing_is_certain(
    seldom: str, likelier: str
) -> None:
    language, certainty = likeliest([{seldom: 0.4, likelier: 0.25, "en": 0.15, "fi": 0.2}])
    assert certainty < 0.5
    assert language == likelier


@pytest.mark.parametrize("seldom", ["yi", "nn", "la"])
def test_a_seldom_language_that_is_certain_is_believed(seldom: str) -> None:
    language, certainty = likeliest([{seldom: 0.9, "de": 0.1}])
    assert language == seldom
    assert certainty == pytest.approx(0.9)


def test_nothing_but_seldom_languages_leaves_the_likeliest_of_them() -> None:
    assert likeliest([{"yi": 0.3, "la": 0.31, "nn": 0.2}])[0] == "la"


def test_an_accent_that_fools_the_model_in_some_parts_does_not_count_for_much() -> None:
    fooled, right = {"nl": 0.6, "en": 0.4}, {"nl": 0.01, "en": 0.98}
    assert likeliest([fooled, fooled, fooled, right, right])[0] == "en"


def test_nothing_that_was_heard_is_english_and_not_certain() -> None:
    assert likeliest([]) == ("en", 0.0)


_HEARD = st.dictionaries(st.sampled_from(["en", "de", "yi", "nn", "no", "la"]), st.floats(0, 1))


@given(st.lists(_HEARD, max_size=5))
def test_the_certainty_is_a_share_and_the_language_was_heard(heard: list[dict[str, float]]) -> None:
    language, certainty = likeliest(heard)
    assert 0 <= certainty <= 1
    assert language in {code for each in heard for code in each} or language == "en"
