"""Tests of the library in a bucket of a real S3 server."""

import threading
from io import BytesIO

import pandas as pd

from lecture_assets.library.catalog import forget_rows, update_library
from lecture_assets.settings import Settings
from lecture_assets.storage.open import open_store
from lecture_assets.storage.store import ArtifactStore
from lecture_assets_tests.library.shelf import finish, version

FILES = ["highlight_catalog.csv", "highlight_catalog.parquet", "index.html", "lectures.parquet"]


def listed(store: ArtifactStore) -> set[str]:
    frame = pd.read_parquet(BytesIO(store.read("library/highlight_catalog.parquet")))
    return set(frame["video_id"])


def test_a_library_in_a_bucket_is_kept_current_and_forgets(s3_location: str) -> None:
    store = open_store(Settings(store=s3_location))
    memory, bees = finish(store, "Memory"), finish(store, "Bees", about="course: Insects")
    assert update_library(store, {}).read == 2
    ice = finish(store, "Ice")
    known = {each: version(store, each) for each in (memory, bees, ice)}
    assert update_library(store, known).read == 1
    assert update_library(store, known).read == 0
    store.delete_all(f"lectures/{bees}/")
    forget_rows(store, [bees])
    assert listed(store) == {memory, ice}
    written = {each.key.removeprefix("library/"): each.key for each in store.list("library")}
    assert sorted(written) == FILES
    assert not any(b"Insects" in store.read(key) for key in written.values())


def test_machines_that_write_the_library_at_once_lose_no_lecture(s3_location: str) -> None:
    here, there = (open_store(Settings(store=s3_location)) for _ in range(2))
    update_library(here, {})
    lectures = [finish(here, f"Week {number}") for number in range(4)]
    errors: list[BaseException] = []

    def add(store: ArtifactStore, lecture: str) -> None:
        try:
            update_library(store, {lecture: version(store, lecture)})
        except BaseException as error:
            errors.append(error)
            raise

    threads = [
        threading.Thread(target=add, args=[store, lecture])
        for store, lecture in zip([here, there] * 2, lectures, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert set(lectures) <= listed(here)
