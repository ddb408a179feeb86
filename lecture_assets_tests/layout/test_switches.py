from pathlib import Path

import pytest
from PIL import Image

from lecture_assets.layout.detect import detect_layout
from lecture_assets.progress import ignore
from lecture_assets_tests.layout.drawing import write
from lecture_assets_tests.layout.layouts import generated
from lecture_assets_tests.layout.marking import FPS, KEY_EVERY_S, marked


@pytest.mark.parametrize(
    ("names", "at_s"),
    [
        (("camera", "tile"), (17.4,)),
        (("slides", "side by side"), (15.0,)),
        (("side by side", "camera", "stacked"), (13.2, 27.8)),
    ],
)
def test_a_switch_is_found_within_two_seconds(
    names: tuple[str, ...], at_s: tuple[float, ...], tmp_path: Path
) -> None:
    scenes = [generated(name, 3) for name in names]

    def draw(now_s: float) -> Image.Image:
        return scenes[sum(each <= now_s for each in at_s)].draw(now_s)

    video = write(tmp_path / "switches.mp4", draw, 42, KEY_EVERY_S, FPS)
    layout = detect_layout(tmp_path / "switches.mp4", video, 42_000, ignore)
    assert [each.kind for each in layout.parts] == [each.kind for each in scenes]
    starts = [each.start_ms / 1000 for each in layout.parts[1:]]
    assert starts == pytest.approx(at_s, abs=2)


@pytest.mark.parametrize("seed", [400, 500], ids=["cut short", "appears within a pair"])
def test_a_video_on_one_slide_is_no_camera(seed: int, tmp_path: Path) -> None:
    assert not marked(generated("slides with a video", seed), tmp_path / "video.mp4").false_camera
