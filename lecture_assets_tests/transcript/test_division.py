"""Captions end where a reader would let them, and no later than the pauses allow."""

from lecture_assets.transcript.cues import ASIDE_MS, PAUSE_MS
from lecture_assets.transcript.division import group
from lecture_assets.transcript.models import Word
from lecture_assets_tests.transcript.made_up import halting


def captions(text: str) -> list[str]:
    return [" ".join(each.text for each in said.words) for said in group(halting(text))]


def meanwhile(text: str) -> list[str]:
    """Of each caption, what is spoken while it is shown."""
    return [" ".join(each.text for each in said.meanwhile) for said in group(halting(text))]


def test_a_phrase_with_pauses_of_half_a_second_is_one_caption() -> None:
    phrase = f"I have here /{PAUSE_MS - 60} a pendulum that swings"
    assert captions(phrase) == ["I have here a pendulum that swings"]


def test_a_longer_pause_ends_a_caption() -> None:
    assert captions("You lift up a very heavy object /700 and you let it go in one swing.") == [
        "You lift up a very heavy object",
        "and you let it go in one swing.",
    ]


def test_a_few_words_between_two_pauses_are_shown_with_the_words_after_them() -> None:
    said = "at once you see the conversion /580 of /590 gravitational potential energy."
    assert captions(said) == [
        "at once you see the conversion",
        "of gravitational potential energy.",
    ]
    assert meanwhile(said)[1] == "gravitational potential energy."


def test_a_few_words_between_two_pauses_are_shown_with_the_words_before_them() -> None:
    said = "and that is how it goes on /560 then. /900 After that we look at all the others."
    assert captions(said)[0] == "and that is how it goes on then."
    assert meanwhile(said)[0] == "and that is how it goes on"


def test_words_far_from_their_neighbours_stand_by_themselves() -> None:
    far = PAUSE_MS + ASIDE_MS + 200
    assert captions(f"I trust /{far} the /{far} energy") == ["I trust", "the", "energy"]


def test_words_are_not_shown_beside_their_time_where_that_takes_the_time_to_read() -> None:
    quick = [
        Word(text="then", start_ms=0, end_ms=200),
        Word(text="incomprehensibilities", start_ms=900, end_ms=1_300),
    ]
    assert len(group(quick)) == 2


def test_a_caption_ends_at_a_pause_rather_than_in_a_phrase() -> None:
    assert captions(
        "and this goes on for quite a while until it stops /700 then we look at all the rest of it"
    ) == [
        "and this goes on for quite a while until it stops",
        "then we look at all the rest of it",
    ]


def test_no_caption_is_left_with_the_last_word_of_a_sentence() -> None:
    talk = captions(
        "which is why we have to look at the whole of the night sky in one go and then once more "
        "with somewhat better telescopes."
    )
    assert all(len(each) > 16 for each in talk)
