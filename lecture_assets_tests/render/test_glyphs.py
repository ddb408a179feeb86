"""Captions never show a box: what no font has is left out of the picture, and told."""

from pathlib import Path

import numpy as np
import pytest

from lecture_assets.options import UploadLimits
from lecture_assets.progress import ignore
from lecture_assets.render import glyphs
from lecture_assets.render.clips import render_clips
from lecture_assets.render.glyphs import (
    drawable,
    drawable_title,
    letters,
    missing_glyphs,
    not_drawn,
    scripts_not_drawn,
)
from lecture_assets.render.models import RenderedClips
from lecture_assets.transcript.captions import Cue
from lecture_assets.transcript.models import Word
from lecture_assets_tests.render.media import (
    FAST,
    KEEP,
    frames,
    highlights,
    layout,
    measured,
    transcript,
)


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No font is installed."""
    monkeypatch.setattr(glyphs, "_installed", frozenset)


def cue(*lines: str) -> Cue:
    return Cue(start_ms=0, end_ms=1_000, lines=list(lines))


@pytest.mark.parametrize("text", ["Naïve café", "φως, ψυχή", "Привет, мир", "Tiếng Việt", "½ π²"])
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


def test_scripts_that_no_font_has_are_named(
    monkeypatch: pytest.MonkeyPatch, bare_machine: None
) -> None:
    assert len(scripts_not_drawn()) > 5
    monkeypatch.setattr(glyphs, "_installed", lambda: frozenset(range(0x3000, 0x3100)))
    assert {"Arabic", "Chinese"} < set(scripts_not_drawn())
    assert "Japanese" not in scripts_not_drawn()


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


def test_a_title_that_cannot_be_drawn_is_left_out(bare_machine: None) -> None:
    assert drawable_title("Heat 👍 & work") == "Heat & work"
    assert drawable_title("熱") == ""


def test_what_was_not_drawn_is_told_by_its_letters() -> None:
    assert letters("日👍x") == "日x"
    assert "characters 日 are in the caption files" in not_drawn("日")


def rendered(lecture: Path, folder: Path, *words: str) -> RenderedClips:
    said = transcript(
        *(Word(start_ms=21_700, end_ms=22_600, text=word) for word in words),
    )
    options, limits = FAST, UploadLimits()
    chosen = highlights(KEEP[:1])
    return render_clips(
        lecture, measured(lecture), chosen, said, layout(), options, limits, folder, ignore
    )


def test_a_clip_shows_greek_and_not_what_no_font_has(
    lecture: Path, tmp_path: Path, bare_machine: None
) -> None:
    def picture(*words: str) -> tuple[np.ndarray, RenderedClips]:
        folder = tmp_path / "".join(words)
        clips = rendered(lecture, folder, *words)
        return frames(folder / clips.clips[0].file)[20], clips

    bare, _ = picture()
    chinese, clips = picture("今日は")
    greek, _ = picture("ψυχή")
    assert np.array_equal(chinese, bare)
    assert not np.array_equal(greek, bare)
    assert clips.warnings == [not_drawn("今日は")]
    captions = (tmp_path / "今日は" / clips.clips[0].captions_vtt).read_text(encoding="utf-8")
    assert "今日は" in captions
