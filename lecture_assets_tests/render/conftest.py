"""Media that several tests of rendering share."""

from pathlib import Path

import pytest

from lecture_assets_tests.once import made_once
from lecture_assets_tests.render.media import flash_and_beep


@pytest.fixture(scope="session")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> Path:

    def make(folder: Path) -> None:
        flash_and_beep(folder / "lecture.mp4")

    return made_once(tmp_path_factory, "flash and beep", make) / "lecture.mp4"
