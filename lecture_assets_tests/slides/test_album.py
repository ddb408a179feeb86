import io
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lecture_assets.layout.models import Frame, Layout, LayoutPart, Region, Slide
from lecture_assets.media.frames import Pixels
from lecture_assets.media.models import VideoStream
from lecture_assets.progress import ignore
from lecture_assets.slides import album
from lecture_assets.slides.album import with_pictures
from lecture_assets.slides.pictures import alike
from lecture_assets_tests.layout.drawing import (
    HEIGHT,
    WHOLE,
    WIDTH,
    arranged,
    presenter,
    region,
    slide,
    write,
)

SHOWN = (1, 2, 1, 3)
EACH_S = 4
CAMERA = region(480, 256, 144, 88)


@dataclass
class Counting:
    """Reads the brightness, and counts."""

    name: str = "counting 1"
    read_pictures: list[Pixels] = field(default_factory=list)

    def read(self, pixels: Pixels) -> str:
        self.read_pictures.append(pixels)
        return f"{pixels.mean():.3f}"


def drawn(at_s: float) -> Image.Image:
    """Slides 1, 2, 1 and 3 under a presenter; each gains bullets after one second."""
    number = SHOWN[int(at_s // EACH_S)]
    picture = slide(WIDTH, HEIGHT, number, bullets=4 if at_s % EACH_S >= 1 else 1).copy()
    picture.paste(presenter(CAMERA.width, CAMERA.height, at_s), (CAMERA.x, CAMERA.y))
    return picture


@dataclass(frozen=True)
class Lecture:
    path: Path
    video: VideoStream
    layout: Layout


@pytest.fixture(scope="module", params=[1, 25], ids=["key frames each second", "one key frame"])
def lecture(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lecture:
    path = tmp_path_factory.mktemp("talk") / "talk.mp4"
    fixed = {"sc_threshold": "0"}
    video = write(path, drawn, len(SHOWN) * EACH_S, request.param, options=fixed)
    return Lecture(path, video, layout_of(len(SHOWN), WHOLE, CAMERA))


def layout_of(slides: int, screen: Region | None, camera: Region | None) -> Layout:
    each_ms = EACH_S * 1000
    part = LayoutPart(
        start_ms=0,
        end_ms=slides * each_ms,
        kind="picture_in_picture",
        screen=screen,
        camera=camera,
        confidence=1,
    )
    shown = [
        Slide(start_ms=i * each_ms, end_ms=(i + 1) * each_ms, builds_ms=[i * each_ms + 1_000])
        for i in range(slides)
    ]
    return Layout(frame=Frame(width=WIDTH, height=HEIGHT), parts=[part], slides=shown)


def test_a_slide_that_is_shown_again_is_read_once(lecture: Lecture) -> None:
    reader, files = Counting(), dict[str, bytes]()
    told = with_pictures(
        lecture.path, lecture.video, lecture.layout, reader, None, files.__setitem__, ignore
    )
    names = [each.picture for each in told.slides]
    assert names[0] == names[2]
    assert set(names) == set(files)
    assert len(files) == len(reader.read_pictures) == 3
    assert told.slides[0].text == told.slides[2].text
    assert told.read_by == "counting 1"


def test_the_picture_is_taken_when_all_builds_are_there(lecture: Lecture) -> None:
    files = dict[str, bytes]()
    told = with_pictures(
        lecture.path, lecture.video, lecture.layout, None, None, files.__setitem__, ignore
    )
    for each, number in zip(told.slides, SHOWN, strict=True):
        picture = Image.open(io.BytesIO(files[str(each.picture)]))
        wanted = np.asarray(slide(WIDTH, HEIGHT, number).convert("L"), int)[: CAMERA.y]
        shown = np.asarray(picture.convert("L"), int)[: CAMERA.y]
        assert np.abs(shown - wanted).mean() < 4
        assert each.text is None
    assert told.read_by is None


def test_the_camera_is_not_read(lecture: Lecture) -> None:
    reader = Counting()
    with_pictures(
        lecture.path, lecture.video, lecture.layout, reader, None, lambda *_: None, ignore
    )
    inside = slice(CAMERA.y, CAMERA.y + CAMERA.height), slice(CAMERA.x, CAMERA.x + CAMERA.width)
    assert all((each[inside] == 128).all() for each in reader.read_pictures)


def test_what_was_read_before_is_not_read_again_but_by_another_reader(lecture: Lecture) -> None:
    def told(reader: Counting, earlier: Layout | None) -> Layout:
        return with_pictures(
            lecture.path, lecture.video, lecture.layout, reader, earlier, lambda *_: None, ignore
        )

    first = told(Counting(), None)
    same, other = Counting(), Counting("counting 2")
    assert told(same, first) == first
    assert not same.read_pictures
    told(other, first)
    assert len(other.read_pictures) == 3


def test_only_the_screen_is_seen_where_it_is_known(tmp_path: Path) -> None:
    screen = region(0, 60, 400, 225)
    path, draw = tmp_path / "beside.mp4", arranged(screen, region(410, 60, 220, 140))
    video = write(path, draw, EACH_S)
    files = dict[str, bytes]()
    with_pictures(path, video, layout_of(1, screen, None), None, None, files.__setitem__, ignore)
    assert [Image.open(io.BytesIO(each)).size for each in files.values()] == [(400, 225)]
    files.clear()
    with_pictures(path, video, layout_of(1, None, None), None, None, files.__setitem__, ignore)
    assert [Image.open(io.BytesIO(each)).size for each in files.values()] == [(WIDTH, HEIGHT)]


def test_past_the_most_slides_the_layout_says_so(
    lecture: Lecture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(album, "MOST", 1)
    told = with_pictures(
        lecture.path, lecture.video, lecture.layout, Counting(), None, lambda *_: None, ignore
    )
    assert len(told.slides) == len(SHOWN)
    assert [each.picture is None for each in told.slides] == [False, True, True, True]
    assert told.warnings == [
        "From 0:04 on slides have neither picture nor text, since there are more than 1."
    ]


def test_what_cannot_be_decoded_stays_without_a_picture(tmp_path: Path) -> None:
    path, layout = tmp_path / "broken.mp4", layout_of(2, WHOLE, None)
    path.write_bytes(b"no film at all")
    video = VideoStream(codec="h264", width=WIDTH, height=HEIGHT, fps=10)
    told = with_pictures(path, video, layout, Counting(), None, lambda *_: None, ignore)
    assert told.slides == layout.slides


def test_one_digit_makes_another_slide() -> None:
    def small(text: str) -> Pixels:
        picture = slide(640, 360, 1).copy()
        ImageDraw.Draw(picture).text((500, 320), text, "#505050", font_size=12)
        return np.asarray(picture.convert("L"), np.uint8)

    assert alike(small("x = 13"), small("x = 13"))
    assert not alike(small("x = 13"), small("x = 18"))
