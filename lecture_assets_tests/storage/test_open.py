"""Tests of opening the store that the settings name."""

from pathlib import Path

import pytest

from lecture_assets.errors import SettingsError
from lecture_assets.settings import Settings
from lecture_assets.storage.open import open_store


def test_a_folder_is_made_when_it_is_first_written_to(tmp_path: Path) -> None:
    store = open_store(Settings(store=str(tmp_path / "new" / "store")))
    assert not (tmp_path / "new").exists()
    store.write("a", b"1")
    assert (tmp_path / "new" / "store" / "a").read_bytes() == b"1"


def test_the_home_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert open_store(Settings(store="~/store")).location == str(tmp_path / "store")


@pytest.mark.parametrize(
    "location",
    ["file:///tmp/store", "", "~no-such-user-here/store", "n\0l", "x" * 300],
)
def test_what_is_no_folder_is_a_settings_error(location: str) -> None:
    with pytest.raises(SettingsError, match=r"set LECTURE_STORE or --store to a folder"):
        open_store(Settings(store=location))


def test_a_file_is_a_settings_error(tmp_path: Path) -> None:
    (tmp_path / "store").touch()
    with pytest.raises(SettingsError, match=r"store is a file; set LECTURE_STORE"):
        open_store(Settings(store=str(tmp_path / "store")))
