"""The state of all lectures, by a number of queries that does not grow with how many there are."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_TAG
from dagster._core.storage.dagster_run import (
    FINISHED_STATUSES,
    IN_PROGRESS_RUN_STATUSES,
    RunPartitionData,
)
from dagster._core.storage.tags import WILL_RETRY_TAG

from lecture_assets.defs import tags
from lecture_assets.defs.partitions import lectures
from lecture_assets.errors import RefusedLectureError
from lecture_assets.lineage import limits_hash, versions_in_force, wanted_of
from lecture_assets.stages import LAST
from lecture_assets.storage.keys import UPLOADS, video_id
from lecture_assets.storage.store import Stored
from lecture_assets.storage.uploads import is_upload, leads_astray
from lecture_assets.studio import Studio

_RETRY_COMES_WITHIN_S = 3600
_WAITING = [dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.NOT_STARTED]

Runs = Mapping[str, RunPartitionData]
"""Runs by lecture."""


class State(StrEnum):
    """How a lecture stands."""

    RUNNING = "running"
    QUEUED = "queued"
    FAILED = "failed"
    REFUSED = "refused"
    STALE = "stale"
    MISSING = "missing"
    DONE = "done"
    NO_HIGHLIGHTS = "done without highlights"


@dataclass(frozen=True, slots=True)
class LectureState:
    """How one lecture stands.

    Attributes:
        lecture: The video ID.
        state: In a word.
        known: Whether it is a partition; an upload that no sensor has dealt with is none yet.
        upload: Its upload; None where that is gone.
        wanted: What its results would be made of now, see ``lineage.wanted_of``; empty without
            upload.
        made_of: What its page was made of; empty where there is none.
        stands: Whether it was refused under the limits in force.
        run_id: Its last run, if there is one.
        at: When that ended, else began, else when the upload was written, in seconds since 1970.
    """

    lecture: str
    state: State
    known: bool
    upload: Stored | None
    wanted: str
    made_of: str
    stands: bool
    run_id: str | None
    at: float

    @property
    def same_upload(self) -> bool:
        """Whether its page was made of the upload that is there, by whatever code and settings."""
        return self.made_of.partition("-")[0] == self.wanted.partition("-")[0]


@dataclass(frozen=True, slots=True)
class _Page:
    """What the data version of a page tells; one that a person reported tells nothing."""

    clips: str
    made_of: str


@dataclass(frozen=True)
class _Records:
    """What Dagster has to say of all lectures."""

    waiting: Runs
    running: Runs
    retried: Runs
    refused: Runs
    standing: Runs
    finished: Runs
    pages: Mapping[str, _Page]


def library_state(
    instance: dg.DagsterInstance, studio: Studio, uploads: Iterable[Stored]
) -> list[LectureState]:
    """Tell how every lecture stands; no document is read.

    Args:
        instance: Dagster's instance.
        studio: Settings and providers in force.
        uploads: What the drop folder holds.
    """
    known = set(instance.get_dynamic_partitions(str(lectures.name)))
    there = _by_lecture(uploads)
    records = _read_records(instance, limits_hash(studio))
    versions = versions_in_force(studio)
    return [
        _state(lecture, there.get(lecture), versions, records, known=lecture in known)
        for lecture in known | there.keys()
    ]


def _by_lecture(uploads: Iterable[Stored]) -> dict[str, Stored]:
    named = ((each.key.removeprefix(UPLOADS), each) for each in uploads)
    return {
        video_id(name): each for name, each in named if is_upload(name) and not leads_astray(name)
    }


def _read_records(instance: dg.DagsterInstance, limits: str) -> _Records:
    """Ask in the order in which runs go on, so that none is missed that goes on meanwhile."""
    failure = [dg.DagsterRunStatus.FAILURE]
    refused = {tags.FAILURE: RefusedLectureError.__name__}
    # Refusals alone have the tag; to ask for two tags takes SQLite a time that grows as the square.
    standing = {tags.LIMITS: limits}
    waiting = _last_runs(instance, _WAITING)
    running = _last_runs(instance, IN_PROGRESS_RUN_STATUSES)
    return _Records(
        waiting=waiting,
        running=running,
        retried=_last_runs(instance, failure, {WILL_RETRY_TAG: "true"}),
        refused=_last_runs(instance, failure, refused),
        standing=_last_runs(instance, failure, standing),
        finished=_last_runs(instance, FINISHED_STATUSES),
        pages=_read_pages(instance),
    )


def _read_pages(instance: dg.DagsterInstance) -> dict[str, _Page]:
    versions = instance.event_log_storage.get_latest_tags_by_partition(
        dg.AssetKey(LAST.name), dg.DagsterEventType.ASSET_MATERIALIZATION, [DATA_VERSION_TAG]
    )
    return {lecture: _page(found[DATA_VERSION_TAG]) for lecture, found in versions.items()}


def _page(version: str) -> _Page:
    told = version.split(".")
    return _Page(clips=told[1], made_of=told[2]) if len(told) == 3 else _Page("", "?")


def _last_runs(
    instance: dg.DagsterInstance,
    statuses: list[dg.DagsterRunStatus],
    with_tags: Mapping[str, str] | None = None,
) -> Runs:
    """Return the last such run of each lecture; only a few columns of each are read."""
    found = instance.get_run_partition_data(dg.RunsFilter(statuses=statuses, tags=with_tags or {}))
    return {each.partition: each for each in found}


def _state(
    lecture: str, upload: Stored | None, versions: str, records: _Records, *, known: bool
) -> LectureState:
    wanted = wanted_of(upload.etag, versions) if upload else ""
    page = records.pages.get(lecture)
    runs = (records.running, records.waiting, records.finished)
    last = next((found[lecture] for found in runs if lecture in found), None)
    return LectureState(
        lecture=lecture,
        state=_word(lecture, wanted, page, records),
        known=known,
        upload=upload,
        wanted=wanted,
        made_of=page.made_of if page else "",
        stands=_is_last(lecture, records.standing, records),
        run_id=last.run_id if last else None,
        at=_time_of(last, upload),
    )


def _word(lecture: str, wanted: str, page: _Page | None, records: _Records) -> State:
    if lecture in records.running:
        return State.RUNNING
    if lecture in records.waiting or _retry_is_due(lecture, records):
        return State.QUEUED
    if page and (not wanted or page.made_of == wanted):
        return State.NO_HIGHLIGHTS if page.clips == "0" else State.DONE
    if _is_last(lecture, records.refused, records):
        return State.REFUSED
    last = records.finished.get(lecture)
    if last is not None and last.status == dg.DagsterRunStatus.FAILURE:
        return State.FAILED
    return State.STALE if page else State.MISSING


def _is_last(lecture: str, runs: Runs, records: _Records) -> bool:
    """Tell whether a lecture's last finished run is among these."""
    run, last = runs.get(lecture), records.finished.get(lecture)
    return run is not None and last is not None and run.run_id == last.run_id


def _retry_is_due(lecture: str, records: _Records) -> bool:
    """Tell whether Dagster is about to retry a crashed run by itself."""
    if not _is_last(lecture, records.retried, records):
        return False
    return (records.retried[lecture].end_time or 0) > time.time() - _RETRY_COMES_WITHIN_S


def _time_of(run: RunPartitionData | None, upload: Stored | None) -> float:
    if run is not None and (run.end_time or run.start_time):
        return float(run.end_time or run.start_time or 0)
    return upload.modified_ns / 1e9 if upload else 0.0
