"""Captions that are drawn once look as those that are drawn on every frame."""

import shutil
from fractions import Fraction
from pathlib import Path

import ffmpeg
import numpy as np
import pytest

from lecture_assets.layout.models import Frame
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.render.ass import ass_text, changes_ms
from lecture_assets.render.compose import as_recorded
from lecture_assets.render.cuts import Cut
from lecture_assets.render.lettering import lettered
from lecture_assets.render.take import FONTS, Take, arguments
from lecture_assets.render.upright import Source
from lecture_assets.transcript.captions import Cue
from lecture_assets.transcript.models import Word

WIDTH, HEIGHT, COUNT = 320, 180, 80
SHAPE = as_recorded(Source(Frame(width=WIDTH, height=HEIGHT)), 180)
RATE = Fraction(30_000, 1001)
CUES = [
    Cue(start_ms=133, end_ms=1_017, lines=["Why things", "fall"]),
    Cue(start_ms=1_017, end_ms=1_501, lines=["at once"]),
    Cue(start_ms=1_905, end_ms=2_669, lines=["and far"]),
]
TIMES = {133: (133, 367, 734), 1_017: (1_100, 1_303)}
SPOKEN = {
    start: [Word(start_ms=at, end_ms=at + 90, text="") for at in times]
    for start, times in TIMES.items()
}
SEEN_THROUGH, ON_EVERY_FRAME = "&H260E0A08", "&H460E0A08"


def pictures(folder: Path, changes: list[int]) -> np.ndarray:
    """Every frame of grey with captions, brightness above the halved colours."""
    take = Take(Path(), Fraction(0), {}, {}, [Cut(0, COUNT)], RATE, Fraction(0), 0)
    plain = f"color=c=gray:s={WIDTH}x{HEIGHT}:r={RATE},trim=end_frame={COUNT},format=yuv420p"
    picture = lettered(ffmpeg.input(plain, f="lavfi").video, take, SHAPE, changes)
    out = ffmpeg.output(picture, "out.yuv", f="rawvideo", pix_fmt="yuv420p")
    run_ffmpeg(arguments(out), timeout_s=60, cwd=folder)
    read = np.fromfile(folder / "out.yuv", np.uint8)
    return read.reshape(-1, HEIGHT * 3 // 2, WIDTH).astype(np.int16)


@pytest.mark.parametrize("times", [1_000, 10_000])
def test_captions_may_change_thousands_of_times(tmp_path: Path, times: int) -> None:
    shutil.copytree(Path(ass_text.__code__.co_filename).parents[1] / "fonts", tmp_path / FONTS)
    (tmp_path / "captions.ass").write_text(ass_text(CUES, SHAPE))
    usual = pictures(tmp_path, changes_ms(CUES))
    assert np.array_equal(pictures(tmp_path, list(range(0, times * 100, 100))), usual)


@pytest.mark.parametrize("spoken", [None, SPOKEN], ids=["plain", "words coloured"])
def test_captions_drawn_when_they_change_look_as_those_drawn_on_every_frame(
    tmp_path: Path, spoken: dict[int, list[Word]] | None
) -> None:
    shutil.copytree(Path(ass_text.__code__.co_filename).parents[1] / "fonts", tmp_path / FONTS)
    text = ass_text(CUES, SHAPE, spoken)
    assert SEEN_THROUGH in text
    (tmp_path / "captions.ass").write_text(text.replace(SEEN_THROUGH, ON_EVERY_FRAME))
    usual = pictures(tmp_path, [])
    (tmp_path / "captions.ass").write_text(text)
    once = pictures(tmp_path, changes_ms(CUES, spoken))
    assert len(usual) == len(once) == COUNT
    assert int(abs(usual - once).max()) <= 6
    assert np.ptp(once[20, :HEIGHT]) > 100
    assert np.ptp(once[50, :HEIGHT]) == 0
