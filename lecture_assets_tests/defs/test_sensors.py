"""Tests of the sensor that starts a run for every upload."""

import os
from pathlib import Path

import dagster as dg

from lecture_assets.defs import tags
from lecture_assets.defs.build import build_defs
from lecture_assets.defs.sensors import new_uploads
from lecture_assets.defs.work import Edge
from lecture_assets.storage.keys import UPLOADS, video_id
from lecture_assets.studio import Studio
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
