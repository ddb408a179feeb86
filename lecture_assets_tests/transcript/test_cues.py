"""Captions end where a reader would let them."""

from lecture_assets.transcript.cues import BRIDGE_MS, break_lines, group, readable
from lecture_assets.transcript.models import Word
from lecture_assets_tests.transcript.made_up import word


def halting(text: str) -> list[Word]:
    """Words at 12 letters a second; ``/600`` is a pause of 600 ms."""
    words, at_ms = [], 0
    for each in text.split():
        if each.startswith("/"):
            at_ms += int(each[1:])
            continue
        words.append(word(each, at_ms, at_ms + 80 * len(each)))
        at_ms += 80 * len(each) + 60
    return words


def captions(text: str) -> list[str]:
    return [" ".join(each.text for each in said) for said in group(halting(text))]


def test_a_phrase_with_short_pauses_in_it_is_one_caption() -> None:
    assert captions("So you are using then the /580 conversion of /890 gravitational energy.") == [
        "So you are using then the conversion of gravitational energy."
    ]
    assert captions("I have here a /910 pendulum.") == ["I have here a pendulum."]


def test_a_pause_longer_than_a_second_always_ends_a_caption() -> None:
    assert captions(f"I trust /{BRIDGE_MS} the energy") == ["I trust", "the energy"]
    assert captions(f"I trust /{BRIDGE_MS - 100} the energy") == ["I trust the energy"]


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


def test_a_line_is_not_broken_after_an_article() -> None:
    said = halting("this breaks the building that stands on the hill")
    assert break_lines([each.text for each in said]) == [
        "this breaks the building",
        "that stands on the hill",
    ]


def test_words_without_blanks_fill_lines_of_twenty_one() -> None:
    said = [word(text, 400 * at, 400 * at + 380) for at, text in enumerate(["夜空", "は"] * 12)]
    cues = group(readable(said))
    lines = [line for cue in cues for line in break_lines([each.text for each in cue])]
    assert "".join(lines) == "夜空は" * 12
    assert all(len(line) <= 21 for line in lines)
