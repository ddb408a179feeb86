"""Tests of the nightly backfill over Dagster's records."""

import os
import time

import dagster as dg
import pytest

from lecture_assets.defs import tags
from lecture_assets.defs.build import build_defs
from lecture_assets.defs.command import open_instance, process_upload
from lecture_assets.defs.schedules import nightly_backfill
from lecture_assets.defs.work import Edge
from lecture_assets.errors import LectureError
from lecture_assets.lineage import limits_in_force, upload_mark
from lecture_assets.media.models import Refusal
from lecture_assets.operations import BackfillOptions
from lecture_assets.storage.keys import UPLOADS, lecture_key
from lecture_assets.studio import Studio, open_studio
from lecture_assets_tests.defs.conftest import Processed, deaf
from lecture_assets_tests.defs.recorded import FAILED, Recorded, wanted

QUEUED = dg.DagsterRunStatus.QUEUED
STARTED = dg.DagsterRunStatus.STARTED
LONG_AGO = 1_700_000_000


@pytest.fixture
def recorded(empty_store: Studio, instance: dg.DagsterInstance) -> Recorded:
    return Recorded(instance, empty_store)


def backfilling(recorded: Recorded, **options: int) -> Recorded:
    settings = recorded.studio.settings.model_copy(update={"backfill": BackfillOptions(**options)})
    return Recorded(recorded.instance, open_studio(settings))


def tick(recorded: Recorded) -> list[dg.RunRequest]:
    """Evaluate the schedule as Dagster's daemon does."""
    repository = build_defs(studio=recorded.studio).get_repository_def()
    context = dg.build_schedule_context(
        instance=recorded.instance,
        repository_def=repository,
        resources={"edge": Edge(recorded.studio, deaf)},
    )
    return list(nightly_backfill.evaluate_tick(context).run_requests or [])


def run(
    recorded: Recorded, requests: list[dg.RunRequest], status: dg.DagsterRunStatus = QUEUED
) -> None:
    """Make the runs that were requested, as Dagster's daemon does."""
    for request in requests:
        noted = {**request.tags, "dagster/run_key": str(request.run_key)}
        recorded.run(str(request.partition_key), status, noted)


def lectures_of(requests: list[dg.RunRequest]) -> list[str]:
    return [str(request.partition_key) for request in requests]


def test_one_night_requests_exactly_what_is_missing_failed_or_stale(processed: Processed) -> None:
    fewer = processed.studio.settings.highlights.model_copy(update={"max_highlights": 2})
    studio = processed.with_settings(highlights=fewer).studio
    studio.store.write(UPLOADS + "notes.mp4", b"no recording at all")
    with pytest.raises(LectureError):
        process_upload(studio, processed.home, "notes.mp4", deaf)
    with open_instance(processed.home) as instance:
        now = Recorded(instance, studio)
        thrice = now.upload("thrice.mp4", LONG_AGO + 5)
        now.run(thrice, FAILED)
        for _ in range(3):
            requests = [each for each in tick(now) if each.partition_key == thrice]
            run(now, requests, FAILED)
            assert lectures_of(requests) == [thrice]
        missing = now.upload("missing.mp4", LONG_AGO + 3)
        failed = now.upload("failed.mp4", LONG_AGO + 4)
        now.run(failed, FAILED, {tags.FAILURE: "MediaError"})
        now.run(now.upload("queued.mp4", LONG_AGO + 2), QUEUED)
        running = now.upload("running.mp4", LONG_AGO + 1)
        now.run(running, FAILED)
        now.run(running, STARTED)
        now.upload("current.mp4", LONG_AGO)
        now.finish("current.mp4")
        requests = tick(now)
        assert lectures_of(requests) == [processed.lecture, failed, missing]
        run(now, requests)
        assert tick(now) == []
        assert sorted(now.words().values()) == [
            *("done", "failed", "queued", "queued", "queued", "queued", "refused", "running"),
        ]


def test_a_request_leaves_alone_what_is_current_comes_after_uploads_and_says_what_it_wants(
    recorded: Recorded,
) -> None:
    lecture = recorded.upload("week1.mp4")
    (request,) = tick(recorded)
    want = wanted(recorded.studio, "week1.mp4")
    assert request.run_key == f"backfill:{lecture}:{want}:1"
    assert request.tags[tags.BACKFILL] == want
    assert tags.ONLY_STALE in request.tags
    assert request.tags["dagster/priority"] == "-5"


def test_no_more_than_its_bound_are_requested_and_the_newest_uploads_first(
    recorded: Recorded,
) -> None:
    days = [recorded.upload(f"day {day}.mp4", LONG_AGO + 86_400 * day) for day in range(5)]
    two = backfilling(recorded, max_lectures=2)
    assert lectures_of(tick(two)) == [days[4], days[3]]
    run(two, tick(two))
    assert lectures_of(tick(two)) == [days[2], days[1]]


def test_a_failed_lecture_is_tried_again_as_often_as_the_settings_say(recorded: Recorded) -> None:
    recorded.run(recorded.upload("week1.mp4"), FAILED)
    assert tick(backfilling(recorded, max_tries=0)) == []
    once = backfilling(recorded, max_tries=1)
    run(once, tick(once), FAILED)
    assert tick(once) == []
    assert len(tick(backfilling(recorded, max_tries=2))) == 1


def test_another_setting_or_a_new_upload_starts_the_count_anew(recorded: Recorded) -> None:
    once = backfilling(recorded, max_tries=1)
    lecture = recorded.upload("week1.mp4", LONG_AGO)
    run(once, tick(once), FAILED)
    assert tick(once) == []
    highlights = once.studio.settings.highlights.model_copy(update={"max_highlights": 2})
    changed = once.studio.settings.model_copy(update={"highlights": highlights})
    other = Recorded(recorded.instance, open_studio(changed))
    run(other, tick(other), FAILED)
    assert tick(other) == []
    recorded.upload("week1.mp4", LONG_AGO + 60)
    assert lectures_of(tick(other)) == [lecture]


def test_dagsters_own_retries_of_a_crash_do_not_count(recorded: Recorded) -> None:
    twice = backfilling(recorded, max_tries=2)
    recorded.upload("week1.mp4")
    (request,) = tick(twice)
    for _ in range(3):
        run(twice, [request], FAILED)
    assert len(tick(twice)) == 1


def test_a_new_upload_that_the_sensor_has_not_asked_for_is_left_to_it(recorded: Recorded) -> None:
    lecture = recorded.upload("week1.mp4", LONG_AGO)
    mark = upload_mark(recorded.studio.store, "week1.mp4")
    recorded.run(lecture, FAILED, {"dagster/run_key": f"{lecture}|{mark}"})
    recorded.upload("week1.mp4", LONG_AGO + 60)
    assert tick(recorded) == []
    mark = upload_mark(recorded.studio.store, "week1.mp4")
    recorded.run(lecture, FAILED, {"dagster/run_key": f"{lecture}|{mark}"})
    assert lectures_of(tick(recorded)) == [lecture]


def test_what_the_sensor_has_not_seen_and_what_has_no_upload_are_not_requested(
    recorded: Recorded,
) -> None:
    recorded.studio.store.write(UPLOADS + "unseen.mp4", b"x")
    recorded.upload("gone.mp4")
    recorded.studio.store.delete(UPLOADS + "gone.mp4")
    assert tick(recorded) == []


def test_a_refusal_is_looked_at_again_when_its_limits_changed(recorded: Recorded) -> None:
    lecture = recorded.upload("week1.mp4")
    recorded.refuse(lecture)
    assert tick(recorded) == []
    recorded.refuse(lecture, limits="others")
    assert lectures_of(tick(recorded)) == [lecture]


def test_a_refusal_in_the_store_holds_for_an_instance_that_has_no_run_of_it(
    recorded: Recorded,
) -> None:
    studio, lecture = recorded.studio, recorded.upload("week1.mp4")
    refusal = Refusal(
        key="week1.mp4",
        etag=upload_mark(studio.store, "week1.mp4"),
        reason="It is no recording.",
        limits=limits_in_force(studio),
    )
    studio.store.write(lecture_key(lecture, "refused.json"), refusal.model_dump_json().encode())
    assert tick(recorded) == []


def test_it_removes_what_was_begun_a_day_ago_and_never_finished(recorded: Recorded) -> None:
    old, new = (recorded.studio.store.scratch("uploads") / f".{64 * n}.part" for n in "ab")
    for part in (old, new):
        part.touch()
    os.utime(old, (time.time() - 90_000, time.time() - 90_000))
    tick(recorded)
    assert (old.exists(), new.exists()) == (False, True)


def test_it_runs_every_night_by_itself(recorded: Recorded) -> None:
    definitions = build_defs(studio=recorded.studio)
    schedule = definitions.resolve_schedule_def("nightly_backfill")
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 2 * * *", "UTC")
    assert schedule.job_name == "highlight_lecture"
