"""Screens that hang in a hall are found however little tells them from the wall."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from lecture_assets.layout.maps import maps_of
from lecture_assets.layout.projections import projection
from lecture_assets.layout.rectangles import Box
from lecture_assets.media.frames import Picture
from lecture_assets_tests.layout.layouts import generated
from lecture_assets_tests.layout.marking import marked

HALLS = {
    "a dark slide before a wall as dark": 700,
    "one behind which something stands": 715,
    "a slide whose heading has a bar of its own": 702,
    "a hall that hardly shows any noise": 720,
    "a screen whose lower side is not seen": 809,
    "one of whose sides half is seen": 820,
    "a slide whose sides seem to go on along the wall": 824,
}


@pytest.mark.parametrize("seed", HALLS.values(), ids=HALLS)
def test_a_screen_in_a_hall_is_found(tmp_path: Path, seed: int) -> None:
    mark = marked(generated("filmed screen", seed), tmp_path / "lecture.mp4")
    assert mark.kind, mark.layout.parts
    assert mark.screen >= 0.95, mark.layout.parts
    assert not mark.false_camera


OFF_FRAME = [Box(200, 40, 640, 300), Box(250, 60, 640, 330), Box(150, 100, 500, 360)]


@pytest.mark.parametrize("screen", OFF_FRAME)
def test_a_screen_that_the_frame_cuts_off_is_not_cut_off_further(screen: Box) -> None:
    random = np.random.default_rng(2)
    wall = cv2.resize(random.integers(60, 90, (90, 160)).astype(np.uint8), (640, 360))
    pairs = []
    for at_ms in range(0, 8_000, 1_000):
        picture = np.array(wall, np.uint8)
        rows, columns = screen.slices
        picture[rows, columns] = 235
        for top in range(screen.top + 14, screen.bottom - 20, 24):
            begin, longest = screen.left + 12, screen.width - 26
            length = int(random.integers(longest // 2, longest))
            line = picture[top : top + 10, begin : begin + length]
            line[random.random(line.shape) < 0.5] = 30
        pairs.append((Picture(at_ms, picture), Picture(at_ms + 400, picture.copy())))
    found = projection(maps_of(pairs), np.zeros(wall.shape, np.bool_))
    assert found is None or found[0].shared(screen) == screen
