"""What is said in a lecture reaches a model as data."""

import json

from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.content.parts import Part
from lecture_assets.content.prompt import correction, question, sentences_within
from lecture_assets.layout.models import Slide
from lecture_assets.options import ContentOptions
from lecture_assets_tests.content.test_parts import spoken
from lecture_assets_tests.servers.hosted import Json

OPTIONS = ContentOptions()


def material_in(text: str) -> Json:
    """The one JSON object of a question, which stands on a line of its own."""
    (line,) = [each for each in text.splitlines() if each.startswith("{")]
    material: Json = json.loads(line)
    return material


def test_sentences_are_numbered_as_in_the_whole_lecture() -> None:
    asked = question(spoken(50), Part(20, 29, 1, 2), [], {}, OPTIONS).text
    assert asked.startswith(
        "Choose 1 to 2 segments of 4 to 20 sentences each, from the sentences 21 to 30 of this "
    )
    sentences = material_in(asked)["sentences"]
    assert [number for number, _ in sentences] == list(range(21, 31))


def test_a_slide_is_told_at_the_first_sentence_said_to_it() -> None:
    slides = [
        Slide(start_ms=0, end_ms=13_000, text="Leaves\n and light"),
        Slide(start_ms=13_000, end_ms=20_000),
        Slide(start_ms=20_000, end_ms=999_000, text="Prices"),
    ]
    asked = question(spoken(50), Part(1, 9, 1, 2), slides, {}, OPTIONS).text
    assert material_in(asked)["slides"] == [
        {"at_sentence": 2, "text": "Leaves and light"},
        {"at_sentence": 4, "text": "Prices"},
    ]


def test_many_slides_share_what_a_question_has_room_for() -> None:
    slides = [
        Slide(start_ms=at * 3_000, end_ms=(at + 1) * 3_000, text="x" * 999) for at in range(100)
    ]
    asked = question(spoken(50), Part(0, 49, 1, 2), slides, {}, OPTIONS).text
    shown = material_in(asked)["slides"]
    assert len(shown) == 100
    assert {len(each["text"]) for each in shown} == {120}


def test_the_length_of_a_segment_is_told_in_sentences() -> None:
    assert sentences_within(spoken(30, each_ms=6_000), OPTIONS) == (4, 20)
    assert sentences_within(spoken(30, each_ms=40_000), OPTIONS) == (1, 3)


def test_a_correction_lists_what_was_wrong() -> None:
    told = correction(["It is empty."] * 20).text
    assert told.count("- It is empty.\n") == 8
    assert told.endswith("with the whole corrected JSON object and nothing else.")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_word_ends_the_data(text: str) -> None:
    plain = question(spoken(3, text="x"), Part(0, 2, 1, 1), [], {}, OPTIONS).text
    asked = question(spoken(3, text=text), Part(0, 2, 1, 1), [], {"title": text}, OPTIONS).text
    said = " ".join(text.split())[:1_000]
    begin, end = plain.index("{"), plain.rindex("}") + 1
    assert asked.startswith(plain[:begin])
    assert asked.endswith(plain[end:])
    material = json.loads(asked[begin : len(asked) - len(plain[end:])])
    assert material["sentences"] == [[1, said], [2, said], [3, said]]
