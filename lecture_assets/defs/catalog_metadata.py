"""What the UI shows of the library."""

import base64

import dagster as dg

from lecture_assets.defs.work import Metadata
from lecture_assets.library.catalog import Library
from lecture_assets.library.charts import charts, draw
from lecture_assets.timeline import clock

_SHOWN = 25
_COLUMNS = {
    "lecture_title": "Lecture",
    "course": "Course",
    "rank": "Rank",
    "title": "Clip",
    "seconds": "Seconds",
    "score": "Score",
    "file": "File",
}


def describe_library(library: Library) -> Metadata:
    """Describe the library: counts, columns, its newest clips and pictures of all."""
    lectures, clips = library.tables.lectures, library.tables.clips
    metadata: Metadata = {
        "dagster/row_count": dg.MetadataValue.int(len(clips)),
        "dagster/column_schema": dg.MetadataValue.table_schema(_schema(library)),
        "lectures": dg.MetadataValue.int(len(lectures)),
        "lectures_without_clips": dg.MetadataValue.int(int((lectures["clips"] == 0).sum())),
        "courses": dg.MetadataValue.int(int(lectures["course"].nunique())),
        "length_of_all_clips": dg.MetadataValue.text(clock(int(clips["duration_ms"].sum()))),
        "lectures_read_again": dg.MetadataValue.int(library.read),
        "newest_clips": _newest(library),
    }
    for chart in charts(clips):
        shown = base64.b64encode(draw(chart)).decode()
        picture = f"![{chart.title}](data:image/png;base64,{shown})"
        metadata[chart.name] = dg.MetadataValue.md(picture)
    return metadata


def _schema(library: Library) -> dg.TableSchema:
    types = library.tables.clips.dtypes.items()
    return dg.TableSchema(
        [
            dg.TableColumn(str(name), "list of string" if name == "tags" else str(kind))
            for name, kind in types
        ]
    )


def _newest(library: Library) -> dg.MetadataValue:
    newest = library.tables.clips.head(_SHOWN)
    newest = newest.assign(
        seconds=(newest["duration_ms"] / 1000).round(1),
        score=newest["score"].round(3),
        course=newest["course"].fillna(""),
    )
    rows = newest[list(_COLUMNS)].astype(object).to_dict("records")
    kinds = {"rank": "int", "seconds": "float", "score": "float"}
    columns = [
        dg.TableColumn(name, kinds.get(name, "string"), description=words)
        for name, words in _COLUMNS.items()
    ]
    return dg.MetadataValue.table(
        [dg.TableRecord({str(name): value for name, value in row.items()}) for row in rows],
        dg.TableSchema(columns),
    )
