from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from lecture_assets.layout.detect import detect_layout
from lecture_assets.layout.models import Layout
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.media.models import VideoStream
from lecture_assets.progress import ignore
from lecture_assets_tests.conftest import MakeMedia
from lecture_assets_tests.layout.drawing import (
    DARK,
    HEIGHT,
    LIGHT,
    WHOLE,
    WIDTH,
    arranged,
    overlap,
    presenter,
    region,
    slide,
    write,
)

SCREEN, CAMERA = region(10, 60, 410, 231), region(430, 60, 200, 150)


def starts(layout: Layout) -> list[int]:
    return [each.start_ms for each in layout.slides]


def test_slides_beside_a_camera_are_followed(tmp_path: Path) -> None:
    path = tmp_path / "lecture.mp4"
    video = write(path, arranged(SCREEN, CAMERA, look=DARK), 20)
    told: list[float] = []
    layout = detect_layout(path, video, 20_000, told.append)
    (part,) = layout.parts
    assert (part.kind, part.start_ms, part.end_ms) == ("side_by_side", 0, 20_000)
    assert overlap(part.screen, SCREEN) > 0.97
    assert overlap(part.camera, CAMERA) > 0.94
    assert part.split_ratio == pytest.approx(410 / 610, abs=0.01)
    assert starts(layout) == pytest.approx([0, 6000, 12_000, 18_000], abs=150)
    assert layout.slides[-1].end_ms == 20_000
    assert told[-1] == 1


@pytest.mark.parametrize("key_every_s", [0.1, 2, 5])
def test_slide_times_do_not_depend_on_key_frames(tmp_path: Path, key_every_s: float) -> None:
    path = tmp_path / "lecture.mp4"

    def draw(at_s: float) -> Image.Image:
        bullets = 2 if at_s < 37 else 3
        return slide(WIDTH, HEIGHT, 1 if at_s < 21.3 else 2, LIGHT, bullets)

    video = write(path, draw, 62, key_every_s)
    layout = detect_layout(path, video, 62_000, ignore)
    assert starts(layout) == pytest.approx([0, 21_300], abs=150)
    assert layout.slides[1].builds_ms == pytest.approx([37_000], abs=150)


def test_a_change_after_the_last_key_frame_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "lecture.mp4"
    video = write(path, lambda at_s: slide(WIDTH, HEIGHT, 1 if at_s < 58 else 2), 60, 4.9)
    assert starts(detect_layout(path, video, 60_000, ignore)) == pytest.approx([0, 58_000], abs=150)


def test_a_talking_head_has_no_slides(tmp_path: Path) -> None:
    path = tmp_path / "head.mp4"
    video = write(path, arranged(None, WHOLE), 8)
    layout = detect_layout(path, video, 8_000, ignore)
    assert [part.kind for part in layout.parts] == ["camera_only"]
    assert layout.slides == []


def test_one_second_is_enough_for_an_answer(tmp_path: Path) -> None:
    path = tmp_path / "short.mp4"
    video = write(path, arranged(WHOLE, None), 1)
    layout = detect_layout(path, video, 1_000, ignore)
    assert [(each.start_ms, each.end_ms) for each in layout.parts] == [(0, 1_000)]
    assert [(each.start_ms, each.end_ms) for each in layout.slides] == [(0, 1_000)]


def test_a_switch_from_camera_to_slides_makes_two_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lecture_assets.layout.sampling._WINDOW_MS", 8_000)
    path = tmp_path / "switch.mp4"
    camera, both = arranged(None, WHOLE), arranged(SCREEN, CAMERA)
    video = write(path, lambda at_s: (camera if at_s < 8 else both)(at_s), 24)
    layout = detect_layout(path, video, 24_000, ignore)
    assert [(each.kind, each.start_ms, each.end_ms) for each in layout.parts] == [
        ("camera_only", 0, 8_000),
        ("side_by_side", 8_000, 24_000),
    ]
    assert starts(layout) == pytest.approx([8_000, 12_000, 18_000], abs=150)


def test_what_breaks_off_is_unknown_and_says_so(tmp_path: Path) -> None:
    path, broken = tmp_path / "whole.mkv", tmp_path / "broken.mkv"
    video = write(path, arranged(WHOLE, None), 20)
    content = path.read_bytes()
    broken.write_bytes(content[: len(content) // 2])
    layout = detect_layout(broken, video, 20_000, ignore)
    assert layout.parts[0].start_ms == 0
    assert layout.parts[-1].end_ms == 20_000
    assert all(one.end_ms == other.start_ms for one, other in pairwise(layout.parts))


def test_damage_in_the_middle_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "damaged.mp4"
    video = write(path, arranged(SCREEN, CAMERA), 40, 2)
    content = bytearray(path.read_bytes())
    third = len(content) // 3
    content[third : 2 * third] = b"\xff" * third
    path.write_bytes(content)
    layout = detect_layout(path, video, 40_000, ignore)
    assert layout.parts[-1].end_ms == 40_000
    assert "cannot be decoded" in " ".join(layout.warnings)


@pytest.mark.parametrize(("rotation", "transpose"), [(90, 2), (270, 1)])
def test_regions_are_where_a_viewer_sees_them(
    tmp_path: Path, make_media: MakeMedia, rotation: int, transpose: int
) -> None:
    camera = region(480, 250, 150, 100)
    write(tmp_path / "upright.mp4", arranged(WHOLE, camera), 8)
    turned = make_media(
        "turned.mp4", "-i", str(tmp_path / "upright.mp4"), "-vf", f"transpose={transpose}"
    )
    path = make_media(
        "shown.mp4", "-display_rotation", str(-rotation), "-i", str(turned), "-c", "copy"
    )
    video = VideoStream(codec="h264", width=WIDTH, height=HEIGHT, fps=10, rotation=rotation)
    (part,) = detect_layout(path, video, 8_000, ignore).parts
    assert part.kind == "picture_in_picture"
    assert overlap(part.camera, camera) > 0.94


def test_a_film_that_is_no_lecture_is_not_cropped(make_media: MakeMedia) -> None:
    path = make_media(
        "test.mp4", "-f", "lavfi", "-i", "testsrc2=duration=6:size=427x241", "-c:v", "mpeg4"
    )
    video = VideoStream(codec="h264", width=427, height=241, fps=25)
    (part,) = detect_layout(path, video, 6_000, ignore).parts
    assert part.screen is None
    assert part.camera is None or part.kind == "camera_only"


def test_frames_that_come_only_with_a_change_are_no_motion(tmp_path: Path) -> None:
    path = tmp_path / "sparse.mp4"
    write(tmp_path / "all.mp4", arranged(WHOLE, None, slide_s=3), 21)
    run_ffmpeg(
        [
            "-i", str(tmp_path / "all.mp4"),
            "-vf", "mpdecimate=hi=64*20:lo=64*10:frac=0.02", "-fps_mode", "vfr", str(path),
        ],
        timeout_s=30,
    )  # fmt: skip
    video = VideoStream(codec="h264", width=WIDTH, height=HEIGHT, fps=1)
    layout = detect_layout(path, video, 21_000, ignore)
    assert [part.kind for part in layout.parts] == ["screen_only"]
    assert starts(layout) == pytest.approx([0, 3000, 6000, 9000, 12_000, 15_000, 18_000], abs=150)


def test_a_photo_of_the_presenter_stays_on_the_slides(tmp_path: Path) -> None:
    def draw(at_s: float) -> Image.Image:
        picture = slide(WIDTH, HEIGHT, int(at_s // 6)).copy()
        picture.paste(presenter(150, 100, 0), (480, 250))
        return picture

    video = write(tmp_path / "photo.mp4", draw, 13)
    (part,) = detect_layout(tmp_path / "photo.mp4", video, 13_000, ignore).parts
    assert (part.kind, part.camera) == ("screen_only", None)
