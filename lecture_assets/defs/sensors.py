"""Starts a run for every upload."""

import json
from dataclasses import dataclass, field

import dagster as dg

from lecture_assets.defs import tags
from lecture_assets.defs.dead_runs import fail_dead_runs
from lecture_assets.defs.jobs import highlight_lecture
from lecture_assets.defs.partitions import lectures
from lecture_assets.defs.work import Edge
from lecture_assets.errors import StoreError
from lecture_assets.lineage import stale_stages
from lecture_assets.media.models import Refusal
from lecture_assets.storage.keys import UPLOADS, lecture_key, video_id
from lecture_assets.storage.store import Stored
from lecture_assets.studio import Studio


@dataclass
class UploadRecord:
    """What the sensor remembers between ticks.

    Attributes:
        growing: Etag of uploads that were new or changed at the last tick, by key.
        seen: Etag of uploads that were dealt with, by key.
    """

    growing: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_cursor(cls, cursor: str | None) -> "UploadRecord":
        """Read what an earlier tick saved."""
        return cls(**json.loads(cursor)) if cursor else cls()

    def to_cursor(self) -> str:
        """Write it for the next tick."""
        return json.dumps({"growing": self.growing, "seen": self.seen})

    def settled(self, uploads: list[Stored]) -> list[Stored]:
        """Return the unseen uploads that are as they were at the last tick."""
        there = {each.key for each in uploads}
        self.seen = {key: etag for key, etag in self.seen.items() if key in there}
        fresh = {each.key: each for each in uploads if self.seen.get(each.key) != each.etag}
        settled = [each for key, each in fresh.items() if self.growing.get(key) == each.etag]
        self.growing = {key: each.etag for key, each in fresh.items()}
        return settled

    def done(self, upload: Stored) -> None:
        """Note that an upload was dealt with."""
        self.seen[upload.key] = upload.etag
        self.growing.pop(upload.key, None)


@dg.sensor(
    job=highlight_lecture,
    minimum_interval_seconds=10,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def new_uploads(
    context: dg.SensorEvaluationContext, edge: dg.ResourceParam[Edge]
) -> dg.SensorResult:
    """Request a run for each upload that is new or changed, once it has stopped growing."""
    studio = edge.studio
    fail_dead_runs(context.instance, studio.store)
    record = UploadRecord.from_cursor(context.cursor)
    requests = []
    for upload in record.settled(list(studio.store.list(UPLOADS))):
        lecture = video_id(upload.key.removeprefix(UPLOADS))
        with studio.store.lock(lecture, shared=True) as free:
            if not free:
                continue
            if _wanted(studio, lecture, upload):
                requests.append(_request(lecture, upload))
        record.done(upload)
    return dg.SensorResult(
        run_requests=requests,
        dynamic_partitions_requests=[
            lectures.build_add_request([str(each.partition_key) for each in requests])
        ]
        if requests
        else [],
        skip_reason=None if requests else "Nothing new has settled in uploads/.",
        cursor=record.to_cursor(),
    )


def _wanted(studio: Studio, lecture: str, upload: Stored) -> bool:
    """Tell whether a run would do anything: not on what is refused, or done by the command."""
    try:
        data = studio.store.read(lecture_key(lecture, "refused.json"))
        if Refusal.model_validate_json(data).etag == upload.etag:
            return False
    except (StoreError, ValueError):
        pass
    return bool(stale_stages(studio, lecture, upload.key.removeprefix(UPLOADS)))


def _request(lecture: str, upload: Stored) -> dg.RunRequest:
    return dg.RunRequest(
        run_key=f"{lecture}|{upload.etag}",
        partition_key=lecture,
        tags={tags.ONLY_STALE: "true"},
    )
