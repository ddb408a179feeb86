"""Tests of the sample lecture's file."""

from pathlib import Path

import av
import numpy as np
import pytest

from lecture_assets.progress import ignore
from lecture_assets.sample import make
from lecture_assets.sample.film import FPS, SLIDE_LEAD_MS, film, planes_of, shown_at
from lecture_assets.sample.narration import RATE, Narration, SpokenLine
from lecture_assets.sample.scene import CAMERA, HEIGHT, SCREEN, WIDTH, Shown, still
from lecture_assets.sample.script import Line
from lecture_assets.sample.strokes import Picture


def _narration() -> Narration:
    """Two seconds of quiet with half a second of tone in each."""
    tone = 0.3 * np.sin(np.arange(RATE // 2) * 2 * np.pi * 220 / RATE)
    quiet = np.zeros(RATE // 2)
    samples = np.concatenate([quiet, tone, quiet, tone]).astype(np.float32)
    lines = [
        SpokenLine(start_ms=500, end_ms=1_000, topic="One", line=Line("Hm.", 2, 1)),
        SpokenLine(start_ms=1_500, end_ms=2_000, topic="Two", line=Line("Hm.", 3, 0)),
    ]
    return Narration(samples, lines)


@pytest.fixture(scope="module")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "sample.mp4"
    film(_narration(), path, ignore)
    return path


def _pictures(path: Path) -> list[Picture]:
    with av.open(str(path)) as file:
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    return [np.asarray(frame, np.uint8) for frame in frames]


def test_the_file_is_720p_h264_and_aac_with_sound_and_picture_of_one_length(lecture: Path) -> None:
    with av.open(str(lecture)) as file:
        picture, sound = file.streams.video[0], file.streams.audio[0]
        assert (picture.width, picture.height) == (WIDTH, HEIGHT)
        assert picture.average_rate == FPS
        assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert picture.frames == 2 * FPS
        assert sound.duration is not None
        assert sound.time_base is not None
        assert abs(float(sound.duration * sound.time_base) - 2) < 0.06


def test_the_sound_begins_where_the_narration_has_it(lecture: Path) -> None:
    with av.open(str(lecture)) as file:
        frames = [frame.to_ndarray()[0] for frame in file.decode(audio=0)]
    loud = np.abs(np.concatenate(frames)) > 0.1
    assert abs(int(np.argmax(loud)) / 48_000 - 0.5) < 0.03


def test_slides_change_a_little_before_their_sentence(lecture: Path) -> None:
    narration = _narration()
    assert shown_at(narration, 0) == Shown(2, 1)
    assert shown_at(narration, 1_499 - SLIDE_LEAD_MS) == Shown(2, 1)
    assert shown_at(narration, 1_500 - SLIDE_LEAD_MS) == Shown(3, 0)
    pictures = _pictures(lecture)
    for number, shown in ((29, Shown(2, 1)), (31, Shown(3, 0))):
        off = np.abs(pictures[number].astype(int) - still(shown))
        screen = off[SCREEN.y : SCREEN.y + SCREEN.height, SCREEN.x : SCREEN.x + SCREEN.width]
        assert screen.mean() < 6, number


def test_only_the_camera_moves_while_a_slide_stands(lecture: Path) -> None:
    pictures = _pictures(lecture)
    moved = np.abs(pictures[2].astype(int) - pictures[24]).max(axis=2) > 40
    across = slice(CAMERA.x, CAMERA.x + CAMERA.width)
    camera = moved[CAMERA.y : CAMERA.y + CAMERA.height, across]
    assert camera.sum() > 500
    assert camera.sum() == moved.sum()


def test_colours_are_bt709_of_limited_range() -> None:
    green = np.zeros((4, 4, 3), np.uint8)
    green[..., 1] = 255
    luma, blue, red = planes_of(green)
    assert (luma.shape, blue.shape, red.shape) == ((4, 4), (2, 2), (2, 2))
    assert abs(int(luma[0, 0]) - (16 + 219 * 0.7152)) <= 1


def test_a_broken_off_film_leaves_nothing_behind(tmp_path: Path) -> None:
    def stop(share: float) -> None:
        if share > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        film(_narration(), tmp_path / "sample.mp4", stop)
    assert not list(tmp_path.iterdir())


def test_making_the_sample_tells_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "narrate", _narration)
    shares: list[float] = []
    make.make_sample_lecture(tmp_path / "sample.mp4", shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert list(tmp_path.iterdir()) == [tmp_path / "sample.mp4"]
