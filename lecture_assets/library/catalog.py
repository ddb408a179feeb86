"""Keeps the library current: only the documents of lectures that changed are read again."""

import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from lecture_assets.errors import LectureBusyError
from lecture_assets.library.page import write_pages
from lecture_assets.library.rows import ClipRow, LectureRow, read_lecture, rows_of
from lecture_assets.library.tables import (
    FOLDER,
    Tables,
    merged,
    read_tables,
    tables_of,
    write_tables,
)
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.store import ArtifactStore

_LOCK = "library"
_LONGEST_WAIT_S = 300.0
_PAGE = STAGES["highlights_page"].path


@dataclass(frozen=True)
class Library:
    """The library as it was written.

    Attributes:
        tables: All lectures and clips.
        sha256: Changes when they do.
        read: How many lectures' documents were read for it.
    """

    tables: Tables
    sha256: str
    read: int


def update_library(
    store: ArtifactStore, versions: Mapping[str, str], removed: Collection[str] = ()
) -> Library:
    """Bring tables and pages up to date.

    A lecture is in the library as long as its ``highlights_page.json`` is in the store. What it
    says is read again when its version is not the one that was read last.

    Args:
        store: Has the lectures, and gets the library.
        versions: What changes when a lecture's page is made anew, as far as it is known; other
            lectures keep the rows that they have.
        removed: Lectures that are to be left out although their page may be there.

    Raises:
        LectureBusyError: Another process keeps the library to itself for minutes.
        StoreError: It cannot be written.
    """
    with _alone(store):
        before = read_tables(store)
        if before is None:
            before, known = tables_of([], []), set(versions) | _done(store)
        else:
            known = set(versions) | _still_there(store, before, versions)
        known = known.difference(removed)
        kept = _unchanged(before, known, versions)
        lectures, clips = _rows(store, known - kept, versions)
        tables = merged(before.only(kept), tables_of(lectures, clips))
        sha256 = write_tables(store, tables)
        write_pages(store, tables)
        return Library(tables, sha256, len(lectures))


def forget_rows(store: ArtifactStore, video_ids: Collection[str]) -> None:
    """Take lectures out of the library's tables and pages.

    Their objects have to be gone by then, or an update may bring them back. Damaged tables go as a
    whole, with the pages; the next update makes them anew.

    Args:
        store: Has the library.
        video_ids: The lectures; those that the library does not know do no harm.

    Raises:
        LectureBusyError: Another process keeps the library to itself for minutes.
        StoreError: It cannot be written.
    """
    with _alone(store):
        tables = read_tables(store)
        if tables is None:
            store.delete_all(FOLDER)
            return
        listed = set(tables.lectures["video_id"])
        if not listed.isdisjoint(video_ids):
            kept = tables.only(listed.difference(video_ids))
            write_tables(store, kept)
            write_pages(store, kept)


def _done(store: ArtifactStore) -> set[str]:
    """Find the lectures that are done by looking through the store, which takes its time."""
    suffix = f"/{_PAGE}"
    folder = lecture_key("", "").rstrip("/")
    keys = (stored.key for stored in store.list(folder))
    return {key.split("/")[1] for key in keys if key.endswith(suffix) and key.count("/") == 2}


def _still_there(store: ArtifactStore, before: Tables, versions: Mapping[str, str]) -> set[str]:
    """Return the listed lectures of which no version is known but which the store still has."""
    unknown = set(before.lectures["video_id"]).difference(versions)
    return {lecture for lecture in unknown if store.stat(lecture_key(lecture, _PAGE))}


def _unchanged(before: Tables, known: set[str], versions: Mapping[str, str]) -> set[str]:
    listed = zip(before.lectures["video_id"], before.lectures["page_version"], strict=True)
    return {
        lecture
        for lecture, version in listed
        if lecture in known and versions.get(lecture, version) == version
    }


def _rows(
    store: ArtifactStore, lectures: set[str], versions: Mapping[str, str]
) -> tuple[list[LectureRow], list[ClipRow]]:
    """Read lectures one after the other, since a transcript is large; some may not be done."""
    rows: list[LectureRow] = []
    clips: list[ClipRow] = []
    for lecture in sorted(lectures):
        documents = read_lecture(store, lecture)
        if documents is not None:
            row, of_row = rows_of(lecture, versions.get(lecture), documents)
            rows.append(row)
            clips += of_row
    return rows, clips


@contextmanager
def _alone(store: ArtifactStore) -> Iterator[None]:
    """Keep other writers of the library out; they are done within seconds."""
    deadline = time.monotonic() + _LONGEST_WAIT_S
    while True:
        with store.lock(_LOCK, shared=False) as had:
            if had:
                yield
                return
        if time.monotonic() > deadline:
            raise LectureBusyError(
                "The library is being written by another process; try again when that has ended."
            )
        time.sleep(0.2)
