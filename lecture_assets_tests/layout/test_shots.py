"""Frames of slides, beside what was drawn."""

from pathlib import Path

import numpy as np
import pytest

from lecture_assets.layout.models import Slide
from lecture_assets.layout.shots import Shots, shots_of
from lecture_assets.media.frames import Reel
from lecture_assets.media.models import VideoStream
from lecture_assets_tests.layout.drawing import HEIGHT, WHOLE, WIDTH, arranged, write

COUNT, EACH_S, FPS = 12, 2, 10
DRAW = arranged(WHOLE, None, slide_s=EACH_S)
SLIDES = [
    Slide(start_ms=i * EACH_S * 1000, end_ms=(i + 1) * EACH_S * 1000, builds_ms=[])
    for i in range(COUNT)
]
Lecture = tuple[Path, VideoStream]


def lecture_of(folder: Path, key_every_s: float) -> Lecture:
    path = folder / "lecture.mp4"
    coded = {"sc_threshold": "0", "bf": "2"}
    return path, write(path, DRAW, COUNT * EACH_S, key_every_s, FPS, coded)


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many packets each call decoded."""
    counts: list[int] = []
    frames = Reel.frames

    def counted(reel: Reel, packet: object) -> object:
        counts.append(packet is not None)
        return frames(reel, packet)  # type: ignore[arg-type]

    monkeypatch.setattr(Reel, "frames", counted)
    return counts


def shows(shots: Shots, slide: Slide) -> bool:
    """Tell whether a frame is of its slide."""
    frame = shots.of(slide)
    assert frame is not None
    shown = shots.reel.coloured(frame, WIDTH, HEIGHT).astype(int)
    wanted = np.asarray(DRAW(slide.start_ms / 1000 + EACH_S / 2), int)
    return bool(np.abs(shown - wanted).mean() < 6)


@pytest.mark.parametrize("key_every_s", [1, 5, 12, 25])
def test_each_frame_is_of_its_slide(tmp_path: Path, key_every_s: float) -> None:
    with shots_of(*lecture_of(tmp_path, key_every_s), SLIDES) as shots:
        assert [shows(shots, each) for each in SLIDES] == [True] * COUNT


def test_slides_may_be_asked_for_in_any_order(tmp_path: Path) -> None:
    order = [SLIDES[place] for place in (5, 2, 2, 9, 0, 11)]
    with shots_of(*lecture_of(tmp_path, 25), SLIDES) as shots:
        assert [shows(shots, each) for each in order] == [True] * len(order)


def test_between_two_key_frames_nothing_is_decoded_twice(
    tmp_path: Path, decoded: list[int]
) -> None:
    with shots_of(*lecture_of(tmp_path, 25), SLIDES) as shots:
        for each in SLIDES:
            shots.of(each)
    assert sum(decoded) <= COUNT * EACH_S * FPS


def test_after_a_key_frame_that_shows_the_slide_nothing_is_decoded(
    tmp_path: Path, decoded: list[int]
) -> None:
    lecture = lecture_of(tmp_path, 1)
    longer = [each.model_copy(update={"start_ms": each.start_ms - 1000}) for each in SLIDES[1:]]
    with shots_of(*lecture, longer) as shots:
        for each in longer:
            shots.of(each)
    assert sum(decoded) == len(longer)
