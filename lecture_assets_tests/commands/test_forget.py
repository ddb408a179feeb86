"""Tests of forgetting lectures in the shell."""

import io
from pathlib import Path

import pytest

from lecture_assets.settings import Settings
from lecture_assets.storage.keys import UPLOADS, lecture_key
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.open import open_store
from lecture_assets_tests.command_line import Run
from lecture_assets_tests.commands.stored import KEY, LECTURE, store_results
from lecture_assets_tests.servers.weed import Weed


def test_it_shows_what_will_go_and_asks_first(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LocalStore(Path("store"))
    store_results(store)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    code, said, errors = run("forget", LECTURE, "--store", "store")
    assert code == 1
    assert f"{LECTURE}: uploads/{KEY}; 15 results, 0 runs" in said
    assert "cannot be undone" in said + errors
    assert store.stat(UPLOADS + KEY)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    code, said, _ = run("forget", LECTURE, "--store", "store")
    assert code == 0
    assert "Forgotten: 1 lecture." in said
    assert list(store.list(UPLOADS)) == list(store.list("lectures/")) == []


def test_what_is_unknown_is_told_in_one_sentence(run: Run) -> None:
    code, _, errors = run("forget", "week-9-12345678", "--store", "store", "--yes")
    assert code == 1
    assert errors.startswith("Nothing is known of 'week-9-12345678', so nothing was forgotten")
    assert errors.count("\n") == 1


def test_in_s3_nothing_of_it_is_left_in_the_bucket_or_on_this_machine(
    run: Run,
    weed: Weed,
    s3_location: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LECTURE_CACHE__FOLDER", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    store = open_store(Settings(store=s3_location))
    store_results(store)
    store.write(UPLOADS + "other.mp4", b"another")
    fetched = store.fetch(UPLOADS + KEY)
    work = store.scratch(lecture_key(LECTURE, "work/layout"))
    del fetched
    code, _, errors = run("forget", LECTURE, "--store", s3_location, "--yes")
    assert (code, errors) == (0, "")
    assert [each.key for each in store.list("")] == [UPLOADS + "other.mp4"]
    bucket, _, prefix = s3_location.removeprefix("s3://").partition("/")
    left = weed.client().list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]
    assert [each["Key"] for each in left if LECTURE in each["Key"]] == []
    assert not work.exists()
    told = [
        path
        for path in tmp_path.rglob("*")
        if LECTURE in str(path) or (path.is_file() and b"a recording" in path.read_bytes())
    ]
    assert told == []
