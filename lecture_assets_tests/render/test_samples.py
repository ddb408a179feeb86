"""Black pictures, cameras that stand still and captions that are missing are found."""

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from lecture_assets.layout.models import Region
from lecture_assets.render import compile as compiling
from lecture_assets.render.ass import ass_text
from lecture_assets.render.composition import Composition, Tile
from lecture_assets.render.cuts import Cut
from lecture_assets.render.samples import black_ms, captions_seen, frozen_ms
from lecture_assets.render.take import Take
from lecture_assets.transcript.captions import Cue
from lecture_assets_tests.render.media import KEEP, WORDS, highlights, render, transcript

TAKE = Take(Path(), Fraction(0), {}, {}, [Cut(0, 250)], Fraction(25), Fraction(1, 50), 0)
PLACE = Region(x=0, y=0, width=640, height=360)
CAMERA = Region(x=480, y=0, width=160, height=120)


def written(folder: Path, pictures: list[np.ndarray]) -> list[Path]:
    folder.mkdir()
    paths = [folder / f"{number:03}.jpg" for number in range(len(pictures))]
    for path, picture in zip(paths, pictures, strict=True):
        cv2.imwrite(str(path), picture)
    return paths


def grey(level: int) -> np.ndarray:
    return np.full((360, 640), level, np.uint8)


def with_camera(level: int) -> np.ndarray:
    picture = grey(90)
    picture[:120, 480:] = level
    return picture


def composition(*tiles: Region) -> Composition:
    placed = [Tile(source=each, target=each) for each in tiles]
    return Composition(
        kind="screen_and_camera", width=640, height=360, tiles=placed, captions=PLACE, boxed=False
    )


def test_black_frames_stand_for_two_seconds_each(tmp_path: Path) -> None:
    frames = written(tmp_path / "f", [grey(8), grey(120), grey(4)])
    assert black_ms(frames, TAKE) == 4_000


def test_a_camera_that_stands_still_is_found_and_a_slide_that_does_is_none(tmp_path: Path) -> None:
    levels = [50, 60, 60, 60, 70]
    frames = written(tmp_path / "f", [with_camera(level) for level in levels])
    assert frozen_ms(frames, TAKE, composition(PLACE, CAMERA)) == 4_000
    assert frozen_ms(frames, TAKE, composition(PLACE)) is None


def test_a_hall_in_which_hardly_anything_moves_is_no_camera_that_stands_still(
    tmp_path: Path,
) -> None:
    frames = written(tmp_path / "f", [grey(60)] * 5)
    screen, hall = CAMERA, PLACE
    assert frozen_ms(frames, TAKE, composition(screen, hall)) is None
    assert frozen_ms(frames, TAKE, composition(hall, screen)) == 8_000


def test_captions_are_missed_where_they_should_be(tmp_path: Path) -> None:
    clean = written(tmp_path / "a", [grey(90)] * 3)
    drawn = grey(90)
    drawn[320:340, 200:400] = 255
    captioned = written(tmp_path / "b", [drawn, grey(90), grey(90)])
    first = Cue(start_ms=500, end_ms=1_500, lines=["one"])
    second = Cue(start_ms=2_500, end_ms=3_500, lines=["two"])
    assert captions_seen(clean, captioned, TAKE, [first]) is True
    assert captions_seen(clean, captioned, TAKE, [first, second]) is False
    assert captions_seen(clean, captioned, TAKE, []) is None


def test_a_clip_knows_whether_its_captions_were_drawn(
    lecture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, chosen = transcript(*WORDS), highlights(KEEP)
    [drawn] = render(lecture, tmp_path / "drawn", chosen, said=said)
    monkeypatch.setattr(compiling, "ass_text", lambda _cues, shape, _words: ass_text([], shape))
    [lost] = render(lecture, tmp_path / "lost", chosen, said=said)
    assert (drawn.captions_seen, lost.captions_seen) == (True, False)
    assert (drawn.frames, drawn.index_first, drawn.black_ms) == (82, True, 0)
    assert drawn.sound_ms == pytest.approx(drawn.duration_ms, abs=25)
