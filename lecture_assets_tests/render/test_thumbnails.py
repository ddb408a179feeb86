"""The thumbnail is the frame with the most to see."""

from pathlib import Path

import cv2
import pytest

from lecture_assets.errors import MediaError
from lecture_assets.layout.models import Slide
from lecture_assets.render.thumbnails import featured, sharpest
from lecture_assets.timeline import span
from lecture_assets_tests.render.media import highlights, layout, make, render


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


def test_the_slide_that_is_shown_longest_is_shown_without_its_fades() -> None:
    slides = [Slide(start_ms=0, end_ms=13_000), Slide(start_ms=13_000, end_ms=40_000)]
    keep = [span(10_000, 15_000), span(17_000, 20_000)]
    assert featured(slides, keep) == span(3_500, 7_500)


@pytest.mark.parametrize("slides", [[], [Slide(start_ms=0, end_ms=10_800)]])
def test_where_no_slide_stands_any_time_will_do(slides: list[Slide]) -> None:
    assert featured(slides, [span(10_000, 15_000)]) is None


def test_a_thumbnail_shows_the_clip_s_slide_and_not_the_fuller_one_before(
    tmp_path: Path,
) -> None:
    before, after = "testsrc2=s=320x180:r=25:d=4", "color=white:s=320x180:r=25:d=9"
    box = "drawbox=x=20:y=20:w=200:h=100:t=fill:c=gray"
    source = make(
        tmp_path / "lecture.mp4",
        *("-f", "lavfi", "-i", before, "-f", "lavfi", "-i", after),
        *("-f", "lavfi", "-i", "sine=d=13"),
        *("-filter_complex", f"[1:v]{box}[b];[0:v][b]concat", "-map", "2:a"),
        *("-preset", "ultrafast", "-pix_fmt", "yuv420p"),
    )
    slides = [Slide(start_ms=0, end_ms=4_000), Slide(start_ms=4_000, end_ms=13_000)]
    arranged = layout().model_copy(update={"slides": slides})
    [clip] = render(
        source, tmp_path / "clips", highlights([span(1_000, 12_000)]), arranged=arranged
    )
    shown = cv2.imread(str(tmp_path / "clips" / clip.thumbnail), cv2.IMREAD_GRAYSCALE)
    assert shown is not None
    assert shown[: shown.shape[0] // 20].min() > 230


def test_the_thumbnail_of_a_card_has_its_title(tmp_path: Path) -> None:
    source = make(tmp_path / "talk.mp4", "-f", "lavfi", "-i", "sine=d=8", "-c:a", "aac")
    [clip] = render(source, tmp_path / "clips", highlights([span(1_000, 6_000)]))
    shown = cv2.imread(str(tmp_path / "clips" / clip.thumbnail), cv2.IMREAD_GRAYSCALE)
    assert shown is not None
    assert (shown > 200).mean() > 0.002
