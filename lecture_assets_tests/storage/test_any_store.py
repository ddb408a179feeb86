"""What holds for a store whatever it is made of: a folder, or a bucket of S3."""

import os
import pickle
import time
from pathlib import Path

import pytest

from lecture_assets.errors import StoreError
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.store import ArtifactStore

_KEY = "lectures/a/b.json"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    mine = tmp_path / "mine.mp4"
    mine.write_bytes(b"lecture")
    return mine


def test_what_was_written_is_read(store: ArtifactStore) -> None:
    store.write(_KEY, b"one")
    store.write(_KEY, b"two")
    assert store.read(_KEY) == b"two"
    assert store.fetch(_KEY).read_bytes() == b"two"
    assert [found.key for found in store.list("")] == [_KEY]


def test_what_is_not_there_is_said_so(store: ArtifactStore) -> None:
    assert store.stat(_KEY) is None
    store.delete(_KEY)
    store.delete_all("lectures/a/")
    assert list(store.list("lectures")) == []
    with pytest.raises(StoreError, match=r"b\.json'? cannot be read"):
        store.read(_KEY)
    with pytest.raises(StoreError, match=r"b\.json'? is not there"):
        store.fetch(_KEY)


@pytest.mark.parametrize(
    "key", ["../x", "a/../../x", "/etc/passwd", "a/..", "..", "a/./b", ".", "a\0b", "//x"]
)
def test_a_key_that_leads_out_is_refused_everywhere(
    key: str, store: ArtifactStore, mine: Path
) -> None:
    for use in (
        lambda: store.read(key),
        lambda: store.write(key, b""),
        lambda: store.put(key, mine),
        lambda: store.take_in(key, mine),
        lambda: store.fetch(key),
        lambda: store.stat(key),
        lambda: store.link(key),
        lambda: list(store.list(key)),
        lambda: store.delete(key),
        lambda: store.delete_all(key),
        lambda: store.scratch(key),
        lambda: store.discard_scratch(key),
    ):
        with pytest.raises(StoreError, match=r"leads out of the store"):
            use()
    assert mine.read_bytes() == b"lecture"


def test_put_moves_a_file_and_take_in_leaves_it(store: ArtifactStore, mine: Path) -> None:
    told: list[float] = []
    store.take_in("uploads/a.mp4", mine, told.append)
    assert mine.read_bytes() == b"lecture"
    store.put("uploads/b.mp4", mine, told.append)
    assert not mine.exists()
    assert store.read("uploads/a.mp4") == store.read("uploads/b.mp4") == b"lecture"
    assert told[-1] == 1.0
    assert all(0 <= share <= 1 for share in told)


def test_a_file_that_is_not_there_is_a_store_error(store: ArtifactStore, tmp_path: Path) -> None:
    store.write(_KEY, b"old")
    with pytest.raises(StoreError, match=r"No such file"):
        store.put(_KEY, tmp_path / "none")
    with pytest.raises(StoreError, match=r"No such file"):
        store.take_in(_KEY, tmp_path / "none")
    assert store.read(_KEY) == b"old"


def test_the_list_is_complete_below_a_folder_and_without_hidden_objects(
    store: ArtifactStore,
) -> None:
    for key in ("uploads/b.mp4", "uploads/a/c.mp4", "uploads/.d/e", "uploads/.f", "uploads2/g"):
        store.write(key, key.encode())
    assert {found.key for found in store.list("uploads/")} == {"uploads/b.mp4", "uploads/a/c.mp4"}
    assert {found.key for found in store.list("uploads")} == {"uploads/b.mp4", "uploads/a/c.mp4"}
    assert [found.size_bytes for found in store.list("uploads2")] == [10]
    assert [found.key for found in store.list("uploads/.d")] == ["uploads/.d/e"]


def test_list_and_stat_say_the_same(store: ArtifactStore) -> None:
    store.write("uploads/a.mp4", b"lecture")
    (found,) = store.list("uploads")
    assert store.stat("uploads/a.mp4") == found
    assert found.size_bytes == 7
    assert abs(found.modified_ns / 1e9 - time.time()) < 60


def test_the_etag_changes_even_with_content_that_was_there_before(store: ArtifactStore) -> None:
    etags = set()
    for content in (b"A", b"B", b"A"):
        store.write(_KEY, content)
        found = store.stat(_KEY)
        assert found is not None
        etags.add(found.etag)
        # S3 tells times to the second.
        time.sleep(1.1)
    assert len(etags) == 3


@pytest.mark.parametrize(
    "name",
    ["講義 第3回.mp4", "a\nb.mp4", "%2e%2e.mp4", "-x, y....mp4", "<script>.mp4", "é" * 100, " a "],
)
def test_odd_names_stay_as_they_are(name: str, store: ArtifactStore, mine: Path) -> None:
    store.take_in(f"uploads/{name}", mine)
    assert [found.key for found in store.list("uploads")] == [f"uploads/{name}"]
    assert store.fetch(f"uploads/{name}").read_bytes() == b"lecture"
    store.delete(f"uploads/{name}")
    assert list(store.list("")) == []


def test_a_name_that_is_too_long_is_one_sentence(store: ArtifactStore, mine: Path) -> None:
    with pytest.raises(StoreError, match=r"too long"):
        store.take_in("uploads/" + "x" * 1100, mine)
    assert list(store.list("")) == []


def test_delete_all_removes_a_folder_and_nothing_beside_it(store: ArtifactStore) -> None:
    for name in ("a/1", "a/clips/2", "a/.hidden", "ab/3"):
        store.write(f"lectures/{name}", b"x")
    scratch = store.scratch(lecture_key("a", "work/x"))
    store.delete_all("lectures/a/")
    assert [found.key for found in store.list("")] == ["lectures/ab/3"]
    with pytest.raises(StoreError):
        store.read("lectures/a/.hidden")
    assert not scratch.exists()


def test_scratch_is_made_on_this_machine_and_removed(store: ArtifactStore) -> None:
    folder = store.scratch(lecture_key("a", "work/render"))
    (folder / "unfinished.mp4").touch()
    assert store.scratch(lecture_key("a", "work/render")) == folder
    store.discard_scratch(lecture_key("a", "work/render"))
    assert not folder.exists()
    assert list(store.list("")) == []


def test_a_store_can_be_sent_to_another_process(store: ArtifactStore) -> None:
    store.write(_KEY, b"one")
    assert pickle.loads(pickle.dumps(store)).read(_KEY) == b"one"


def test_a_forked_process_can_use_it(store: ArtifactStore) -> None:
    store.write(_KEY, b"one")
    child = os.fork()
    if child == 0:
        code = 1
        try:
            store.write("lectures/a/child", store.read(_KEY))
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    assert store.read("lectures/a/child") == b"one"


def test_a_lock_is_had_as_its_kind_allows(store: ArtifactStore) -> None:
    with store.lock("week", shared=False) as first:
        with store.lock("week", shared=False) as second, store.lock("week", shared=True) as third:
            assert (first, second, third) == (True, False, False)
        with store.lock("another week", shared=False) as other:
            assert other
    with (
        store.lock("week", shared=True) as first,
        store.lock("week", shared=True) as second,
        store.lock("week", shared=False) as third,
    ):
        assert (first, second, third) == (True, True, False)
    assert list(store.list("")) == []


def test_a_lock_is_let_go_of_when_the_work_fails(store: ArtifactStore) -> None:
    with pytest.raises(ValueError, match="broken"), store.lock("week", shared=False):
        raise ValueError("broken")
    with store.lock("week", shared=False) as had:
        assert had


def test_an_empty_object_is_an_object(store: ArtifactStore) -> None:
    store.write(_KEY, b"")
    assert store.read(_KEY) == b""
    assert store.fetch(_KEY).read_bytes() == b""
