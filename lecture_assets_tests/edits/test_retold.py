"""Tests of corrected words in titles and summaries."""

from lecture_assets.edits.models import Instant, Stretch
from lecture_assets.edits.retold import Retelling
from lecture_assets.edits.words import find
from lecture_assets.timeline import span
from lecture_assets_tests.edits.test_words import correction, spoken

WHOLE = span(0, 60_000)


def from_s(start: float, end: float) -> Stretch:
    return Stretch(Instant(int(start * 1000), exact=True), Instant(int(end * 1000), exact=True))


def test_a_title_is_corrected_where_its_words_were() -> None:
    lecture = spoken("the sell wall")
    retelling = Retelling(lecture, find([correction("sell wall", "cell wall")], lecture).corrected)
    assert retelling.text("Sell wall: why a sell  wall breaks", WHOLE) == (
        "Cell wall: why a cell wall breaks"
    )
    assert retelling.text("Sell wall", span(9_000, 10_000)) == "Sell wall"
    assert retelling.text("Counterselling", WHOLE) == "Counterselling"


def test_no_correction_of_a_title_is_corrected_again() -> None:
    lecture = spoken("a b")
    found = find([correction("a", "b", 1), correction("b", "a c", 2)], lecture).corrected
    assert Retelling(lecture, found).text("A or b", WHOLE) == "B or a c"


def test_words_corrected_in_one_place_stay_in_texts_from_another() -> None:
    lecture = spoken("we saw their dogs bark", "now their is a wall", "and their cats sleep")
    place = correction("their", "there", at=from_s(2.5, 5))
    retelling = Retelling(lecture, find([place], lecture).corrected)
    assert retelling.text("Now their is a wall.", WHOLE) == "Now there is a wall."
    assert retelling.text("We saw their dogs bark.", WHOLE) == "We saw their dogs bark."
    assert retelling.text("Their cats", WHOLE) == "Their cats"
    assert retelling.text("Their", WHOLE) == "Their"
    assert retelling.text("Their", lecture.segments[1]) == "There"


def test_what_holds_in_most_places_is_taken_where_a_text_does_not_tell() -> None:
    lecture = spoken("hook one", "hook two", "hook three")
    place = correction("hook", "Hooke", at=from_s(0, 1.4))
    retelling = Retelling(lecture, find([place], lecture).corrected)
    assert retelling.text("The law of hook", WHOLE) == "The law of Hooke"
    assert retelling.text("Hook three", WHOLE) == "Hook three"


def test_a_word_of_a_longer_correction_is_no_place_of_its_own() -> None:
    lecture = spoken("a sell wall", "a wall")
    found = find([correction("sell wall", "cell wall", 1), correction("wall", "hall", 2)], lecture)
    retelling = Retelling(lecture, found.corrected)
    assert retelling.text("Sell", WHOLE) == "Sell"
    assert retelling.text("The wall", WHOLE) == "The hall"


def test_an_apostrophe_is_one_however_it_is_written() -> None:
    lecture = spoken("hook\u2019s law")
    retelling = Retelling(lecture, find([correction("hook's", "Hooke's")], lecture).corrected)
    assert retelling.text("Hook's law, or hook\u2019s", WHOLE) == "Hooke's law, or Hooke's"
