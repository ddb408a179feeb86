"""The thumbnail is the frame with the most to see."""

from pathlib import Path

import pytest

from lecture_assets.errors import MediaError
from lecture_assets.render.thumbnails import sharpest
from lecture_assets_tests.render.media import make


def test_the_sharp_frame_is_chosen(tmp_path: Path) -> None:
    picture = ("-f", "lavfi", "-i", "testsrc2=s=320x180:d=1")
    blank = make(tmp_path / "1.jpg", "-f", "lavfi", "-i", "color=s=320x180", "-frames:v", "1")
    blurred = make(tmp_path / "2.jpg", *picture, "-vf", "gblur=6", "-frames:v", "1")
    sharp = make(tmp_path / "3.jpg", *picture, "-frames:v", "1")
    assert sharpest([blank, sharp, blurred]) == sharp


def test_a_file_that_is_no_picture_is_not_chosen(tmp_path: Path) -> None:
    broken = tmp_path / "1.jpg"
    broken.write_bytes(b"no picture")
    blank = make(tmp_path / "2.jpg", "-f", "lavfi", "-i", "color=s=320x180", "-frames:v", "1")
    assert sharpest([broken, blank]) == blank


def test_no_frames_are_an_error() -> None:
    with pytest.raises(MediaError, match="no picture"):
        sharpest([])
