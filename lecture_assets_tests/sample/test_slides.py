"""Tests of the drawn slides and of the picture around them."""

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from lecture_assets.sample.scene import CAMERA, HEIGHT, SCREEN, WIDTH, Shown, still
from lecture_assets.sample.script import SCRIPT
from lecture_assets.sample.slides import slide_picture

SHOWN = list(
    dict.fromkeys(Shown(line.slide, line.build) for topic in SCRIPT for line in topic.lines)
)


@pytest.mark.parametrize(("before", "after"), list(pairwise(SHOWN)))
def test_each_slide_and_build_changes_enough_of_the_screen_to_be_seen(
    before: Shown, after: Shown
) -> None:
    first, second = (
        np.asarray(slide_picture(shown.slide, shown.build).convert("L").resize((320, 180)), int)
        for shown in (before, after)
    )
    assert np.mean(np.abs(first - second) > 20) > 0.006


def test_a_slide_is_found_unchanged_where_the_scene_says_that_the_screen_is() -> None:
    picture = still(Shown(3, 1))
    assert picture.shape == (HEIGHT, WIDTH, 3)
    screen = picture[SCREEN.y : SCREEN.y + SCREEN.height, SCREEN.x : SCREEN.x + SCREEN.width]
    assert np.array_equal(screen, np.asarray(slide_picture(3, 1)))


def test_screen_and_camera_lie_apart_inside_the_picture_on_even_pixels() -> None:
    assert SCREEN.x + SCREEN.width < CAMERA.x
    assert CAMERA.x + CAMERA.width <= WIDTH
    assert not any(edge % 2 for edge in CAMERA.model_dump().values())


def test_text_reaches_no_edge_of_any_slide() -> None:
    for shown in SHOWN[1:]:
        picture = slide_picture(shown.slide, shown.build)
        margins = [(16, 0, 50, 540), (930, 0, 960, 540), (16, 0, 960, 30), (16, 536, 960, 540)]
        for box in margins:
            assert _colours(picture.crop(box)) == 1, (shown, box)


def _colours(picture: Image.Image) -> int:
    return len(picture.getcolors(100_000) or [])
