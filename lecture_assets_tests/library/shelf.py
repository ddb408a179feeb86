"""A store with lectures that are done, to make a library of."""

from datetime import UTC, datetime
from pathlib import Path

from lecture_assets.documents import Document, MadeBy
from lecture_assets.library.rows import LectureRow
from lecture_assets.results.models import HighlightsPage
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import UPLOADS, lecture_key, video_id
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.store import ArtifactStore
from lecture_assets_tests.results.pages import page_data


def finish(
    store: ArtifactStore, text: str, *, highlights: int = 2, about: str = "", page: str = "1"
) -> str:
    """Put the documents of a lecture into the store as its stages would; return its ID.

    Args:
        store: Gets them.
        text: The name of its file, and part of each of its texts.
        highlights: How many it has.
        about: What its sidecar says, as YAML.
        page: What its page is; another is another version.
    """
    data = page_data(text, highlights=highlights)
    key = f"{text}.mp4"
    lecture = video_id(key)
    video = data.lecture_video.model_copy(update={"key": key})
    documents: dict[str, Document] = {
        "lecture_video": video,
        "transcript": data.transcript,
        "selected_highlights": data.selected_highlights,
        "rendered_clips": data.rendered_clips,
        "highlights_page": HighlightsPage(file="index.html", sha256=page),
    }
    for name, document in documents.items():
        made = MadeBy(stage=name, stage_version="1")
        whole = document.model_copy(update={"video_id": lecture, "made_by": made})
        path = lecture_key(lecture, STAGES[name].path)
        store.write(path, whole.model_dump_json().encode())
    if about:
        store.write(f"{UPLOADS}{key}.yaml", about.encode())
    return lecture


def version(store: ArtifactStore, lecture: str) -> str:
    """Return the version of a lecture's page, which Dagster would tell."""
    data = store.read(lecture_key(lecture, "highlights_page.json"))
    return HighlightsPage.model_validate_json(data).content_hash()


def row(title: str, *, at: int = 0, course: str | None = None, **more: object) -> LectureRow:
    """Make a row of a lecture that was done ``at`` seconds after the year began."""
    lecture = video_id(title)
    values: dict[str, object] = {
        "video_id": lecture,
        "title": title,
        "course": course,
        "term": None,
        "instructor": None,
        "tags": [],
        "language": "en",
        "duration_ms": 3_600_000,
        "clips": 2,
        "clips_ms": 90_000,
        "thumbnail": lecture_key(lecture, "clips/best.jpg"),
        "page": lecture_key(lecture, "index.html"),
        "page_version": "1",
        "processed_at": datetime.fromtimestamp(1_767_225_600 + at, UTC),
    }
    return LectureRow(**{**values, **more})  # type: ignore[arg-type]


def store_at(folder: Path) -> LocalStore:
    """Open a store that is not there yet."""
    return LocalStore(folder / "store")
