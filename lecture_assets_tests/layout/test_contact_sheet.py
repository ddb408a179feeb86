import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lecture_assets.layout.contact_sheet import contact_sheet
from lecture_assets.layout.models import Slide
from lecture_assets.media.models import VideoStream
from lecture_assets.progress import ignore
from lecture_assets_tests.conftest import MakeMedia
from lecture_assets_tests.layout.drawing import WHOLE, arranged, write


def slides(count: int, each_ms: int) -> list[Slide]:
    return [Slide(start_ms=i * each_ms, end_ms=(i + 1) * each_ms) for i in range(count)]


def test_no_slides_make_no_sheet(tmp_path: Path) -> None:
    video = VideoStream(codec="h264", width=640, height=360, fps=25)
    assert contact_sheet(tmp_path / "none.mp4", video, [], ignore) is None


def test_each_tile_shows_its_slide(tmp_path: Path) -> None:
    path = tmp_path / "lecture.mp4"
    draw = arranged(WHOLE, None, slide_s=3)
    video = write(path, draw, 6)
    sheet = contact_sheet(path, video, slides(2, 3_000), ignore)
    assert sheet is not None
    picture = np.asarray(Image.open(io.BytesIO(sheet)).convert("L"), int)
    for number, left in enumerate((12, 344)):
        wanted = np.asarray(draw(number * 3.0).convert("L").resize((320, 180)), int)
        assert np.abs(picture[12:192, left : left + 320] - wanted).mean() < 8
    assert picture[196:214, 12:60].min() < 100


@pytest.mark.parametrize("size", ["640x360", "360x640"])
def test_a_sheet_stays_small_whatever_the_slides_hold(make_media: MakeMedia, size: str) -> None:
    noise = f"color=gray:duration=4:rate=5:size={size},noise=alls=100"
    path = make_media("noise.mp4", "-f", "lavfi", "-i", noise)
    width, height = (int(each) for each in size.split("x"))
    video = VideoStream(codec="h264", width=width, height=height, fps=5)
    sheet = contact_sheet(path, video, slides(40, 100), ignore)
    assert sheet is not None
    assert len(sheet) <= 150_000
    assert Image.open(io.BytesIO(sheet)).size == (4 * 332 + 12, 3 * 218 + 12)
