"""Tests of the library's tables, kept current a lecture at a time."""

import csv
import threading
from io import BytesIO, StringIO
from pathlib import Path

import pandas as pd
import pytest

from lecture_assets.library import catalog
from lecture_assets.library.catalog import forget_rows, update_library
from lecture_assets.library.rows import LectureDocuments, read_lecture
from lecture_assets.storage.local import LocalStore
from lecture_assets_tests.library.shelf import finish, store_at, version

CATALOG = "library/highlight_catalog"


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return store_at(tmp_path)


def versions(store: LocalStore, *lectures: str) -> dict[str, str]:
    return {lecture: version(store, lecture) for lecture in lectures}


def clips(store: LocalStore) -> pd.DataFrame:
    return pd.read_parquet(BytesIO(store.read(f"{CATALOG}.parquet")))


def listed(store: LocalStore) -> list[str]:
    return sorted(set(clips(store)["video_id"]))


def test_the_catalog_has_a_row_for_each_clip_with_all_that_is_known_of_it(
    store: LocalStore,
) -> None:
    about = (
        "title: Memory, part 1\ncourse: Psychology\nterm: Fall 2026\ninstructor: A. Luria\n"
        "tags: [memory, sleep]"
    )
    lecture = finish(store, "Memory", about=about)
    update_library(store, versions(store, lecture))
    first, second = clips(store).to_dict("records")
    assert (first["rank"], second["rank"]) == (1, 2)
    modified = store.stat(f"lectures/{lecture}/highlights_page.json")
    assert modified is not None
    at = first.pop("processed_at")
    assert at.timestamp() == pytest.approx(modified.modified_ns / 1e9, abs=0.002)
    assert list(first.pop("tags")) == ["memory", "sleep"]
    assert pd.isna(first.pop("loudness_lufs"))
    folder = f"lectures/{lecture}"
    assert first == {
        "video_id": lecture,
        "lecture_title": "Memory, part 1",
        "course": "Psychology",
        "term": "Fall 2026",
        "instructor": "A. Luria",
        "language": "en",
        "rank": 1,
        "title": "title 1 Memory",
        "summary": "summary 1 Memory",
        "score": 1.0,
        "start_ms": 10_000,
        "end_ms": 19_000,
        "duration_ms": 8_001,
        "file": f"{folder}/clips/1 Memory.mp4",
        "captions_vtt": f"{folder}/clips/1 Memory.vtt",
        "captions_srt": f"{folder}/clips/1 Memory.srt",
        "thumbnail": f"{folder}/clips/1 Memory.jpg",
        "width": 1280,
        "height": 720,
        "sha256": "cd" * 32,
        "page": f"{folder}/index.html",
    }


def test_csv_and_parquet_hold_the_same_rows(store: LocalStore) -> None:
    memory, bees = finish(store, "Memory", about="tags: [a, b]"), finish(store, "Bees")
    update_library(store, versions(store, memory, bees))
    rows = list(csv.DictReader(StringIO(store.read(f"{CATALOG}.csv").decode())))
    frame = clips(store)
    assert list(rows[0]) == list(frame.columns)
    assert [row["file"] for row in rows] == list(frame["file"])
    assert {row["tags"] for row in rows} == {"a; b", ""}


def test_a_lecture_without_a_sidecar_is_called_by_its_file(store: LocalStore) -> None:
    update_library(store, versions(store, finish(store, "Memory")))
    assert set(clips(store)["lecture_title"]) == {"Memory.mp4"}


def test_a_lecture_without_highlights_is_in_the_library_with_no_clip(store: LocalStore) -> None:
    lecture = finish(store, "Nothing", highlights=0)
    tables = update_library(store, versions(store, lecture)).tables
    assert [(each.video_id, each.clips) for each in tables.lecture_rows()] == [(lecture, 0)]
    assert list(clips(store)["video_id"]) == []


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_text_is_a_formula_to_a_spreadsheet(store: LocalStore, sign: str) -> None:
    about = f"course: '{sign}cmd|calc'\ntags: ['{sign}HYPERLINK(1)']"
    lecture = finish(store, "Taxes", about=about)
    update_library(store, versions(store, lecture))
    rows = list(csv.DictReader(StringIO(store.read(f"{CATALOG}.csv").decode())))
    assert {row["course"] for row in rows} == {f"'{sign}cmd|calc"}
    assert {row["tags"] for row in rows} == {f"'{sign}HYPERLINK(1)"}
    assert set(clips(store)["course"]) == {f"{sign}cmd|calc"}


def test_only_lectures_that_changed_are_read(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    lectures = [finish(store, name) for name in ("Memory", "Bees", "Ice")]
    assert update_library(store, versions(store, *lectures)).read == 3
    asked: list[str] = []

    def noting(store: LocalStore, lecture: str) -> LectureDocuments | None:
        asked.append(lecture)
        return read_lecture(store, lecture)

    monkeypatch.setattr(catalog, "read_lecture", noting)
    assert update_library(store, versions(store, *lectures)).read == 0
    finish(store, "Bees", highlights=1, page="2")
    added = finish(store, "Snow")
    update_library(store, versions(store, *lectures, added))
    assert sorted(asked) == sorted([lectures[1], added])
    frame = clips(store)
    assert (frame["video_id"] == lectures[1]).sum() == 1
    assert len(frame) == 2 + 1 + 2 + 2


def test_an_update_gives_the_same_files_as_one_from_nothing(store: LocalStore) -> None:
    lectures = [finish(store, name) for name in ("Memory", "Bees", "Ice")]
    update_library(store, versions(store, *lectures[:2]))
    update_library(store, versions(store, *lectures))
    names = [stored.key for stored in store.list("library")]
    updated = {name: store.read(name) for name in names}
    store.delete_all("library/")
    update_library(store, versions(store, *lectures))
    assert {name: store.read(name) for name in names} == updated
    assert len(names) == 4


@pytest.mark.parametrize("damage", [b"", b"PAR1 and no more", b"PAR1" + bytes(500) + b"PAR1"])
@pytest.mark.parametrize("name", ["highlight_catalog.parquet", "lectures.parquet"])
def test_a_damaged_table_is_made_anew_from_all_lectures(
    store: LocalStore, name: str, damage: bytes
) -> None:
    lectures = [finish(store, each) for each in ("Memory", "Bees")]
    update_library(store, versions(store, *lectures))
    whole = clips(store)
    store.write(f"library/{name}", damage)
    assert update_library(store, versions(store, lectures[0])).read == 2
    pd.testing.assert_frame_equal(clips(store), whole)


def test_a_table_of_another_version_is_made_anew(store: LocalStore) -> None:
    lecture = finish(store, "Memory")
    update_library(store, versions(store, lecture))
    older = clips(store).drop(columns="score").to_parquet()
    store.write(f"{CATALOG}.parquet", older)
    assert update_library(store, versions(store, lecture)).read == 1
    assert "score" in clips(store).columns


def test_a_lecture_that_dagster_does_not_know_stays_while_its_page_is_there(
    store: LocalStore,
) -> None:
    ours, theirs = finish(store, "Ours"), finish(store, "Theirs")
    update_library(store, versions(store, ours, theirs))
    update_library(store, versions(store, ours))
    assert listed(store) == sorted([ours, theirs])
    store.delete_all(f"lectures/{theirs}/")
    update_library(store, versions(store, ours))
    assert listed(store) == [ours]


def test_a_lecture_that_is_not_done_is_not_in_the_library(store: LocalStore) -> None:
    done, broken = finish(store, "Done"), finish(store, "Broken")
    store.delete(f"lectures/{broken}/clips/clips.json")
    assert update_library(store, {done: version(store, done), broken: "x", "gone": "y"}).read == 1
    assert listed(store) == [done]


def test_forgetting_takes_every_trace_of_a_lecture_out_of_the_library(store: LocalStore) -> None:
    kept, gone = finish(store, "Kept"), finish(store, "Vanishing")
    update_library(store, versions(store, kept, gone))
    assert any(b"anishing" in store.read(each.key) for each in store.list("library"))
    forget_rows(store, [gone, "never-there-00000000"])
    assert listed(store) == [kept]
    left = list(store.list("library"))
    assert not any(b"anishing" in store.read(each.key) for each in left)
    assert len(left) == 4


def test_forgetting_where_there_is_no_library_makes_none(store: LocalStore) -> None:
    forget_rows(store, ["week-1-00000000"])
    assert list(store.list("library")) == []


def test_forgetting_leaves_nothing_in_tables_that_are_damaged(store: LocalStore) -> None:
    kept, gone = finish(store, "Kept"), finish(store, "Vanishing")
    update_library(store, versions(store, kept, gone))
    store.write("library/lectures.parquet", b"PAR1")
    forget_rows(store, [gone])
    assert list(store.list("library")) == []
    store.delete_all(f"lectures/{gone}/")
    update_library(store, {})
    assert listed(store) == [kept]


def test_pages_of_a_library_that_was_larger_are_removed(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    lectures = [finish(store, f"Week {number}") for number in range(3)]
    monkeypatch.setattr("lecture_assets.library.page.PER_PAGE", 1)
    update_library(store, versions(store, *lectures))
    assert store.stat("library/index-3.html")
    forget_rows(store, lectures[:2])
    pages = [each.key for each in store.list("library") if each.key.endswith(".html")]
    assert pages == ["library/index.html"]


def test_an_update_while_another_is_at_work_waits_and_loses_no_lecture(store: LocalStore) -> None:
    update_library(store, {})
    lectures = [finish(store, f"Week {number}") for number in range(8)]
    errors: list[BaseException] = []

    def add(lecture: str) -> None:
        try:
            update_library(store, versions(store, lecture))
        except BaseException as error:
            errors.append(error)
            raise

    threads = [threading.Thread(target=add, args=[each]) for each in lectures]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert listed(store) == sorted(lectures)
