"""Media that several tests of rendering share."""

from pathlib import Path

import pytest

from lecture_assets_tests.render.media import flash_and_beep


@pytest.fixture(scope="session")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return flash_and_beep(tmp_path_factory.mktemp("render") / "lecture.mp4")
