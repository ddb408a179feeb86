"""Each feature rises with what it is named after, and importance weighs them."""

import numpy as np
import pytest

from lecture_assets.content.features import WEIGHTS, features_of, importance
from lecture_assets.timeline import span
from lecture_assets.transcript.sentences import Sentence

PLAIN = "Plants take light from the sun."


def measured(*texts: str, seconds: int = 30, **given: object) -> dict[str, float]:
    """Features of sentences that share ``seconds`` evenly."""
    step = seconds * 1000 // len(texts)
    sentences = [
        Sentence(start_ms=at * step, end_ms=(at + 1) * step, text=text)
        for at, text in enumerate(texts)
    ]
    written = given.get("slide_words", set())
    silences = given.get("silences", [])
    assert isinstance(written, set)
    assert isinstance(silences, list)
    vectors = np.ones((len(texts), 4)) / 2
    return features_of(sentences, vectors, np.array([1.0, 0, 0, 0]), written, silences)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cue_phrases", "Remember that the key point is light."),
        ("definitions", "This green pigment is called chlorophyll."),
        ("opens_on_pronoun", "It takes light from the sun."),
        ("opens_on_connective", "Because plants take light."),
        ("pointing", "As you can see, plants take light."),
        ("unfinished_end", "Plants take light from the"),
        ("housekeeping", "Please hand in the homework."),
    ],
)
def test_a_turn_of_phrase_raises_its_feature_alone(name: str, text: str) -> None:
    assert measured(PLAIN)[name] == 0
    assert measured(text)[name] > 0


def test_a_question_counts_where_an_answer_follows() -> None:
    assert measured("Why are plants green?", PLAIN)["question_answered"] == 1
    assert measured(PLAIN, "Why are plants green?")["question_answered"] == 0


def test_repeated_words_are_those_said_three_times() -> None:
    thrice = measured("Light feeds leaves.", "Light warms.", "Light heals.")
    assert thrice["repeated_words"] == pytest.approx(3 / 7, abs=1e-4)
    assert measured("Light feeds leaves.", "Light warms.")["repeated_words"] == 0


def test_slide_overlap_is_the_share_of_written_words_that_are_said() -> None:
    assert measured(PLAIN, slide_words={"plant", "stone"})["slide_overlap"] == 0.5


def test_silent_share_is_the_share_of_the_stretch_without_sound() -> None:
    silences = [span(0, 6_000), span(40_000, 50_000)]
    assert measured(PLAIN, silences=silences)["silent_share"] == 0.2


def test_centrality_is_the_cosine_with_the_lecture() -> None:
    assert measured(PLAIN)["centrality"] == 0.5


def test_half_a_minute_is_a_good_length_and_two_minutes_less_so() -> None:
    lengths = [measured(PLAIN, seconds=s)["duration"] for s in (5, 30, 100, 200)]
    assert lengths == [0.2, 1.0, 0.5, 0.0]


def test_importance_stays_between_0_and_1_and_counts_every_feature() -> None:
    neutral = importance(dict.fromkeys(WEIGHTS, 0.0))
    for name, weight in WEIGHTS.items():
        assert importance({name: 1.0}) == pytest.approx(neutral + weight, abs=1e-4)
    assert importance({name: 1.0 for name, weight in WEIGHTS.items() if weight < 0}) == 0
    assert importance({name: 1.0 for name, weight in WEIGHTS.items() if weight > 0}) <= 1
