"""Tests of the store in a folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.errors import StoreError
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.local import LocalStore

_KEY = "lectures/a/b.json"


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "store")


def _all_files(store: LocalStore) -> list[str]:
    return sorted(
        path.relative_to(store.root).as_posix() for path in store.root.rglob("*") if path.is_file()
    )


def test_what_was_written_is_read(store: LocalStore) -> None:
    store.write(_KEY, b"one")
    store.write(_KEY, b"two")
    assert store.read(_KEY) == b"two"
    assert store.fetch(_KEY).read_bytes() == b"two"
    assert _all_files(store) == [_KEY]


@pytest.mark.parametrize(
    "key", ["../x", "a/../../x", "/etc/passwd", "a/..", "..", "a/./b", ".", "a\0b", "//x"]
)
def test_a_key_that_leads_out_is_refused_everywhere(key: str, store: LocalStore) -> None:
    source = store.root.parent / "source"
    source.write_bytes(b"x")
    for use in (
        lambda: store.path(key),
        lambda: store.read(key),
        lambda: store.write(key, b""),
        lambda: store.put(key, source),
        lambda: store.take_in(key, source),
        lambda: store.fetch(key),
        lambda: store.stat(key),
        lambda: list(store.list(key)),
        lambda: store.delete(key),
        lambda: store.scratch(key),
        lambda: store.discard_scratch(key),
    ):
        with pytest.raises(StoreError, match=r"leads out of the store"):
            use()
    assert source.read_bytes() == b"x"


@given(st.text(max_size=30))
def test_no_key_leads_out(key: str) -> None:
    root = Path("/somewhere/store")
    try:
        path = LocalStore(root).path(key)
    except StoreError:
        return
    assert Path(os.path.normpath(path)).is_relative_to(root)


def test_a_write_that_fails_halfway_leaves_the_old_content(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(_KEY, b"old")

    def half(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(StoreError, match=r"b\.json cannot be written: No space left on device"):
        store.write(_KEY, b"much that is new")
    assert store.read(_KEY) == b"old"
    assert _all_files(store) == [_KEY]


def test_an_interrupted_write_leaves_the_old_content(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(_KEY, b"old")

    def interrupted(path: Path, data: bytes) -> int:
        path.touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.write(_KEY, b"new")
    assert (store.read(_KEY), _all_files(store)) == (b"old", [_KEY])


def _kill_a_write(store: LocalStore) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from lecture_assets.storage.local import LocalStore\n"
        "def die(path, data): path.touch(); os.kill(os.getpid(), signal.SIGKILL)\n"
        f"Path.write_bytes = die; LocalStore(Path(sys.argv[1])).write({_KEY!r}, b'new')"
    )
    subprocess.run([sys.executable, "-c", code, store.root], check=False)


def test_what_a_killed_write_left_is_invisible_and_written_over(store: LocalStore) -> None:
    _kill_a_write(store)
    assert len(_all_files(store)) == 1
    assert list(store.list("")) == []
    store.write(_KEY, b"whole")
    assert _all_files(store) == [_KEY]


def test_the_sweep_takes_what_a_killed_write_left_long_ago_and_no_file_of_others(
    store: LocalStore,
) -> None:
    _kill_a_write(store)
    (left,) = _all_files(store)
    theirs = store.path("uploads/.download.mp4.part")
    theirs.parent.mkdir()
    theirs.write_bytes(b"somebody's download")
    assert store.sweep(3600) == 0
    for path in (store.path(left), theirs):
        os.utime(path, (0, 0))
    assert store.sweep(3600) == 1
    assert _all_files(store) == ["uploads/.download.mp4.part"]


def test_a_recording_may_be_a_link_and_what_is_read_as_text_may_not(store: LocalStore) -> None:
    elsewhere = store.root.parent / "elsewhere"
    elsewhere.write_bytes(b"of somebody")
    link = store.path("uploads/week1.mp4")
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere)
    assert [found.size_bytes for found in store.list("uploads/")] == [11]
    assert store.fetch("uploads/week1.mp4").read_bytes() == b"of somebody"
    assert store.not_a_file("uploads/week1.mp4") == "a symbolic link"
    with pytest.raises(StoreError, match=r"week1.mp4 cannot be read: it is a symbolic link\."):
        store.read("uploads/week1.mp4")
    store.write("uploads/week1.mp4", b"mine")
    assert store.read("uploads/week1.mp4") == b"mine"
    assert elsewhere.read_bytes() == b"of somebody"


def test_a_folder_of_lectures_may_lie_on_another_disk(store: LocalStore) -> None:
    other = store.root.parent / "other disk"
    other.mkdir()
    store.root.mkdir()
    store.path("lectures").symlink_to(other)
    store.write(_KEY, b"1")
    assert store.read(_KEY) == b"1"
    assert store.not_a_file(_KEY) is None


def test_nobody_waits_for_what_is_no_file(store: LocalStore) -> None:
    path = store.path(_KEY)
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    assert store.stat(_KEY) is None
    assert store.read(_KEY) == b""


def test_a_folder_in_the_place_of_a_file_is_a_store_error(store: LocalStore) -> None:
    store.write("a/b/c", b"1")
    with pytest.raises(StoreError):
        store.write("a/b", b"2")
    with pytest.raises(StoreError):
        store.write("a/b/c/d", b"3")
    with pytest.raises(StoreError):
        store.read("a/b")
    with pytest.raises(StoreError):
        store.scratch("a/b/c")
    with pytest.raises(StoreError):
        store.delete("a/b")
    assert _all_files(store) == ["a/b/c"]


def test_a_folder_that_is_read_like_a_file_is_not_left_open(store: LocalStore) -> None:
    def free() -> int:
        lowest = os.dup(0)
        os.close(lowest)
        return lowest

    store.write("a/b", b"1")
    before = free()
    with pytest.raises(StoreError, match=r"a cannot be read: Is a directory\."):
        store.read("a")
    assert free() == before


def test_names_may_be_as_long_as_the_file_system_allows(store: LocalStore) -> None:
    key = "uploads/" + "x" * 251 + ".mp4"
    store.write(key, b"1")
    store.take_in(key, store.fetch(key))
    assert [found.key for found in store.list("uploads/")] == [key]


def test_put_moves_a_finished_file(store: LocalStore, tmp_path: Path) -> None:
    made = tmp_path / "made.mp4"
    made.write_bytes(b"clip")
    store.write(_KEY, b"old")
    store.put(_KEY, made)
    assert (store.read(_KEY), made.exists()) == (b"clip", False)
    assert _all_files(store) == [_KEY]


def test_putting_what_is_not_there_is_a_store_error(store: LocalStore, tmp_path: Path) -> None:
    store.write(_KEY, b"old")
    with pytest.raises(StoreError, match=r"cannot be written"):
        store.put(_KEY, tmp_path / "none")
    assert (store.read(_KEY), _all_files(store)) == (b"old", [_KEY])


def test_the_list_is_sorted_complete_and_without_hidden_files(store: LocalStore) -> None:
    for key in ("uploads/b.mp4", "uploads/a/c.mp4", "uploads/.x.part", "uploads/.d/e", "other/f"):
        store.write(key, key.encode())
    assert [found.key for found in store.list("uploads/")] == ["uploads/b.mp4", "uploads/a/c.mp4"]
    assert [found.size_bytes for found in store.list("other")] == [7]
    assert list(store.list("nothing/")) == []


def test_the_list_holds_files_alone(store: LocalStore) -> None:
    store.write("uploads/a.mp4", b"1")
    os.mkfifo(store.path("uploads/pipe.mp4"))
    store.path("uploads/dangling.mp4").symlink_to("nowhere")
    assert [found.key for found in store.list("uploads/")] == ["uploads/a.mp4"]
    assert store.stat("uploads") is None
    assert store.stat("uploads/pipe.mp4") is None


def test_the_etag_changes_with_the_content(store: LocalStore) -> None:
    store.write(_KEY, b"one")
    before, again = store.stat(_KEY), store.stat(_KEY)
    store.write(_KEY, b"longer")
    after = store.stat(_KEY)
    assert before is not None
    assert after is not None
    assert before == again
    assert before.etag != after.etag


def test_what_is_not_there_is_said_so(store: LocalStore) -> None:
    assert store.stat(_KEY) is None
    store.delete(_KEY)
    with pytest.raises(StoreError, match=r"b\.json cannot be read: No such file"):
        store.read(_KEY)
    with pytest.raises(StoreError, match=r"b\.json is not there"):
        store.fetch(_KEY)


def test_a_relative_root_stays_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = LocalStore(Path("store"))
    monkeypatch.chdir("/")
    store.write("a", b"1")
    assert (tmp_path / "store" / "a").read_bytes() == b"1"


def test_scratch_is_made_and_removed_with_its_empty_parent(store: LocalStore) -> None:
    folder = store.scratch(lecture_key("a", "work/render"))
    (folder / "unfinished.mp4").touch()
    assert store.scratch(lecture_key("a", "work/render")) == folder
    other = store.scratch(lecture_key("a", "work/layout"))
    store.discard_scratch(lecture_key("a", "work/render"))
    assert (folder.exists(), other.exists()) == (False, True)
    store.discard_scratch(lecture_key("a", "work/layout"))
    assert not other.parent.exists()
    store.discard_scratch(lecture_key("a", "work/layout"))
