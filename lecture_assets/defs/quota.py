"""Holds recordings to the quota, by what the runs that measured them noted."""

import json
import time

import dagster as dg
from dagster._core.storage.tags import PARTITION_NAME_TAG

from lecture_assets.defs import tags
from lecture_assets.defs.partitions import lectures
from lecture_assets.errors import RefusedLectureError
from lecture_assets.media.models import LectureVideo
from lecture_assets.operations import QuotaOptions
from lecture_assets.quota import Taken, over_quota


def refuse_over_quota(
    instance: dg.DagsterInstance,
    run: dg.DagsterRun,
    video: LectureVideo,
    course: str | None,
    quota: QuotaOptions,
) -> None:
    """Note on the run what its recording takes up, unless that exceeds the quota.

    Dagster has no query for the latest tags of materializations, but gives all values of a run's
    tag in one. So the tag says whose it is and when; the last of each lecture counts, as long as
    the lecture has a partition. Recordings that are measured at the same moment do not see one
    another, and may exceed the quota together.

    Args:
        instance: Dagster's instance.
        run: The run that measured the recording.
        video: The recording, as measured.
        course: The course that its sidecar names, if any.
        quota: The limits.

    Raises:
        RefusedLectureError: It exceeds one; the sentence names the setting.
    """
    new = Taken(
        lecture=run.tags[PARTITION_NAME_TAG],
        minutes=video.duration_ms / 60_000,
        size_bytes=video.size_bytes,
        course=course,
    )
    if any(limit is not None for limit in quota.model_dump().values()):
        sentence = over_quota(taken(instance), new, quota)
        if sentence is not None:
            raise RefusedLectureError(sentence)
    instance.add_run_tags(run.run_id, {tags.USAGE: _note(new)})


def taken(instance: dg.DagsterInstance) -> list[Taken]:
    """Return what each lecture takes up, in two queries however many there are."""
    known = set(instance.get_dynamic_partitions(str(lectures.name)))
    notes = dict(instance.get_run_tags(tag_keys=[tags.USAGE])).get(tags.USAGE, set())
    latest: dict[str, tuple[int, Taken]] = {}
    for at, each in map(_read, notes):
        if each.lecture in known and at >= latest.get(each.lecture, (0, each))[0]:
            latest[each.lecture] = (at, each)
    return [each for _, each in latest.values()]


def _note(new: Taken) -> str:
    minutes = round(new.minutes, 3)
    return json.dumps([new.lecture, time.time_ns(), minutes, new.size_bytes, new.course])


def _read(note: str) -> tuple[int, Taken]:
    lecture, at, minutes, size_bytes, course = json.loads(note)
    return at, Taken(lecture, minutes, size_bytes, course)
