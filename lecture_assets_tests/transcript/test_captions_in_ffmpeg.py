"""Ffmpeg reads our captions as they are."""

from pathlib import Path
from typing import Literal

import pysubs2
import pytest

from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.transcript.captions import Cue, cues_from_words, read_cues, to_srt, to_vtt
from lecture_assets_tests.transcript.hostile import CUES, SAID
from lecture_assets_tests.transcript.made_up import TALK, spoken

Form = Literal["vtt", "srt"]
FORMS: list[Form] = ["vtt", "srt"]


def written(cues: list[Cue], form: Form, folder: Path) -> Path:
    file = folder / f"ours.{form}"
    file.write_text(to_vtt(cues) if form == "vtt" else to_srt(cues), encoding="utf-8")
    return file


@pytest.mark.parametrize("form", FORMS)
def test_a_talk_comes_out_of_ffmpeg_unchanged(form: Form, tmp_path: Path) -> None:
    cues = cues_from_words(spoken(TALK))
    out = tmp_path / f"theirs.{form}"
    run_ffmpeg(["-i", str(written(cues, form, tmp_path)), str(out)], timeout_s=60)
    assert read_cues(out.read_text(encoding="utf-8"), form) == cues


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("cues", [CUES, SAID], ids=["hostile", "awkward words"])
def test_ffmpeg_shows_what_looks_like_markup_as_text(
    cues: list[Cue], form: Form, tmp_path: Path
) -> None:
    out = tmp_path / "theirs.ass"
    run_ffmpeg(["-i", str(written(cues, form, tmp_path)), str(out)], timeout_s=60)
    shown = list(pysubs2.SSAFile.load(str(out)))
    assert [_plain(event.text) for event in shown] == [each.text for each in cues]
    for event, each in zip(shown, cues, strict=True):
        # ASS counts in hundredths.
        assert (event.start, event.end) == pytest.approx((each.start_ms, each.end_ms), abs=10)


def _plain(ass: str) -> str:
    r"""What is drawn of a text: ``\{{}`` is how ffmpeg writes a brace, the joiner has no width."""
    return ass.replace(r"\{{}", "{").replace(r"\N", "\n").replace("\u2060", "")
