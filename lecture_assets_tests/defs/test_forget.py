"""Tests that nothing is left of a lecture that was forgotten, and everything of the others."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.remote_origin import (
    RegisteredCodeLocationOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.storage.tags import PARTITION_NAME_TAG
from sqlalchemy import event
from sqlalchemy.engine import Engine

from lecture_assets.defs.build import build_defs
from lecture_assets.defs.command import open_instance
from lecture_assets.defs.edits_observed import evaluation, observation
from lecture_assets.defs.forget import find_traces, forget
from lecture_assets.defs.sensors import new_uploads
from lecture_assets.defs.work import Edge
from lecture_assets.errors import LectureBusyError, LectureError
from lecture_assets.lineage import stale_stages
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import UPLOADS, lecture_key, video_id
from lecture_assets_tests.defs.asked import sensor_that_asked_for, tick_for
from lecture_assets_tests.defs.conftest import Processed, deaf, open_store_at

OTHER = video_id("other.mp4")
SPOKEN = b"lacier"
SAID = b"Adiabatic sidecar"


@pytest.fixture(scope="session")
def kept_once(processed_once: Processed, tmp_path_factory: pytest.TempPathFactory) -> Processed:
    """The processed lecture with a sidecar and captured logs, beside another lecture."""
    kept = copied(processed_once, tmp_path_factory.mktemp("kept") / "store")
    store = kept.studio.store
    store.write(UPLOADS + f"{kept.key}.yaml", b"title: " + SAID)
    store.write(UPLOADS + "other.mp4", b"another")
    store.write(lecture_key(OTHER, "index.html"), b"another")
    with open_instance(kept.home, with_logs=True) as instance:
        instance.add_dynamic_partitions("lectures", [OTHER])
        instance.report_runless_asset_event(dg.AssetMaterialization("transcript", partition=OTHER))
        instance.report_runless_asset_event(observation(kept.lecture, "none"))
        instance.report_runless_asset_event(evaluation(kept.lecture, f"Not {SPOKEN.decode()}."))
        (run,) = instance.get_runs()
        captured = Path(kept.home, "storage", run.run_id, "compute_logs")
        captured.mkdir(parents=True)
        (captured / "step.err").write_bytes(b"heard: " + SPOKEN)
        for lecture in (kept.lecture, OTHER):
            instance.create_tick(tick_for(lecture))
        instance.add_instigator_state(sensor_that_asked_for(kept.lecture))
    # The lecture's events are the last ones again, now with what its sidecar says.
    kept.process()
    return kept


@pytest.fixture
def kept(kept_once: Processed, tmp_path: Path) -> Processed:
    return copied(kept_once, tmp_path / "store")


def copied(processed: Processed, root: Path) -> Processed:
    shutil.copytree(processed.studio.store.location, root, copy_function=shutil.copy2)
    return replace(processed, studio=open_store_at(root), home=root / ".dagster")


def traces_of(processed: Processed) -> list[Path]:
    """Find every file that names the lecture or holds what was said in it."""
    told = (processed.lecture.encode(), b"Week 1, Memory", SPOKEN, SAID)
    root = Path(processed.studio.store.location)
    return [
        path
        for path in sorted(root.rglob("*"))
        if processed.lecture in str(path)
        or (path.is_file() and any(each in path.read_bytes() for each in told))
    ]


def forget_it(processed: Processed, *lectures: str) -> None:
    store = processed.studio.store
    found = find_traces(store, processed.home, lectures or [processed.lecture])
    forget(store, processed.home, found)


def test_nothing_is_left_that_names_the_lecture_or_tells_what_was_said(kept: Processed) -> None:
    assert len(traces_of(kept)) > 20
    forget_it(kept)
    assert traces_of(kept) == []
    with open_instance(kept.home) as instance:
        assert instance.get_runs() == []
        assert instance.get_dynamic_partitions("lectures") == [OTHER]


def test_other_lectures_keep_everything(kept: Processed) -> None:
    forget_it(kept)
    store = kept.studio.store
    assert store.read(UPLOADS + "other.mp4") == b"another"
    assert store.read(lecture_key(OTHER, "index.html")) == b"another"
    with open_instance(kept.home) as instance:
        last = instance.get_latest_materialization_event(dg.AssetKey("transcript"))
        assert last is not None
        assert last.asset_materialization is not None
        assert last.asset_materialization.partition == OTHER
        assert instance.get_latest_materialization_event(dg.AssetKey("layout")) is None
        (left,) = instance.get_ticks("origin", "selector")
        assert left.tick_data.run_keys == [f"{OTHER}|1"]
        assert instance.get_materialized_partitions(dg.AssetKey("transcript")) == {OTHER}


def test_the_same_file_dropped_again_starts_afresh(kept: Processed, tmp_path: Path) -> None:
    store, upload = kept.studio.store, UPLOADS + kept.key
    shutil.copy2(store.fetch(upload), tmp_path / "mine.mp4")
    with open_instance(kept.home) as instance:
        cursor = tick(kept, instance, tick(kept, instance, None)[1])[1]
        forget_it(kept)
        store.take_in(upload, tmp_path / "mine.mp4")
        requests = []
        for _ in range(3):
            found, cursor = tick(kept, instance, cursor)
            requests += found
    assert kept.lecture in [each.partition_key for each in requests]
    assert stale_stages(kept.studio, kept.lecture, kept.key) == list(STAGES)


def tick(
    kept: Processed, instance: dg.DagsterInstance, cursor: str | None
) -> tuple[list[dg.RunRequest], str | None]:
    context = dg.build_sensor_context(
        instance=instance, cursor=cursor, resources={"edge": Edge(kept.studio, deaf)}
    )
    result = new_uploads(context)
    assert isinstance(result, dg.SensorResult)
    for request in result.dynamic_partitions_requests or []:
        instance.add_dynamic_partitions("lectures", list(request.partition_keys))
    return list(result.run_requests or []), result.cursor


@contextmanager
def interrupted_at(statement: int) -> Iterator[None]:
    """Interrupt at a changing statement of Dagster's databases, counted from 1."""
    seen = 0

    def count(*arguments: object) -> None:
        nonlocal seen
        if str(arguments[2]).startswith(("DELETE", "UPDATE", "INSERT")):
            seen += 1
            if seen == statement:
                raise KeyboardInterrupt

    event.listen(Engine, "before_cursor_execute", count)
    try:
        with pytest.raises(KeyboardInterrupt):
            yield
    finally:
        event.remove(Engine, "before_cursor_execute", count)


@pytest.mark.parametrize("statement", [1, 3, 7, 12])
def test_the_same_call_finishes_what_was_interrupted_in_dagster_s_records(
    kept: Processed, statement: int
) -> None:
    with interrupted_at(statement):
        forget_it(kept)
    assert traces_of(kept)
    forget_it(kept)
    assert traces_of(kept) == []


@pytest.mark.parametrize("step", ["delete", "delete_all", "discard_scratch"])
def test_the_same_call_finishes_what_was_interrupted_in_the_store(
    kept: Processed, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = kept.studio.store

    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, step, interrupt)
    with pytest.raises(KeyboardInterrupt):
        forget_it(kept)
    monkeypatch.undo()
    forget_it(kept)
    assert traces_of(kept) == []


def test_the_same_call_finishes_what_was_interrupted_between_sidecar_and_recording(
    kept: Processed, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = kept.studio.store
    remove = store.delete

    def interrupt(key: str) -> None:
        remove(key)
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "delete", interrupt)
    with pytest.raises(KeyboardInterrupt):
        forget_it(kept)
    monkeypatch.undo()
    forget_it(kept)
    assert traces_of(kept) == []


@pytest.mark.parametrize("unknown", ["week-9-12345678", "..", "", "library"])
def test_with_one_that_is_unknown_nothing_is_forgotten_of_the_others(
    kept: Processed, unknown: str
) -> None:
    before = traces_of(kept)
    with pytest.raises(LectureError, match="nothing was forgotten") as told:
        forget_it(kept, kept.lecture, unknown)
    assert repr(unknown) in str(told.value)
    assert traces_of(kept) == before


def test_a_lecture_that_a_command_works_on_is_not_forgotten(kept: Processed) -> None:
    before = traces_of(kept)
    with (
        kept.studio.store.lock(kept.lecture, shared=False),
        pytest.raises(LectureBusyError, match=f"{kept.lecture} is being processed"),
    ):
        forget_it(kept, OTHER, kept.lecture)
    assert traces_of(kept) == before


def add_run(kept: Processed, status: dg.DagsterRunStatus) -> str:
    with open_instance(kept.home) as instance:
        repository = RemoteRepositoryOrigin(RegisteredCodeLocationOrigin("lectures"), "all")
        job = build_defs(studio=kept.studio).resolve_job_def("highlight_lecture")
        return instance.create_run_for_job(
            job,
            status=status,
            tags={PARTITION_NAME_TAG: kept.lecture},
            remote_job_origin=RemoteJobOrigin(repository, job.name),
        ).run_id


def test_a_lecture_with_a_running_run_is_not_forgotten(kept: Processed) -> None:
    run_id = add_run(kept, dg.DagsterRunStatus.STARTED)
    before = traces_of(kept)
    with pytest.raises(LectureBusyError, match=f"run {run_id}; wait for it or cancel it"):
        forget_it(kept)
    assert [path for path in traces_of(kept) if ".dagster" not in str(path)] == [
        path for path in before if ".dagster" not in str(path)
    ]


def test_a_queued_run_is_cancelled_and_forgotten(kept: Processed) -> None:
    add_run(kept, dg.DagsterRunStatus.QUEUED)
    forget_it(kept)
    assert traces_of(kept) == []


def test_a_sidecar_that_another_recording_shares_stays_until_both_go(kept: Processed) -> None:
    store = kept.studio.store
    store.write(UPLOADS + "other.mkv", b"the same in another format")
    store.write(UPLOADS + "other.yaml", b"title: Other")
    forget_it(kept, OTHER)
    assert store.stat(UPLOADS + "other.yaml")
    store.write(UPLOADS + "other.mp4", b"another")
    forget_it(kept, OTHER, video_id("other.mkv"))
    assert [each.key for each in store.list(UPLOADS) if "other" in each.key] == []


def test_the_sidecar_of_a_recording_that_is_gone_is_forgotten_as_well(kept: Processed) -> None:
    kept.studio.store.delete(UPLOADS + kept.key)
    forget_it(kept)
    assert traces_of(kept) == []


def test_a_refused_upload_is_forgotten_as_well(kept: Processed) -> None:
    store = kept.studio.store
    store.write(UPLOADS + "notes.mp4", b"These are notes, not a lecture.")
    refused = replace(kept, key="notes.mp4", lecture=video_id("notes.mp4"))
    with pytest.raises(LectureError):
        refused.process()
    forget_it(kept, refused.lecture)
    assert list(store.list(lecture_key(refused.lecture, ""))) == []
    with open_instance(kept.home) as instance:
        assert {run.tags[PARTITION_NAME_TAG] for run in instance.get_runs()} == {kept.lecture}
