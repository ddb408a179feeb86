"""Glimpses of encoded slides, beside what decoding everything shows."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lecture_assets.layout.footage import Footage
from lecture_assets.layout.packets import Packets
from lecture_assets.media.frames import Picture, Pixels, opened
from lecture_assets.media.models import VideoStream
from lecture_assets_tests.layout.drawing import HEIGHT, WIDTH, presenter, slide, write

FPS, SECONDS, KEYS_S = 25, 24, 10
CODED = {"preset": "veryfast", "crf": "23", "bf": "3", "sc_threshold": "0"}
CHANGES_MS = [8600, 19_400]


def draw(at_s: float) -> Image.Image:
    """Two bullets, a third one late in the first group, another slide late in the second."""
    number, bullets = (1, 2) if at_s < 8.6 else (1, 3) if at_s < 19.4 else (2, 3)
    picture = slide(WIDTH, HEIGHT, number, bullets=bullets).copy()
    picture.paste(presenter(96, 64, at_s), (WIDTH - 104, HEIGHT - 72))
    return picture


@pytest.fixture(scope="module")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, VideoStream]:
    path = tmp_path_factory.mktemp("footage") / "lecture.mp4"
    return path, write(path, draw, SECONDS, KEYS_S, FPS, CODED)


def packets_of(lecture: tuple[Path, VideoStream]) -> Packets:
    with opened(*lecture) as reel:
        return Packets.of(reel)


def always(*_: Pixels) -> bool:
    return True


def away(picture: Picture) -> np.ndarray:
    """A picture without the presenter."""
    kept = picture.pixels.astype(int)
    kept[-40:, -56:] = 0
    return kept


@pytest.mark.parametrize("group", [0, 1])
def test_few_packets_show_what_all_of_them_show(
    lecture: tuple[Path, VideoStream], group: int
) -> None:
    packets = packets_of(lecture)
    start_ms, end_ms = group * 10_000, (group + 1) * 10_000
    with opened(*lecture) as reel:
        footage = Footage(reel, packets)
        whole = {each.at_ms: each for each in footage.between(start_ms, end_ms)}
        glimpse = next(iter(footage.glimpses(start_ms, end_ms, always)))
    shown = {each.at_ms: each for each in glimpse.pictures if each.at_ms in whole}
    assert len(glimpse.pictures) < len(whole) / 2
    assert any(abs(at_ms - CHANGES_MS[group]) <= 80 for at_ms in shown)
    assert max(shown) > CHANGES_MS[group]
    assert not glimpse.whole
    for at_ms, picture in shown.items():
        assert np.abs(away(picture) - away(whole[at_ms])).max() <= 20


def test_nothing_is_chosen_from_a_codec_that_needs_every_packet(
    lecture: tuple[Path, VideoStream],
) -> None:
    packets = replace(packets_of(lecture), codec="vp9")
    assert packets.telling(0, 10_000, closely=False) is None
    with opened(*lecture) as reel:
        assert list(Footage(reel, packets).glimpses(0, 10_000, always)) == []


def test_pictures_that_the_decoder_lost_are_no_glimpse(
    lecture: tuple[Path, VideoStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lecture_assets.layout.packets._STRIDE", 1000)
    with opened(*lecture) as reel:
        assert list(Footage(reel, packets_of(lecture)).glimpses(0, 10_000, always)) == []


def test_a_key_frame_before_its_time_is_a_change(tmp_path: Path) -> None:
    path = tmp_path / "cut.mp4"
    coded = {**CODED, "sc_threshold": "100"}
    shown = [slide(WIDTH, HEIGHT, 1), slide(WIDTH, HEIGHT, 2).point(lambda level: 255 - level)]
    video = write(path, lambda at_s: shown[at_s >= 16], SECONDS, KEYS_S, FPS, coded)
    packets = packets_of((path, video))
    first, second, third = packets.key_times()
    assert (first, third) == (0, 16_000)
    assert packets.cut_at(second, third)
    assert not packets.cut_at(first, second)
    with opened(path, video) as reel:
        (glimpse,) = Footage(reel, packets).glimpses(second, third, always)
    assert glimpse.whole
