"""Lines break where a reader would let them."""

from lecture_assets.transcript.cues import break_lines, readable
from lecture_assets.transcript.division import group
from lecture_assets_tests.transcript.made_up import halting, word


def test_a_line_is_not_broken_after_an_article() -> None:
    said = halting("this breaks the building that stands on the hill")
    assert break_lines([each.text for each in said]) == [
        "this breaks the building",
        "that stands on the hill",
    ]


def test_words_without_blanks_fill_lines_of_twenty_one() -> None:
    said = [word(text, 400 * at, 400 * at + 380) for at, text in enumerate(["夜空", "は"] * 12)]
    cues = group(readable(said))
    lines = [line for cue in cues for line in break_lines([each.text for each in cue.words])]
    assert "".join(lines) == "夜空は" * 12
    assert all(len(line) <= 21 for line in lines)
