"""Drawn captions say what was said, at a size that can be read."""

import re

import pysubs2
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.layout.models import Frame
from lecture_assets.render.ass import ass_text, escaped
from lecture_assets.render.compose import as_recorded, card
from lecture_assets.render.upright import Source
from lecture_assets.transcript.captions import Cue
from lecture_assets.transcript.models import Word

CUE = Cue(start_ms=1_000, end_ms=2_500, lines=["one", "two"])


def test_sizes_are_those_of_the_picture() -> None:
    file = pysubs2.SSAFile.from_string(
        ass_text([CUE], as_recorded(Source(Frame(width=640, height=480)), 1080))
    )
    assert (file.info["PlayResX"], file.info["PlayResY"]) == ("640", "480")
    style = file.styles["Default"]
    assert style.fontname == "Noto Sans"
    assert 0.05 * 480 <= style.fontsize <= 0.07 * 480
    assert (style.marginl, style.marginr, style.marginv) == (32, 32, 24)
    [event] = file
    assert (event.start, event.end, event.plaintext) == (1_000, 2_500, "one\ntwo")


def test_captions_of_an_upright_picture_fit_its_width() -> None:
    shape = as_recorded(Source(Frame(width=608, height=1080)), 1080)
    file = pysubs2.SSAFile.from_string(ass_text([CUE], shape))
    assert file.styles["Default"].fontsize > 0.04 * 1080
    assert file.styles["Default"].fontsize * shape.line_chars * 0.43 <= 608 * 0.9 + 1


def test_braces_and_backslashes_are_text() -> None:
    assert escaped(r"{\b1} C:\new") == "\\{\\\u2060b1\\} C:\\\u2060new"
    assert escaped("two\nlines") == "two lines"


def test_a_card_has_its_title_from_start_to_end() -> None:
    file = pysubs2.SSAFile.from_string(ass_text([], card("Heat & {work}", "auto")))
    [title] = file
    assert title.style == "Title"
    assert title.start == 0
    assert title.end > 6 * 3_600_000


def test_words_change_their_colour_when_they_are_spoken() -> None:
    words = [
        Word(start_ms=1_100, end_ms=1_400, text="one"),
        Word(start_ms=1_900, end_ms=2_300, text="two"),
    ]
    text = ass_text([CUE], card("", "auto"), {CUE.start_ms: words})
    assert r"{\k10}{\k80}one\N{\k60}two" in text


def test_words_whose_times_are_not_known_share_their_caption_s() -> None:
    text = ass_text([CUE], card("", "auto"), {})
    assert r"{\k0}{\k75}one\N{\k75}two" in text


def test_a_word_that_is_wider_than_its_place_is_written_smaller() -> None:
    shape = as_recorded(Source(Frame(width=608, height=1080)), 1080)
    long = Cue(
        start_ms=3_000, end_ms=4_000, lines=["a", "Donaudampfschifffahrtsgesellschaftskapitän"]
    )
    usual, smaller = pysubs2.SSAFile.from_string(ass_text([CUE, long], shape))
    assert usual.text == "one two"
    found = re.match(r"\{\\fs([\d.]+)\}a", smaller.text)
    assert found is not None
    assert float(found[1]) * 0.5 * 42 <= shape.captions.width + 1


@given(st.text(st.characters(categories=("L", "Zs")), min_size=1, max_size=90))
def test_a_title_is_as_large_as_its_place_has_room(title: str) -> None:
    shape = card(title, "vertical")
    file = pysubs2.SSAFile.from_string(ass_text([], shape))
    assert shape.heading is not None
    if "Title" in file.styles:
        assert (
            0 < file.styles["Title"].fontsize <= min(0.11 * shape.width + 1, shape.heading.height)
        )
