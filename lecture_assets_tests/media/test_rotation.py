"""Tests that pictures are turned as ffmpeg and players turn them."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lecture_assets.media.models import LectureVideo
from lecture_assets.media.probe import probe
from lecture_assets.options import UploadLimits
from lecture_assets.progress import ignore
from lecture_assets_tests.conftest import MakeMedia

_TONE = ("-f", "lavfi", "-i", "sine=duration=2")
_H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25")
_AAC = ("-c:a", "aac")


def _probed(path: Path) -> LectureVideo:
    return probe(path, path.name, UploadLimits(), ignore)


@pytest.mark.parametrize("counterclockwise", [0, 90, 180, 270])
def test_the_rotation_turns_the_picture_as_ffmpeg_shows_it(
    counterclockwise: int, make_media: MakeMedia, tmp_path: Path
) -> None:
    coded = Image.new("RGB", (160, 96), "white")
    ImageDraw.Draw(coded).rectangle((0, 0, 60, 30), "black")
    coded.save(tmp_path / "coded.png")
    looped = ("-loop", "1", "-framerate", "25", "-t", "2", "-i", str(tmp_path / "coded.png"))
    flat = make_media("flat.mp4", *looped, *_TONE, *_H264, *_AAC)
    turned = make_media(
        "turned.mp4", "-display_rotation", str(counterclockwise), "-i", str(flat), "-c", "copy"
    )
    as_shown = make_media("shown.png", "-i", str(turned), "-frames:v", "1", "-update", "1")
    video = _probed(turned).video
    assert video is not None
    with Image.open(as_shown) as picture:
        shown = np.asarray(picture.convert("L"), np.int16)
    expected = np.rot90(np.asarray(coded.convert("L"), np.int16), -video.rotation // 90)
    assert (video.width, video.height) == (shown.shape[1], shown.shape[0])
    assert np.abs(shown - expected).mean() < 5


def test_a_picture_that_is_turned_by_no_quarter_is_taken_upright(make_media: MakeMedia) -> None:
    picture = ("-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=2")
    flat = make_media("flat.mp4", *picture, *_TONE, *_H264, *_AAC)
    tilted = make_media("tilted.mp4", "-display_rotation", "45", "-i", str(flat), "-c", "copy")
    video = _probed(tilted).video
    assert video is not None
    assert (video.rotation, video.width, video.height) == (0, 160, 90)
