import numpy as np
import pytest
from PIL import Image, ImageDraw

from lecture_assets.layout.models import LayoutKind, Region
from lecture_assets.layout.rectangles import Box
from lecture_assets.layout.regions import Arrangement, arrangement
from lecture_assets.media.frames import Picture
from lecture_assets.sample.presenter import camera_picture, pose
from lecture_assets.sample.scene import CAMERA, SCREEN, Shown, still
from lecture_assets_tests.layout.drawing import (
    DARK,
    HEIGHT,
    LIGHT,
    PLAIN,
    WHOLE,
    WIDTH,
    Draw,
    Look,
    arranged,
    overlap,
    presenter,
    region,
    slide,
)


def pairs_of(draw: Draw, seconds: float = 24) -> list[tuple[Picture, Picture]]:
    def picture(at_s: float) -> Picture:
        return Picture(round(at_s * 1000), np.asarray(draw(at_s).convert("L")))

    return [(picture(at), picture(at + 0.4)) for at in np.arange(0, seconds, 1.7)]


def found_in(draw: Draw, seconds: float = 24) -> Arrangement:
    return arrangement(pairs_of(draw, seconds))


def as_region(box: Box | None) -> Region | None:
    return region(box.left, box.top, box.width, box.height) if box else None


CORNERS = {
    "bottom right": region(480, 250, 150, 100),
    "top left, flush": region(0, 0, 150, 100),
    "top right": region(480, 10, 150, 84),
    "bottom left, flush": region(0, 270, 160, 90),
}


@pytest.mark.parametrize("corner", CORNERS)
@pytest.mark.parametrize("look", [LIGHT, DARK, PLAIN])
def test_a_camera_in_any_corner_of_the_slides_is_found(corner: str, look: Look) -> None:
    found = found_in(arranged(WHOLE, CORNERS[corner], look=look))
    assert found.kind == "picture_in_picture"
    assert overlap(as_region(found.screen), WHOLE) == 1
    assert overlap(as_region(found.camera), CORNERS[corner]) > 0.94


@pytest.mark.parametrize(
    ("screen", "camera", "canvas", "kind"),
    [
        (region(0, 0, 430, 360), region(430, 0, 210, 360), "#000000", "side_by_side"),
        (region(10, 60, 410, 231), region(430, 118, 200, 113), "#000000", "side_by_side"),
        (region(10, 60, 410, 231), region(430, 60, 200, 113), "#30343c", "side_by_side"),
        (region(220, 50, 410, 231), region(10, 50, 200, 150), "#c8cdd2", "side_by_side"),
        (region(0, 90, 320, 180), region(320, 90, 320, 180), "#000000", "side_by_side"),
        (region(100, 0, 440, 248), region(220, 256, 200, 100), "#000000", "stacked"),
    ],
)
def test_slides_beside_a_camera_are_told_from_the_canvas(
    screen: Region, camera: Region, canvas: str, kind: LayoutKind
) -> None:
    found = found_in(arranged(screen, camera, canvas=canvas))
    assert found.kind == kind
    assert overlap(as_region(found.screen), screen) > 0.97
    assert overlap(as_region(found.camera), camera) > 0.94


def test_slides_that_change_within_some_of_the_pairs_do_not_move_as_a_camera_does() -> None:
    screen, camera = region(10, 60, 410, 231), region(430, 118, 200, 113)
    found = found_in(arranged(screen, camera, slide_s=5.2))
    assert found.kind == "side_by_side"
    assert overlap(as_region(found.screen), screen) > 0.97
    assert overlap(as_region(found.camera), camera) > 0.94


def test_one_slide_for_the_whole_window_is_enough() -> None:
    screen, camera = region(10, 60, 410, 231), region(430, 118, 200, 113)
    found = found_in(arranged(screen, camera, slide_s=1000))
    assert found.kind == "side_by_side"
    assert overlap(as_region(found.screen), screen) > 0.97


def test_a_heading_on_the_canvas_is_no_part_of_the_slides() -> None:
    screen, camera = region(10, 60, 410, 231), region(430, 60, 200, 113)
    bare = arranged(screen, camera, canvas="#202630")

    def draw(at_s: float) -> Image.Image:
        picture = bare(at_s)
        ImageDraw.Draw(picture).text((12, 20), "A course on memory", "white", font_size=18)
        return picture

    assert overlap(as_region(found_in(draw).screen), screen) > 0.97


def test_the_sample_lecture_is_side_by_side() -> None:
    def draw(at_s: float) -> Image.Image:
        picture = Image.fromarray(still(Shown(2 + int(at_s // 6), 0)))
        loud = float(np.abs(np.sin(at_s * 5)))
        camera = Image.fromarray(camera_picture(pose(at_s, loud, loud)))
        picture.paste(camera, (CAMERA.x, CAMERA.y))
        return picture.resize((640, 360), Image.Resampling.BOX)

    found = found_in(draw)
    assert found.kind == "side_by_side"
    for box, truth in ((found.screen, SCREEN), (found.camera, CAMERA)):
        assert box is not None
        assert overlap(as_region(box.scaled(2, 2)), truth) > 0.95


def test_slides_alone_are_a_screen() -> None:
    found = found_in(arranged(WHOLE, None))
    assert (found.kind, found.camera) == ("screen_only", None)
    assert overlap(as_region(found.screen), WHOLE) == 1


def test_black_bars_are_taken_off_the_screen() -> None:
    screen = region(80, 0, 480, 360)
    assert overlap(as_region(found_in(arranged(screen, None)).screen), screen) > 0.97


def test_a_photo_is_no_camera() -> None:
    def draw(at_s: float) -> Image.Image:
        picture = slide(WIDTH, HEIGHT, int(at_s // 6)).copy()
        picture.paste(presenter(150, 100, 0), (480, 250))
        return picture

    assert found_in(draw).kind == "screen_only"


def test_a_moving_pointer_is_no_camera() -> None:
    def draw(at_s: float) -> Image.Image:
        picture = slide(WIDTH, HEIGHT, int(at_s // 6)).copy()
        x, y = 320 + 250 * np.sin(at_s * 1.3), 180 + 120 * np.cos(at_s * 0.9)
        ImageDraw.Draw(picture).ellipse((x, y, x + 8, y + 8), fill="red")
        return picture

    assert found_in(draw).kind == "screen_only"


def test_a_talking_head_that_fills_the_frame_has_no_screen() -> None:
    found = found_in(arranged(None, WHOLE))
    assert (found.kind, found.screen) == ("camera_only", None)
    assert overlap(as_region(found.camera), WHOLE) == 1


def test_a_presenter_cut_out_before_the_slides_is_not_guessed_at() -> None:
    shape = Image.new("L", (200, 200), 0)
    ImageDraw.Draw(shape).ellipse((20, 20, 180, 260), fill=255)

    def draw(at_s: float) -> Image.Image:
        picture = slide(WIDTH, HEIGHT, int(at_s // 6)).copy()
        picture.paste(presenter(200, 200, at_s), (420, 160), shape)
        return picture

    found = found_in(draw)
    assert found.kind == "unknown"
    assert found.screen is None
    assert found.camera is None


def test_a_side_that_shows_in_parts_is_no_reason_to_take_in_the_canvas() -> None:
    screen, camera = region(120, 8, 400, 225), region(221, 241, 197, 111)
    bar_as_the_canvas = Look("#14182a", "#e6e6ea", "#2d3a66")  # in grey, that is
    found = found_in(arranged(screen, camera, look=bar_as_the_canvas, canvas="#5a2a3c"))
    assert found.screen is not None
    assert abs(found.screen.left - screen.x) <= 1
    assert abs(found.screen.right - screen.x - screen.width) <= 1
    assert overlap(as_region(found.screen), screen) > 0.95


def test_a_page_that_scrolls_without_rest_is_no_camera() -> None:
    pages = Image.new("RGB", (WIDTH, 4 * HEIGHT))
    for number in range(4):
        pages.paste(slide(WIDTH, HEIGHT, number, bullets=5), (0, number * HEIGHT))

    def draw(at_s: float) -> Image.Image:
        top = int(at_s * 150) % (3 * HEIGHT)
        return pages.crop((0, top, WIDTH, top + HEIGHT))

    for seconds in (7, 24):
        assert found_in(draw, seconds).camera is None
