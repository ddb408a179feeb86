"""Tests of holding recordings to the quota over Dagster's records."""

from unittest.mock import patch

import dagster as dg
import pytest
from dagster._core.test_utils import create_run_for_test

from lecture_assets.defs.partitions import lectures
from lecture_assets.defs.quota import refuse_over_quota, taken
from lecture_assets.errors import RefusedLectureError
from lecture_assets.media.models import LectureVideo
from lecture_assets.operations import QuotaOptions
from lecture_assets.quota import Taken

_HOUR = 3_600_000


def _measure(
    instance: dg.DagsterInstance,
    lecture: str,
    hours: float = 1,
    course: str | None = None,
    quota: QuotaOptions | None = None,
) -> None:
    instance.add_dynamic_partitions(str(lectures.name), [lecture])
    run = create_run_for_test(instance, "highlight", tags={"dagster/partition": lecture})
    video = LectureVideo(
        key="x", sha256="0", size_bytes=10**9, container="mp4", duration_ms=round(hours * _HOUR)
    )
    refuse_over_quota(instance, run, video, course, quota or QuotaOptions())


def test_what_was_measured_counts_before_there_is_a_quota(instance: dg.DagsterInstance) -> None:
    _measure(instance, "a")
    _measure(instance, "b", course='Ph|"ysics')
    assert sorted(taken(instance), key=lambda each: each.lecture) == [
        Taken("a", 60, 10**9),
        Taken("b", 60, 10**9, 'Ph|"ysics'),
    ]
    with pytest.raises(RefusedLectureError, match="LECTURE_QUOTA__MINUTES"):
        _measure(instance, "c", quota=QuotaOptions(minutes=179))


def test_what_was_refused_does_not_count(instance: dg.DagsterInstance) -> None:
    with pytest.raises(RefusedLectureError):
        _measure(instance, "a", hours=2, quota=QuotaOptions(minutes=60))
    assert taken(instance) == []
    _measure(instance, "b", quota=QuotaOptions(minutes=60))


def test_only_the_last_recording_of_a_lecture_counts(instance: dg.DagsterInstance) -> None:
    for hours in (3, 1, 2):
        _measure(instance, "a", hours)
    assert [each.minutes for each in taken(instance)] == [120]


def test_a_lecture_without_a_partition_does_not_count(instance: dg.DagsterInstance) -> None:
    _measure(instance, "a")
    instance.delete_dynamic_partition(str(lectures.name), "a")
    assert taken(instance) == []


def test_a_course_has_its_own_quota(instance: dg.DagsterInstance) -> None:
    quota = QuotaOptions(course_minutes=60)
    _measure(instance, "a", course="Physics", quota=quota)
    _measure(instance, "b", course="Law", quota=quota)
    with pytest.raises(RefusedLectureError, match=r"course Law .* LECTURE_QUOTA__COURSE_MINUTES"):
        _measure(instance, "c", hours=0.1, course="Law", quota=quota)


def test_nothing_is_asked_where_there_is_no_quota(instance: dg.DagsterInstance) -> None:
    with patch.object(type(instance), "get_run_tags", side_effect=AssertionError):
        _measure(instance, "a")
