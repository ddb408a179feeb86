"""A ramp that rests, rises for a second and rests again; the frame's number is its brightness."""

from pathlib import Path

import numpy as np
import pytest

from lecture_assets.errors import MediaError
from lecture_assets.media.frames import Pixels, opened
from lecture_assets.media.models import VideoStream
from lecture_assets.media.stretches import chosen_pictures, pictures_between
from lecture_assets_tests.conftest import MakeMedia

RAMP = "color=black:duration=6:rate=25:size=160x90,geq=lum='16+4*clip(N-50,0,25)':cb=128:cr=128"
STREAM = VideoStream(codec="h264", width=160, height=90, fps=25)


@pytest.fixture
def ramp(make_media: MakeMedia) -> Path:
    return make_media("ramp.mp4", "-f", "lavfi", "-i", RAMP, "-qp", "10", "-g", "250", "-bf", "0")


def moves(one: Pixels, other: Pixels) -> bool:
    return abs(float(one.mean()) - float(other.mean())) > 1


def test_all_pictures_come_where_something_moves_and_a_few_where_nothing_does(ramp: Path) -> None:
    with opened(ramp, STREAM) as reel:
        every = list(pictures_between(reel, 0, 6_000, 80))
        few = list(pictures_between(reel, 0, 6_000, 80, moves))
    assert [each.at_ms for each in every] == list(range(80, 6_000, 80))
    rises = [each.at_ms for each in every if 2_000 <= each.at_ms <= 3_000]
    shown = {each.at_ms: each for each in few}
    assert set(rises) <= set(shown)
    assert len(few) < len(every) / 2 + len(rises)
    assert np.diff([0, *shown, 6_000]).max() <= 400
    for each in every:
        if each.at_ms in shown:
            assert np.array_equal(each.pixels, shown[each.at_ms].pixels)


def test_the_last_of_the_chosen_pictures_always_comes(ramp: Path) -> None:
    with opened(ramp, STREAM) as reel:
        chosen = set(range(0, 1_240, 40))
        pictures = chosen_pictures(reel, 5_000, 80, chosen, {1_200}, moves)
    assert pictures[-1].at_ms == 1_200
    assert len(pictures) <= 6


def test_a_chosen_picture_that_does_not_come_out_is_an_error(ramp: Path) -> None:
    with opened(ramp, STREAM) as reel, pytest.raises(MediaError, match="without the others"):
        chosen_pictures(reel, 5_000, 80, {0, 40, 80}, {80, 90}, moves)


def test_edges_of_blocks_change_little_in_a_small_picture(make_media: MakeMedia) -> None:
    drawn = "testsrc2=duration=2:rate=25:size=640x360"
    path = make_media("shapes.mp4", "-f", "lavfi", "-i", drawn, "-crf", "30")
    video = STREAM.model_copy(update={"width": 640, "height": 360})
    seen = []
    for roughly in (False, True):
        with opened(path, video, roughly=roughly) as reel:
            seen.append(list(pictures_between(reel, 0, 2_000, 160)))
    exact, rough = seen
    assert [each.at_ms for each in exact] == [each.at_ms for each in rough]
    far = [np.abs(a.pixels.astype(int) - b.pixels) for a, b in zip(exact, rough, strict=True)]
    assert 0 < max(each.max() for each in far) <= 20
    assert max(each.mean() for each in far) < 1
