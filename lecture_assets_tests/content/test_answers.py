"""Nothing of a hosted model's answer counts unchecked."""

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.content.answers import Answer, read_answer
from lecture_assets.content.parts import Part
from lecture_assets.options import ContentOptions
from lecture_assets.transcript.sentences import sentences_of
from lecture_assets_tests.content.three_topics import three_topics

SENTENCES = sentences_of(three_topics()[0].words())
PART = Part(first=0, last=35, fewest=3, most=6)


def proposed(*runs: tuple[int, int]) -> str:
    """An answer with segments of the given first and last sentences."""
    segments = [
        {
            "first_sentence": first,
            "last_sentence": last,
            "title": "Leaves",
            "topics": ["leaves"],
            "summary": "Leaves are green.",
            "importance": "central",
        }
        for first, last in runs
    ]
    return json.dumps({"segments": segments})


def read(text: str, part: Part = PART) -> Answer:
    return read_answer(text, SENTENCES, part, ContentOptions())


GOOD = proposed((2, 8), (14, 20), (25, 33))


def runs_of(answer: Answer) -> list[tuple[int, int]]:
    return [(each.first_sentence, each.last_sentence) for each in answer.segments]


def test_a_valid_answer_has_no_faults() -> None:
    answer = read(GOOD)
    assert runs_of(answer) == [(2, 8), (14, 20), (25, 33)]
    assert answer.faults == ()


def test_a_fence_and_a_thought_before_the_object_are_overlooked() -> None:
    fenced = f'<think>{{"segments": []}} or rather</think>Here it is:\n```json\n{GOOD}\n```\n'
    assert read(fenced) == read(GOOD)


def test_segments_out_of_order_are_put_in_order() -> None:
    answer = read(proposed((25, 33), (2, 8), (14, 20)))
    assert runs_of(answer) == [(2, 8), (14, 20), (25, 33)]


def test_an_empty_answer_is_a_fault() -> None:
    assert read(" \n").faults == ("It is empty.",)


def test_prose_is_a_fault() -> None:
    refusal = "I am sorry, but I cannot help with that."
    assert read(refusal).faults == ("It is not one JSON object of the form that was asked for.",)


def test_broken_json_is_a_fault() -> None:
    assert read(GOOD[:-20] + "}").faults == ("It is not valid JSON.",)


def test_what_is_missing_and_what_was_made_up_are_named_without_quoting_it() -> None:
    answer = json.loads(GOOD)
    del answer["segments"][1]["title"]
    answer["segments"][2]["sk-secret"] = 1
    answer["segments"][0]["importance"] = "sk-secret"
    faults = read(json.dumps(answer)).faults
    assert faults[0].startswith("At segments.0.importance: Input should be 'central', 'useful'")
    assert faults[1:] == (
        "At segments.1.title: Field required.",
        "In segments.2 there is a name that was not asked for.",
    )
    assert "sk-secret" not in "".join(faults)


def test_numbers_outside_the_part_are_a_fault_each() -> None:
    assert read(proposed((0, 4), (10, 15), (30, 37))).faults == (
        "The segment of sentences 0 to 4 is not within the sentences 1 to 36.",
        "The segment of sentences 30 to 37 is not within the sentences 1 to 36.",
    )


def test_a_number_of_the_part_before_is_outside() -> None:
    assert read(GOOD, Part(12, 35, 1, 3)).faults == (
        "The segment of sentences 2 to 8 is not within the sentences 13 to 36.",
    )


def test_a_number_that_fills_pages_is_told_shortly() -> None:
    (fault,) = read(proposed((1, 5), (10, 15), (20, 10**3000))).faults
    assert len(fault) < 100


def test_a_segment_that_ends_before_it_begins_is_a_fault() -> None:
    assert read(proposed((1, 5), (15, 10), (20, 25))).faults == (
        "The segment of sentences 15 to 10 ends before it begins.",
    )


def test_overlapping_segments_are_a_fault() -> None:
    assert read(proposed((1, 9), (9, 15), (20, 25))).faults == (
        "The segments of sentences 1 to 9 and of sentences 9 to 15 overlap.",
    )


def test_too_few_segments_are_a_fault() -> None:
    fault = "There are 1 segments, where at least 3 are wanted."
    assert read(proposed((1, 5))).faults == (fault,)


def test_all_sentences_in_one_segment_are_far_too_long() -> None:
    options = ContentOptions(max_segment_ms=30_000)
    answer = read_answer(proposed((1, 36)), SENTENCES, Part(0, 35, 1, 6), options)
    assert answer.faults == (
        "The segment of sentences 1 to 36 is far too long: at most 5 sentences belong to one.",
    )


def test_a_segment_that_our_code_can_shorten_is_no_fault() -> None:
    options = ContentOptions(max_segment_ms=30_000)
    answer = read_answer(proposed((1, 10)), SENTENCES, Part(0, 35, 1, 6), options)
    assert runs_of(answer) == [(1, 10)]


RUNS = st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=6)


@given(RUNS)
def test_whatever_numbers_come_segments_are_in_bounds_in_order_and_apart(
    runs: list[tuple[int, int]],
) -> None:
    answer = read(proposed(*runs), Part(4, 30, 1, 6))
    found = runs_of(answer)
    assert bool(found) != bool(answer.faults)
    assert all(5 <= first <= last <= 31 for first, last in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))


@given(st.text() | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(json.dumps))
def test_whatever_a_model_says_is_read_without_an_error(text: str) -> None:
    assert read(text).faults
