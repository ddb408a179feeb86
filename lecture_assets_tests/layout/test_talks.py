"""Generated lectures with builds, fades and videos, of seeds on which nothing was tuned."""

from pathlib import Path

import pytest

from lecture_assets.layout.detect import detect_layout
from lecture_assets.progress import ignore
from lecture_assets_tests.layout.drawing import write
from lecture_assets_tests.layout.scoring import slides_and_builds
from lecture_assets_tests.layout.talks import Camera, talk

FPS = 15
FIXED = {"keyint": "30", "min-keyint": "30", "sc_threshold": "0"}


@pytest.mark.parametrize(
    ("seed", "size", "seconds", "camera", "key_every_s", "options"),
    [
        (1, (426, 240), 40, "none", 1, {}),
        (2, (426, 240), 40, "tile", 10, {"sc_threshold": "40"}),
        (3, (640, 360), 40, "beside", 2, FIXED),
        (8, (1920, 1080), 20, "none", 10, {}),
    ],
)
def test_every_slide_and_build_is_found_and_no_other(
    seed: int,
    size: tuple[int, int],
    seconds: int,
    camera: Camera,
    key_every_s: float,
    options: dict[str, str],
    tmp_path: Path,
) -> None:
    truth = talk(seed, seconds, size, camera)
    video = write(tmp_path / "talk.mp4", truth.draw, seconds, key_every_s, FPS, options)
    layout = detect_layout(tmp_path / "talk.mp4", video, seconds * 1000, ignore)
    assert len(truth.slides_ms) + len(truth.builds_ms) >= 2
    for score in slides_and_builds(layout, truth):
        assert (score.missed, score.invented) == (0, 0), layout.slides
