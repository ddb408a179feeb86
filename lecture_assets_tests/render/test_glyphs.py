"""Captions never show a box: what no font has is left out of the picture, and told."""

import pytest

from lecture_assets.render import glyphs
from lecture_assets.render.glyphs import drawable, letters, missing_glyphs, not_drawn
from lecture_assets.transcript.captions import Cue


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No font is installed."""
    monkeypatch.setattr(glyphs, "_installed", frozenset)


def cue(*lines: str) -> Cue:
    return Cue(start_ms=0, end_ms=1_000, lines=list(lines))


@pytest.mark.parametrize(
    "text", ["Naïve café", "φως, ψυχή", "Привет, мир", "Tiếng Việt", "½ π²"]
)
def test_our_own_font_draws_latin_greek_cyrillic_and_vietnamese(
    text: str, bare_machine: None
) -> None:
    assert missing_glyphs(text) == ""


def test_scripts_that_our_font_lacks_are_missing_unless_installed(
    monkeypatch: pytest.MonkeyPatch, bare_machine: None
) -> None:
    assert missing_glyphs("今日 today 今") == "今日"
    assert missing_glyphs("می‌خواهم") == "میخواه"
    monkeypatch.setattr(glyphs, "_installed", lambda: frozenset(map(ord, "今")))
    assert missing_glyphs("今日 today") == "日"


def test_installed_fonts_are_those_of_fontconfig() -> None:
    glyphs._installed.cache_clear()
    installed = glyphs._installed()
    assert not installed or ord("A") in installed


def test_a_machine_without_fontconfig_has_no_fonts(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(glyphs._installed.cache_clear)
    glyphs._installed.cache_clear()
    monkeypatch.setenv("PATH", "")
    assert missing_glyphs("今") == "今"


def test_a_caption_with_letters_that_no_font_has_is_not_drawn(bare_machine: None) -> None:
    english, mixed = cue("two lines", "of English"), cue("they say 今日")
    assert drawable([english, mixed]) == [english]


def test_symbols_that_no_font_has_are_left_out(bare_machine: None) -> None:
    assert drawable([cue("a good 👩‍👩‍👧 day ❤️", "👍🏽")]) == [cue("a good day")]
    assert drawable([cue("👍")]) == []


def test_what_was_not_drawn_is_told_by_its_letters() -> None:
    assert letters("日👍x") == "日x"
    assert "characters 日 are in the caption files" in not_drawn("日")
