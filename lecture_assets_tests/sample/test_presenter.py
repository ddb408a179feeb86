"""Tests of the animated presenter."""

import dataclasses

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.sample.presenter import HEIGHT, WIDTH, Pose, camera_picture, pose

SHARE = st.floats(0, 1)
STILL = Pose(sway=0, tilt=0, nod=0, mouth=0, eyes=1, left=0, right=0)


def _changed(before: Pose, after: Pose) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    first, second = (camera_picture(each).astype(int) for each in (before, after))
    return np.asarray(np.abs(first - second).max(axis=2) > 20)


def _rows(changed: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]") -> tuple[int, int]:
    rows = np.flatnonzero(changed.any(axis=1))
    return int(rows[0]), int(rows[-1])


@given(st.floats(0, 600), SHARE, SHARE)
def test_a_pose_stays_within_what_can_be_drawn(at_s: float, loud: float, lively: float) -> None:
    held = pose(at_s, loud, lively)
    assert abs(held.sway) <= 10
    assert abs(held.tilt) <= 0.08
    assert all(0 <= share <= 1 for share in (held.mouth, held.eyes, held.left, held.right))


def test_a_louder_voice_opens_the_mouth_and_moves_the_lower_face_alone() -> None:
    changed = _changed(STILL, dataclasses.replace(STILL, mouth=1.0))
    assert 200 < changed.sum() < 2_000
    top, bottom = _rows(changed)
    assert top > 140
    assert bottom < 240


def test_closed_eyes_change_the_eyes_alone() -> None:
    changed = _changed(STILL, dataclasses.replace(STILL, eyes=0.0))
    assert 100 < changed.sum() < 900
    top, bottom = _rows(changed)
    assert top > 155
    assert bottom < 185


def test_a_raised_hand_comes_into_the_picture() -> None:
    assert _changed(STILL, dataclasses.replace(STILL, left=1.0)).sum() > 1_000


def test_the_presenter_blinks_now_and_then_and_for_an_instant() -> None:
    closed = [pose(frame / 25, 0, 0).eyes < 0.5 for frame in range(25 * 60)]
    assert 0.005 < np.mean(closed) < 0.06


def test_the_presenter_never_stands_still_even_in_silence() -> None:
    for second in range(0, 60, 7):
        changed = _changed(pose(second, 0, 0), pose(second + 0.4, 0, 0))
        assert changed.mean() > 0.004, second


def test_the_picture_has_the_size_that_it_says() -> None:
    assert camera_picture(STILL).shape == (HEIGHT, WIDTH, 3)
