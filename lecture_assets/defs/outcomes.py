"""How runs of lectures ended, as it is told to others."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import dagster as dg
from dagster._core.event_api import RunStatusChangeEventType
from dagster._core.storage.tags import PARTITION_NAME_TAG, WILL_RETRY_TAG

from lecture_assets.defs import tags
from lecture_assets.defs.jobs import highlight_lecture
from lecture_assets.errors import RefusedLectureError, StoreError
from lecture_assets.lineage import read_document
from lecture_assets.media.models import LectureVideo, Refusal
from lecture_assets.render.models import RenderedClips
from lecture_assets.results.links import served_at
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import lecture_key
from lecture_assets.studio import Studio

_PAGE = dg.AssetKey("highlights_page")
_ENDS: tuple[RunStatusChangeEventType, ...] = (
    dg.DagsterEventType.RUN_SUCCESS,
    dg.DagsterEventType.RUN_FAILURE,
)
_MOST_AT_ONCE = 100
_SETTLED_S = 5.0
"""After that an event's run has its tags, and no event with a lower number is on its way."""


@dataclass(frozen=True)
class Ended:
    """A run of a lecture that ended.

    Attributes:
        number: Number of its event, which grows.
        at: When, in seconds since 1970.
        failed: Whether it failed.
        run: The run, with the tags that it has now; None where it was deleted.
    """

    number: int
    at: float
    failed: bool
    run: dg.DagsterRun | None


def latest_end(instance: dg.DagsterInstance) -> int:
    """Return the number of the newest event; 0 where there is none."""
    newest = (instance.fetch_run_status_changes(kind, limit=1).records for kind in _ENDS)
    return max((records[0].storage_id for records in newest if records), default=0)


def ended_runs(instance: dg.DagsterInstance, after: int) -> list[Ended]:
    """Return the runs that ended after an event's number, the oldest first."""
    found: dict[int, dg.EventLogRecord] = {}
    last: int | None = None
    for kind in _ENDS:
        records = instance.fetch_run_status_changes(
            dg.RunStatusChangeRecordsFilter(kind, after_storage_id=after),
            limit=_MOST_AT_ONCE,
            ascending=True,
        ).records
        found |= {each.storage_id: each for each in records}
        if len(records) == _MOST_AT_ONCE:
            last = min(last or records[-1].storage_id, records[-1].storage_id)
    run_ids = {each.run_id for each in found.values()}
    runs = instance.get_runs(dg.RunsFilter(run_ids=list(run_ids))) if run_ids else []
    by_id = {run.run_id: run for run in runs}
    ended = []
    for number, record in sorted(found.items()):
        if record.timestamp > time.time() - _SETTLED_S or (last is not None and number > last):
            break
        failed = record.event_type == dg.DagsterEventType.RUN_FAILURE
        ended.append(Ended(number, record.timestamp, failed, by_id.get(record.run_id)))
    return ended


def outcome(ended: Ended, studio: Studio) -> dict[str, object] | None:
    """Return what is told of a run; None where that is nothing.

    Nothing is told of runs that Dagster tries again, that make no page, and that are forgotten.
    """
    run = ended.run
    if run is None or PARTITION_NAME_TAG not in run.tags or not _makes_page(run):
        return None
    failed = ended.failed
    if failed and run.tags.get(WILL_RETRY_TAG) == "true":
        return None
    lecture = run.tags[PARTITION_NAME_TAG]
    refused = run.tags.get(tags.FAILURE) == RefusedLectureError.__name__
    rendered = None if failed else read_document(studio.store, lecture, STAGES["rendered_clips"])
    clips = len(rendered.clips) if isinstance(rendered, RenderedClips) else None
    return {
        "event": ("refused" if refused else "failed") if failed else "done",
        "video_id": lecture,
        "upload": _upload(studio, lecture),
        "title": run.tags.get(tags.TITLE),
        "course": run.tags.get(tags.COURSE),
        "run_id": run.run_id,
        "reason": _reason(run, studio, lecture, clips, failed=failed),
        "clips": clips,
        "page": None if failed else _page(studio, lecture),
        "at": datetime.fromtimestamp(ended.at, UTC).isoformat(timespec="seconds"),
    }


def _makes_page(run: dg.DagsterRun) -> bool:
    if run.asset_selection is not None:
        return _PAGE in run.asset_selection
    return run.job_name == highlight_lecture.name


def _upload(studio: Studio, lecture: str) -> str | None:
    video = read_document(studio.store, lecture, STAGES["lecture_video"])
    if isinstance(video, LectureVideo):
        return video.key
    try:
        data = studio.store.read(lecture_key(lecture, "refused.json"))
        return Refusal.model_validate_json(data).key
    except (StoreError, ValueError):
        return None


def _reason(
    run: dg.DagsterRun, studio: Studio, lecture: str, clips: int | None, *, failed: bool
) -> str | None:
    if failed:
        return run.tags.get(tags.REASON, "The run ended unexpectedly; Dagster's UI has its log.")
    if clips == 0:
        chosen = read_document(studio.store, lecture, STAGES["selected_highlights"])
        return " ".join(chosen.warnings) if chosen else None
    return None


def _page(studio: Studio, lecture: str) -> str | None:
    base = studio.settings.base_url
    return served_at(base, lecture_key(lecture, "index.html")) if base else None
