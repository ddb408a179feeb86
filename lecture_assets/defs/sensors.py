"""Starts a run for every upload."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

import dagster as dg
from dagster._core.storage.runs import SqlRunStorage

from lecture_assets.defs import tags
from lecture_assets.defs.dead_runs import fail_dead_runs
from lecture_assets.defs.jobs import highlight_lecture
from lecture_assets.defs.partitions import lectures
from lecture_assets.defs.work import Edge
from lecture_assets.lineage import current_document, read_document, refusal_stands
from lecture_assets.stages import STAGES, UPLOAD
from lecture_assets.storage.keys import UPLOADS, video_id
from lecture_assets.storage.notifications import Notifications
from lecture_assets.storage.seen import Seen, SeenRecords
from lecture_assets.storage.store import Stored
from lecture_assets.storage.uploads import Sieve, Sifted
from lecture_assets.studio import Studio

_MOST_AT_ONCE = 200
_LONGEST_LOOK_S = 15.0
_LISTED_EVERY_S = 30 * 60


@dg.sensor(
    job=highlight_lecture,
    minimum_interval_seconds=10,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Asks for one run of each new upload in the drop folder.",
)
def new_uploads(
    context: dg.SensorEvaluationContext, edge: dg.ResourceParam[Edge]
) -> dg.SensorResult:
    """Request one run for each upload, once it has stopped growing where that can be seen."""
    store = edge.studio.store
    busy = fail_dead_runs(context.instance, store)
    records = SeenRecords(store, _instance_id(context.instance))
    last = _Cursor.read(context.cursor)
    before = _last_record(context, records, last)
    sieve = Sieve(
        before=before or Seen(),
        known=set(context.instance.get_dynamic_partitions(str(lectures.name))),
        busy=busy,
        settle=store.shows_growing,
        most=_MOST_AT_ONCE,
    )
    sifted, listed_at = _sift(edge.studio, sieve, last)
    for astray in sifted.astray:
        context.log.warning("%r in uploads/ is left alone: its name cannot be used.", astray)
    dealt_with, requests = _deal_with(edge.studio, sifted)
    unchanged = before is not None and sifted.seen == before
    record = last.record if unchanged else records.write(sifted.seen, last.record)
    return dg.SensorResult(
        run_requests=requests,
        dynamic_partitions_requests=[lectures.build_add_request(dealt_with)] if dealt_with else [],
        skip_reason=None if requests else _why_nothing(sifted),
        cursor=_Cursor(record, 0 if sifted.waiting else listed_at).write(),
    )


def _instance_id(instance: dg.DagsterInstance) -> str:
    """Return what tells this instance from others that watch the same store."""
    runs = instance.run_storage
    return runs.get_run_storage_id() if isinstance(runs, SqlRunStorage) else "instance"


@dataclass(frozen=True)
class _Cursor:
    """What Dagster keeps between ticks, and writes down with every one of them: it stays small.

    Attributes:
        record: Name of the record of what was seen; empty where there is none.
        listed_at: When all uploads were listed and none had to wait, where a queue tells of them
            in between.
    """

    record: str = ""
    listed_at: int = 0

    @classmethod
    def read(cls, cursor: str | None) -> "_Cursor":
        try:
            values = json.loads(cursor or "")
            return cls(str(values["record"]), int(values.get("listed_at", 0)))
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def write(self) -> str:
        when = {"listed_at": self.listed_at} if self.listed_at else {}
        return json.dumps({"record": self.record, **when})


def _last_record(
    context: dg.SensorEvaluationContext, records: SeenRecords, last: _Cursor
) -> Seen | None:
    """Read what was seen; without it all is looked at anew, and run keys prevent second runs."""
    seen = records.read(last.record)
    if seen is None and context.cursor:
        context.log.warning("The record of seen uploads is gone; every upload is looked at anew.")
    return seen


def _sift(studio: Studio, sieve: Sieve, last: _Cursor) -> tuple[Sifted, int]:
    """Go through all uploads, or through those that the queue tells of; say when all were seen."""
    queue, store, now = studio.settings.s3.notifications_queue_url, studio.store, int(time.time())
    if queue is None or store.shows_growing:
        return sieve.sift(store.list(UPLOADS)), 0
    if not sieve.before.done or now - last.listed_at > _LISTED_EVERY_S:
        return sieve.sift(store.list(UPLOADS)), now
    sifted = sieve.sift(Notifications(queue, store).uploads(sieve.dealt_with))
    sifted.seen.done |= sieve.before.done - sifted.forgotten
    return sifted, last.listed_at


def _deal_with(studio: Studio, sifted: Sifted) -> tuple[list[str], list[dg.RunRequest]]:
    """Return the lectures that were looked at, and what is to be run for them."""
    dealt_with: dict[str, None] = {}
    requests = []
    for upload in _while_there_is_time(sifted.fresh):
        lecture = video_id(upload.key.removeprefix(UPLOADS))
        if _wanted(studio, lecture, upload):
            requests.append(_request(lecture, upload))
        dealt_with[lecture] = None
        sifted.done(upload)
    return list(dealt_with), requests


def _while_there_is_time(uploads: list[Stored]) -> Iterator[Stored]:
    """Give at least one: looking at what is finished may take a slow store a second each."""
    began = time.monotonic()
    for upload in uploads:
        yield upload
        if time.monotonic() - began > _LONGEST_LOOK_S:
            return


def _wanted(studio: Studio, lecture: str, upload: Stored) -> bool:
    """Tell whether a run would do anything: not on what is refused, or done by the command."""
    key = upload.key.removeprefix(UPLOADS)
    video = read_document(studio.store, lecture, STAGES["lecture_video"])
    if video is None or video.made_by is None or video.made_by.inputs.get(UPLOAD) != upload.etag:
        return not refusal_stands(studio, lecture, upload.etag)
    return any(current_document(stage, studio, lecture, key) is None for stage in STAGES.values())


def _request(lecture: str, upload: Stored) -> dg.RunRequest:
    return dg.RunRequest(
        run_key=f"{lecture}|{upload.etag}",
        partition_key=lecture,
        tags={tags.ONLY_STALE: "true"} | tags.upload_tag(upload.key.removeprefix(UPLOADS)),
    )


def _why_nothing(sifted: Sifted) -> str:
    growing = len(sifted.seen.growing)
    return f"{growing} uploads may still be growing." if growing else "Nothing new in uploads/."
