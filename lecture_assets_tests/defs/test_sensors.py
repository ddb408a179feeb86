"""Tests of the sensor that starts a run for every upload."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest

from lecture_assets.defs import sensors, tags
from lecture_assets.defs.build import build_defs
from lecture_assets.defs.sensors import new_uploads
from lecture_assets.defs.work import Edge
from lecture_assets.errors import StoreError
from lecture_assets.settings import Settings
from lecture_assets.storage.keys import UPLOADS, video_id
from lecture_assets.studio import Studio, open_studio
from lecture_assets_tests.defs.bucket import Bucket, Daemon
from lecture_assets_tests.defs.conftest import Processed, deaf


def tick(
    studio: Studio, instance: dg.DagsterInstance, cursor: str | None
) -> tuple[list[dg.RunRequest], str | None]:
    context = dg.build_sensor_context(
        instance=instance, cursor=cursor, resources={"edge": Edge(studio, deaf)}
    )
    result = new_uploads(context)
    assert isinstance(result, dg.SensorResult)
    for request in result.dynamic_partitions_requests or []:
        instance.add_dynamic_partitions("lectures", list(request.partition_keys))
    return list(result.run_requests or []), result.cursor


def test_a_dropped_file_gets_one_run_once_it_has_stopped_growing(empty_store: Studio) -> None:
    store = empty_store.store
    with dg.DagsterInstance.ephemeral() as instance:
        store.write(UPLOADS + "week1.mp4", b"half")
        first, cursor = tick(empty_store, instance, None)
        store.write(UPLOADS + "week1.mp4", b"half and the rest")
        second, cursor = tick(empty_store, instance, cursor)
        third, cursor = tick(empty_store, instance, cursor)
        fourth, cursor = tick(empty_store, instance, cursor)
        assert [len(requests) for requests in (first, second, third, fourth)] == [0, 0, 1, 0]
        assert third[0].partition_key == video_id("week1.mp4")
        assert instance.get_dynamic_partitions("lectures") == [video_id("week1.mp4")]


def test_a_file_that_is_replaced_gets_another_run_for_the_same_lecture(
    empty_store: Studio,
) -> None:
    store = empty_store.store
    with dg.DagsterInstance.ephemeral() as instance:
        cursor, requests = None, []
        for content in (b"first", b"second take"):
            store.write(UPLOADS + "week1.mp4", content)
            for _ in range(3):
                found, cursor = tick(empty_store, instance, cursor)
                requests += found
    assert len({request.run_key for request in requests}) == 2
    assert {request.partition_key for request in requests} == {video_id("week1.mp4")}


def test_what_the_command_has_finished_gets_no_run(processed: Processed) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        _, cursor = tick(processed.studio, instance, None)
        requests, _ = tick(processed.studio, instance, cursor)
    assert requests == []


def test_what_the_command_is_working_on_waits(empty_store: Studio) -> None:
    store = empty_store.store
    store.write(UPLOADS + "week1.mp4", b"a lecture")
    with dg.DagsterInstance.ephemeral() as instance:
        _, cursor = tick(empty_store, instance, None)
        commands_run(empty_store, instance, video_id("week1.mp4"))
        with store.lock(video_id("week1.mp4"), shared=False):
            held, cursor = tick(empty_store, instance, cursor)
        freed, _ = tick(empty_store, instance, cursor)
    assert (len(held), len(freed)) == (0, 1)


def test_a_name_that_is_not_utf8_does_not_stop_the_sensor(empty_store: Studio) -> None:
    folder = empty_store.store.scratch("uploads")
    Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.mp4")).write_bytes(b"x")
    empty_store.store.write(UPLOADS + "good.mp4", b"y")
    with dg.DagsterInstance.ephemeral() as instance:
        _, cursor = tick(empty_store, instance, None)
        assert cursor is not None
        requests, cursor = tick(empty_store, instance, cursor.encode().decode())
        assert tick(empty_store, instance, cursor)[0] == []
    assert video_id("good.mp4") in {request.partition_key for request in requests}
    for request in requests:
        assert str(request.run_key).encode()


def commands_run(studio: Studio, instance: dg.DagsterInstance, lecture: str) -> dg.DagsterRun:
    return instance.create_run_for_job(
        build_defs(studio=studio).resolve_job_def("highlight_lecture"),
        status=dg.DagsterRunStatus.STARTED,
        tags={tags.COMMAND: "true", "dagster/partition": lecture},
    )


def test_a_killed_command_holds_up_no_run(empty_store: Studio) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        lecture = video_id("week1.mp4")
        dead = commands_run(empty_store, instance, lecture)
        with empty_store.store.lock(lecture, shared=False):
            tick(empty_store, instance, None)
            assert status(instance, dead.run_id) == dg.DagsterRunStatus.STARTED
        tick(empty_store, instance, None)
        assert status(instance, dead.run_id) == dg.DagsterRunStatus.FAILURE


def status(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRunStatus:
    run = instance.get_run_by_id(run_id)
    assert run is not None
    return run.status


def test_hidden_files_are_no_uploads(empty_store: Studio) -> None:
    Path(empty_store.store.scratch("uploads"), ".DS_Store").write_bytes(b"x")
    with dg.DagsterInstance.ephemeral() as instance:
        _, cursor = tick(empty_store, instance, None)
        requests, _ = tick(empty_store, instance, cursor)
    assert requests == []


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    """The sensor on uploads that cannot grow, as in a bucket."""
    studio = open_studio(Settings(store=str(tmp_path)))
    with dg.DagsterInstance.ephemeral() as instance:
        yield Daemon(replace(studio, store=Bucket(tmp_path)), instance)


def bucket_of(daemon: Daemon) -> Bucket:
    assert isinstance(daemon.studio.store, Bucket)
    return daemon.studio.store


def test_in_a_bucket_an_upload_needs_no_second_tick(daemon: Daemon) -> None:
    upload = bucket_of(daemon).upload("week1.mp4")
    (request,) = daemon.tick()
    assert request.run_key == f"{video_id('week1.mp4')}|{upload.etag}"
    assert daemon.tick() == []


def test_content_that_comes_back_gets_a_run_of_its_own(daemon: Daemon) -> None:
    for _ in "ABA":
        bucket_of(daemon).upload("week1.mp4")
        assert len(daemon.tick()) == 1
    assert len(set(daemon.run_keys())) == 3


@pytest.mark.parametrize(
    "name",
    [
        "a\nb.mp4",
        "x" * 1000 + ".mp4",
        "講義/第1回.mp4",
        "a, b...c.mp4",
        "<script>.mp4",
        "'; --.mp4",
    ],
)
def test_odd_names_make_safe_lectures(daemon: Daemon, name: str) -> None:
    bucket_of(daemon).upload(name)
    (request,) = daemon.tick()
    lecture = str(request.partition_key)
    assert len(lecture) <= 57
    assert not re.search(r"[,/\\<>'\s\x00-\x1f]|\.\.", lecture)
    assert daemon.instance.get_dynamic_partitions("lectures") == [lecture]


def test_names_that_lead_out_are_told_once_and_hold_nothing_up(
    daemon: Daemon, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("../../lectures/x.mp4", "a\0b.mp4", "good.mp4"):
        bucket_of(daemon).upload(name)
    assert [each.partition_key for each in daemon.tick()] == [video_id("good.mp4")]
    assert capsys.readouterr().err.count("its name cannot be used") == 2
    assert daemon.tick() == []
    assert "cannot be used" not in capsys.readouterr().err


def test_a_store_that_does_not_answer_fails_the_tick_in_a_sentence_and_loses_nothing(
    daemon: Daemon,
) -> None:
    bucket_of(daemon).upload("week1.mp4")
    bucket_of(daemon).down = True
    with pytest.raises(StoreError, match=r"does not answer\.$"):
        daemon.tick()
    bucket_of(daemon).down = False
    assert len(daemon.tick()) == 1


def test_a_lost_record_floods_nothing_and_runs_nothing_twice(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sensors, "_MOST_AT_ONCE", 3)
    for n in range(7):
        bucket_of(daemon).upload(f"{n}.mp4")
    assert [len(daemon.tick()) for _ in range(4)] == [3, 3, 1, 0]
    shutil.rmtree(tmp_path / ".sensor")
    assert [len(daemon.tick()) for _ in range(4)] == [3, 3, 1, 0]
    assert len(daemon.run_keys()) == 7


def test_a_cursor_of_the_version_before_is_as_none(daemon: Daemon) -> None:
    bucket_of(daemon).upload("week1.mp4")
    for cursor in ('{"growing": {}, "seen": {"uploads/week1.mp4": "e1"}}', "nonsense", "[]", "{}"):
        daemon.cursor, daemon.reserved = cursor, None
        assert len(daemon.evaluate().run_requests or []) == 1


def test_the_cursor_stays_small_however_many_uploads_there_are(daemon: Daemon) -> None:
    for n in range(150):
        bucket_of(daemon).upload(f"{n}.mp4")
    daemon.tick()
    assert len(daemon.cursor or "") < 100


def test_a_tick_that_takes_long_leaves_the_rest_to_the_next(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sensors, "_LONGEST_LOOK_S", -1)
    for n in range(3):
        bucket_of(daemon).upload(f"{n}.mp4")
    assert [len(daemon.tick()) for _ in range(4)] == [1, 1, 1, 0]


def test_a_finished_lecture_that_this_instance_does_not_know_becomes_known_without_a_run(
    processed: Processed,
) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        daemon = Daemon(processed.studio, instance)
        assert daemon.tick() == daemon.tick() == []
        assert instance.get_dynamic_partitions("lectures") == [processed.lecture]
