"""Screens that hang in a hall are found however little tells them from the wall."""

from pathlib import Path

import pytest

from lecture_assets_tests.layout.layouts import generated
from lecture_assets_tests.layout.marking import marked

HALLS = {
    "a dark slide before a wall as dark": 700,
    "one behind which something stands": 715,
    "a slide whose heading has a bar of its own": 702,
    "a hall that hardly shows any noise": 720,
    "a screen whose lower side is not seen": 809,
    "one of whose sides half is seen": 820,
}


@pytest.mark.parametrize("seed", HALLS.values(), ids=HALLS)
def test_a_screen_in_a_hall_is_found(tmp_path: Path, seed: int) -> None:
    mark = marked(generated("filmed screen", seed), tmp_path / "lecture.mp4")
    assert mark.kind, mark.layout.parts
    assert mark.screen >= 0.95, mark.layout.parts
    assert not mark.false_camera
