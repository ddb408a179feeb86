"""The library's tables: merged by lecture, written as Parquet and CSV."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from lecture_assets.library.rows import ClipRow, LectureRow, columns
from lecture_assets.storage.store import ArtifactStore

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "library/"
_CLIPS = f"{FOLDER}highlight_catalog.parquet"
_CLIPS_CSV = f"{FOLDER}highlight_catalog.csv"
_LECTURES = f"{FOLDER}lectures.parquet"
_TYPES = {
    **dict.fromkeys(("rank", "clips", "clips_ms", "duration_ms", "start_ms", "end_ms"), "int64"),
    **dict.fromkeys(("width", "height"), "int64"),
    **dict.fromkeys(("score", "loudness_lufs"), "float64"),
    "tags": "object",
    "processed_at": "datetime64[ms, UTC]",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Tables:
    """The library's tables.

    Attributes:
        lectures: A row for each lecture that is done, see ``LectureRow``, newest first.
        clips: A row for each clip, see ``ClipRow``, by lecture in the same order and by rank.
    """

    lectures: "pd.DataFrame"
    clips: "pd.DataFrame"

    def only(self, lectures: Collection[str]) -> "Tables":
        """Return the rows of these lectures."""
        return Tables(
            self.lectures[self.lectures["video_id"].isin(list(lectures))],
            self.clips[self.clips["video_id"].isin(list(lectures))],
        )

    def lecture_rows(self) -> list[LectureRow]:
        """Return the lectures' rows as objects."""
        whole = self.lectures.astype(object)
        rows = whole.where(whole.notna(), None).itertuples(index=False, name=None)
        return [LectureRow(*values) for values in rows]


def tables_of(lectures: Sequence[LectureRow], clips: Sequence[ClipRow]) -> Tables:
    """Make tables of rows."""
    return Tables(_frame(LectureRow, lectures), _frame(ClipRow, clips))


def _frame(
    row: type[LectureRow] | type[ClipRow], rows: Sequence[LectureRow] | Sequence[ClipRow]
) -> "pd.DataFrame":
    import pandas as pd

    names = columns(row)
    frame = pd.DataFrame([asdict(each) for each in rows], columns=names)
    return _typed(frame, names)


def _typed(frame: "pd.DataFrame", names: list[str]) -> "pd.DataFrame":
    frame["tags"] = frame["tags"].map(list)
    return frame.astype({name: _TYPES.get(name, "str") for name in names})


def merged(kept: Tables, made: Tables) -> Tables:
    """Put tables of different lectures together, in the order that the library has."""
    import pandas as pd

    lectures = pd.concat([kept.lectures, made.lectures], ignore_index=True)
    clips = pd.concat([kept.clips, made.clips], ignore_index=True)
    newest, rising = ["processed_at", "video_id"], [False, True]
    return Tables(
        lectures.sort_values(newest, ascending=rising, ignore_index=True),
        clips.sort_values([*newest, "rank"], ascending=[*rising, True], ignore_index=True),
    )


def read_tables(store: ArtifactStore) -> Tables | None:
    """Read the tables; None where there are none that this version can use.

    Raises:
        StoreError: They are there and cannot be read now.
    """
    read = [_read(store, _LECTURES, LectureRow), _read(store, _CLIPS, ClipRow)]
    if read[0] is None or read[1] is None:
        return None
    return Tables(read[0], read[1])


def _read(
    store: ArtifactStore, key: str, row: type[LectureRow] | type[ClipRow]
) -> "pd.DataFrame | None":
    import pandas as pd

    if store.stat(key) is None:
        return None
    data, names = store.read(key), columns(row)
    try:
        frame = pd.read_parquet(BytesIO(data))
        return _typed(frame, names) if list(frame.columns) == names else None
    except (OSError, ValueError, TypeError):
        # Whatever damaged the file, all of it can be made anew from the lectures' documents.
        return None


def write_tables(store: ArtifactStore, tables: Tables) -> str:
    """Write the tables, the one that says what is current last.

    Returns:
        A hash of what they say.
    """
    store.write(_CLIPS, _parquet(tables.clips))
    catalog, lectures = _csv(tables.clips), _csv(tables.lectures.drop(columns="page_version"))
    store.write(_CLIPS_CSV, catalog)
    store.write(_LECTURES, _parquet(tables.lectures))
    return hashlib.sha256(catalog + lectures).hexdigest()


def _parquet(frame: "pd.DataFrame") -> bytes:
    """Write Parquet in which tags are a list of texts, be they all empty."""
    import pyarrow as pa  # noqa: PLC0415

    schema = pa.Schema.from_pandas(frame, preserve_index=False)
    tags = schema.get_field_index("tags")
    schema = schema.set(tags, pa.field("tags", pa.list_(pa.string())))
    return bytes(frame.to_parquet(index=False, schema=schema))


def _csv(frame: "pd.DataFrame") -> bytes:
    """Write CSV whose texts no spreadsheet takes for a formula."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import csv  # noqa: PLC0415

    safe = frame.assign(tags=frame["tags"].map("; ".join))
    for name in safe.columns:
        if name not in _TYPES or name == "tags":
            risky = safe[name].str.startswith(_FORMULA, na=False)
            safe[name] = safe[name].mask(risky, "'" + safe[name])
    written = BytesIO()
    options = csv.WriteOptions(quoting_style="needed")
    csv.write_csv(pa.Table.from_pandas(safe, preserve_index=False), written, options)
    return written.getvalue()
