"""Tests of the record of uploads that were dealt with."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.seen import Seen, SeenRecords, mark_of
from lecture_assets.storage.store import Stored

marks = st.sets(st.binary(min_size=8, max_size=8), max_size=20)


def upload(key: str, etag: str) -> Stored:
    return Stored(f"uploads/{key}", 1, etag, 0)


@given(marks, marks)
def test_a_record_is_read_as_it_was_written(done: set[bytes], growing: set[bytes]) -> None:
    seen = Seen(done, growing)
    assert Seen.decode(seen.encode()) == seen


def test_an_upload_s_mark_tells_key_and_etag_apart() -> None:
    assert mark_of(upload("a", "1")) == mark_of(upload("a", "1"))
    told = {mark_of(upload(key, etag)) for key in ("a", "b", "a\udcff") for etag in ("1", "2")}
    assert len(told) == 6
    assert {len(mark) for mark in told} == {8}


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path)


def names(store: LocalStore) -> set[str]:
    return {each.key.rpartition("/")[2] for each in store.list(".sensor/here")}


def test_what_is_missing_cut_or_changed_is_no_record(store: LocalStore) -> None:
    records = SeenRecords(store, "here")
    name = records.write(Seen({b"12345678"}), "")
    key = f".sensor/here/{name}"
    assert records.read(name) == Seen({b"12345678"})
    for damaged in (b"", store.read(key)[:-1], store.read(key) + b"\0"):
        store.write(key, damaged)
        assert records.read(name) is None
    store.delete(key)
    assert records.read(name) is None


@pytest.mark.parametrize("name", ["", "../../lectures/x", "a" * 63, "A" * 64])
def test_a_cursor_that_names_no_record_leads_nowhere(store: LocalStore, name: str) -> None:
    assert SeenRecords(store, "here").read(name) is None


def test_a_record_is_kept_until_the_cursor_shows_a_later_one(store: LocalStore) -> None:
    records = SeenRecords(store, "here")
    saved = records.write(Seen({b"aaaaaaaa"}), "")
    killed = records.write(Seen({b"bbbbbbbb"}), saved)
    then = records.write(Seen({b"cccccccc"}), saved)
    assert names(store) == {saved, killed, then}
    last = records.write(Seen({b"dddddddd"}), then)
    assert names(store) == {then, last}


def test_a_tick_that_comes_late_removes_no_record_that_is_newer_than_its_own(
    store: LocalStore,
) -> None:
    records = SeenRecords(store, "here")
    first = records.write(Seen({b"aaaaaaaa"}), "")
    second = records.write(Seen({b"bbbbbbbb"}), first)
    third = records.write(Seen({b"cccccccc"}), second)
    late = records.write(Seen({b"eeeeeeee"}), first)
    assert {second, third, late} <= names(store)


def test_content_that_comes_back_is_kept_however_old_its_first_writing(store: LocalStore) -> None:
    records = SeenRecords(store, "here")
    first = records.write(Seen({b"aaaaaaaa"}), "")
    os.utime(store.path(f".sensor/here/{first}"), ns=(0, 0))
    second = records.write(Seen({b"bbbbbbbb"}), "")
    assert records.write(Seen({b"aaaaaaaa"}), second) == first
    assert records.read(first) == Seen({b"aaaaaaaa"})


def test_two_instances_on_one_store_leave_each_other_s_records_alone(store: LocalStore) -> None:
    here, there = SeenRecords(store, "here"), SeenRecords(store, "there")
    theirs = there.write(Seen({b"aaaaaaaa"}), "")
    ours = here.write(Seen(), "")
    here.write(Seen({b"bbbbbbbb"}), ours)
    assert there.read(theirs) == Seen({b"aaaaaaaa"})
