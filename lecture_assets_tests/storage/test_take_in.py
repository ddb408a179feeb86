"""Tests of bringing a user's file into the store."""

import os
import shutil
from pathlib import Path

import pytest

from lecture_assets.errors import StoreError
from lecture_assets.storage.local import LocalStore


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "store")


def _all_files(store: LocalStore) -> list[str]:
    return [p.relative_to(store.root).as_posix() for p in store.root.rglob("*") if p.is_file()]


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    mine = tmp_path / "mine.mp4"
    mine.write_bytes(b"lecture")
    os.utime(mine, ns=(10**18, 10**18))
    return mine


def test_a_file_is_linked_where_that_is_possible(store: LocalStore, mine: Path) -> None:
    store.take_in("uploads/mine.mp4", mine)
    assert store.path("uploads/mine.mp4").samefile(mine)
    assert (mine.read_bytes(), mine.stat().st_mtime_ns) == (b"lecture", 10**18)


def test_a_file_is_copied_with_its_time_where_it_cannot_be_linked(
    store: LocalStore, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def another_device(*_names: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", another_device)
    store.take_in("uploads/mine.mp4", mine)
    stored = store.stat("uploads/mine.mp4")
    assert stored is not None
    assert (stored.size_bytes, stored.modified_ns) == (7, 10**18)
    assert not store.path("uploads/mine.mp4").samefile(mine)
    assert mine.read_bytes() == b"lecture"


def test_deleting_it_leaves_the_user_s_own(store: LocalStore, mine: Path) -> None:
    store.take_in("uploads/mine.mp4", mine)
    store.delete("uploads/mine.mp4")
    assert mine.read_bytes() == b"lecture"


def test_writing_over_it_leaves_the_user_s_own(store: LocalStore, mine: Path) -> None:
    store.take_in("uploads/mine.mp4", mine)
    store.write("uploads/mine.mp4", b"other")
    assert mine.read_bytes() == b"lecture"


def test_a_link_is_followed_to_the_file(store: LocalStore, mine: Path) -> None:
    link = mine.with_name("link.mp4")
    link.symlink_to(mine)
    store.take_in("uploads/link.mp4", link)
    assert not store.path("uploads/link.mp4").is_symlink()
    assert store.read("uploads/link.mp4") == b"lecture"


def test_taking_in_the_same_file_again_leaves_nothing_behind(store: LocalStore, mine: Path) -> None:
    store.take_in("uploads/mine.mp4", mine)
    store.take_in("uploads/mine.mp4", mine)
    assert _all_files(store) == ["uploads/mine.mp4"]


def test_an_interrupted_copy_leaves_nothing_behind(
    store: LocalStore, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_source: Path, target: Path) -> None:
        target.write_bytes(b"lec")
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(18, "no")))
    monkeypatch.setattr(shutil, "copy2", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.take_in("uploads/mine.mp4", mine)
    assert _all_files(store) == []


def test_what_is_not_there_is_a_store_error(store: LocalStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"No such file"):
        store.take_in("uploads/a.mp4", tmp_path / "none.mp4")
    assert _all_files(store) == []
