"""What a large library costs when one lecture is added to it."""

import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lecture_assets.library.catalog import update_library
from lecture_assets.library.rows import ClipRow, LectureRow, columns
from lecture_assets.library.tables import Tables, tables_of, write_tables
from lecture_assets_tests.library.shelf import finish, row, store_at, version

pytestmark = pytest.mark.soak

_CLIPS = 5


def large(size: int) -> Tables:
    rows = [row(f"Lecture {n}", at=-n, course=f"Course {n % 300}") for n in range(size)]
    clips = [clip_of(each, rank) for each in rows for rank in range(1, _CLIPS + 1)]
    return tables_of(rows, clips)


def clip_of(lecture: LectureRow, rank: int) -> ClipRow:
    known: dict[str, Any] = {name: getattr(lecture, name, None) for name in columns(ClipRow)}
    folder = f"lectures/{lecture.video_id}/clips/0123456789abcdef-{rank}"
    return ClipRow(
        **known
        | {
            "lecture_title": lecture.title,
            "rank": rank,
            "title": f"Clip {rank} on what was said",
            "summary": "What was said about it, in one or two sentences. " * 3,
            "score": 1 / rank,
            "start_ms": rank * 60_000,
            "end_ms": rank * 60_000 + 50_000,
            "duration_ms": 45_000,
            "file": f"{folder}.mp4",
            "captions_vtt": f"{folder}.vtt",
            "captions_srt": f"{folder}.srt",
            "width": 1280,
            "height": 720,
            "loudness_lufs": -16.0,
            "sha256": "ab" * 32,
        }
    )


@pytest.mark.parametrize("size", [1_000, 10_000, 100_000])
def test_one_more_lecture_reads_one_lecture(
    tmp_path: Path, figure: Callable[[str], None], size: int
) -> None:
    store = store_at(tmp_path)
    tables = large(size)
    write_tables(store, tables)
    versions = dict.fromkeys(tables.lectures["video_id"], "1")
    del tables
    added = finish(store, "One more")
    began, cpu = time.monotonic(), time.process_time()
    library = update_library(store, versions | {added: version(store, added)})
    took, cpu = time.monotonic() - began, time.process_time() - cpu
    assert library.read == 1
    assert len(library.tables.lectures) == size + 1
    pages = sum(each.key.endswith(".html") for each in store.list("library"))
    assert pages == -(-(size + 1) // 500)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figure(
        f"catalog, {size:,} lectures of {_CLIPS} clips, one added: {took:.1f} s, "
        f"{cpu:.1f} CPU s, {pages} pages, peak {peak:.0f} MB of the test's process"
    )
