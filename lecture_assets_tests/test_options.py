"""Tests of the bounds of what a user can choose."""

from pathlib import Path

import pytest

from lecture_assets.errors import SettingsError
from lecture_assets.settings import load_settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LECTURE_LIMITS__MAX_STREAMS", "-1"),
        ("LECTURE_SILENCE__THRESHOLD_DBFS", "nan"),
        ("LECTURE_SILENCE__THRESHOLD_DBFS", "-inf"),
        ("LECTURE_CONTENT__MIN_SEGMENT_MS", "0"),
        ("LECTURE_HIGHLIGHTS__MAX_HIGHLIGHTS", "0"),
        ("LECTURE_RENDER__LOUDNESS_LUFS", "16"),
        ("LECTURE_RENDER__MAX_FPS", "0"),
        ("LECTURE_RENDER__MAX_HEIGHT", "0"),
        ("LECTURE_RENDER__CRF", "99"),
        ("LECTURE_RENDER__PRESET", "lightspeed"),
        ("LECTURE_RENDER__FADE_MS", "-1"),
    ],
)
def test_a_number_that_no_stage_could_work_with_is_a_setting_that_cannot_be_used(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^The setting {name} cannot be used: "):
        load_settings()


def test_a_settings_file_that_is_no_text_is_said_to_be_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lecture.toml").write_bytes(b'store = "\xff"\n')
    with pytest.raises(SettingsError, match=r"^The settings cannot be read: "):
        load_settings()
