import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lecture_assets.media.models import VideoStream
from lecture_assets.progress import ignore
from lecture_assets.slides import thumbnails as thumbnails_module
from lecture_assets.slides.thumbnails import Thumbnails, thumbnails
from lecture_assets.transcript.captions import read_cues
from lecture_assets_tests.layout.drawing import write

_SECONDS = 125


def grey(at_s: float) -> Image.Image:
    """A picture that is brighter every ten seconds."""
    level = int(at_s // 10) * 18
    return Image.new("RGB", (320, 180), (level, level, level))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, VideoStream]:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    return path, write(path, grey, _SECONDS, key_every_s=5, fps=2, options={"sc_threshold": "0"})


def made(film: tuple[Path, VideoStream], duration_ms: int = _SECONDS * 1000) -> Thumbnails:
    found = thumbnails(*film, duration_ms, ignore)
    assert found is not None
    return found


def places(found: Thumbnails) -> list[tuple[int, ...]]:
    fragment = r"thumbnails\.jpg#xywh=(\d+),(\d+),(\d+),(\d+)"
    matches = [re.fullmatch(fragment, each.lines[0]) for each in read_cues(found.cues, "vtt")]
    return [tuple(int(each) for each in match.groups()) for match in matches if match]


def test_each_cue_shows_the_picture_of_its_time(film: tuple[Path, VideoStream]) -> None:
    found = made(film)
    sheet = np.asarray(Image.open(io.BytesIO(found.sheet)).convert("L"), int)
    assert sheet.shape == (180, 1600)
    cues = read_cues(found.cues, "vtt")
    for cue, (x, y, width, height) in zip(cues, places(found), strict=True):
        shown = sheet[y : y + height, x : x + width]
        assert (width, height) == (160, 90)
        assert abs(shown.mean() - cue.start_ms // 10_000 * 18) < 5


def test_no_cue_shows_what_was_there_before_it(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    found = made((path, write(path, grey, 60, 7, 2, {"sc_threshold": "0"})), 60_000)
    sheet = np.asarray(Image.open(io.BytesIO(found.sheet)).convert("L"), int)
    shown = [sheet[y : y + h, x : x + w].mean() for x, y, w, h in places(found)]
    assert shown == pytest.approx([18 * number for number in range(6)], abs=5)


def test_cues_cover_the_lecture_without_gaps(film: tuple[Path, VideoStream]) -> None:
    cues = read_cues(made(film).cues, "vtt")
    assert [each.start_ms for each in cues] == [n * 10_000 for n in range(13)]
    assert [each.end_ms for each in cues] == [*(n * 10_000 for n in range(1, 13)), 125_000]


def test_a_long_lecture_has_no_more_thumbnails(
    film: tuple[Path, VideoStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails_module, "_MOST", 5)
    assert [each.start_ms for each in read_cues(made(film).cues, "vtt")] == [
        n * 25_000 for n in range(5)
    ]


def test_a_key_frame_that_stays_is_one_thumbnail(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    options = {"sc_threshold": "0", "keyint": "1000"}
    found = made((path, write(path, grey, 45, 100, 2, options)), 45_000)
    assert [(each.start_ms, each.end_ms) for each in read_cues(found.cues, "vtt")] == [(0, 45_000)]


def test_what_cannot_be_decoded_has_no_thumbnails(tmp_path: Path) -> None:
    path = tmp_path / "broken.mp4"
    path.write_bytes(b"no film at all")
    video = VideoStream(codec="h264", width=320, height=180, fps=2)
    assert thumbnails(path, video, 60_000, ignore) is None
