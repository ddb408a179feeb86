"""Tests of backfills through the loops of Dagster's own daemon; the runs stay queued."""

import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.execution.backfill import BulkActionStatus, PartitionBackfill
from dagster._core.remote_origin import InProcessCodeLocationOrigin
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceLoadTarget
from dagster._daemon.backfill import execute_backfill_iteration
from dagster._scheduler.scheduler import ScheduleIterationTimes, launch_scheduled_runs

from lecture_assets.defs import tags
from lecture_assets.defs.command import dagster_home, open_instance
from lecture_assets.stages import STAGES
from lecture_assets_tests.defs.conftest import open_store_at
from lecture_assets_tests.defs.recorded import FAILED, Recorded

_LOGGER = logging.getLogger(__name__)
# Dagster's own code uses what it has deprecated.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Property `ScheduleDefinition.environment_vars`"),
    pytest.mark.filterwarnings("ignore:Function `AssetSelection.sources`"),
]


class OurLocation(WorkspaceLoadTarget):
    """The code location of workspace.yaml, loaded into this process."""

    def create_origins(self) -> list[InProcessCodeLocationOrigin]:
        target = LoadableTargetOrigin(module_name="lecture_assets.definitions")
        return [InProcessCodeLocationOrigin(target, location_name="lecture_assets")]


@pytest.fixture
def recorded(
    tmp_path_factory: pytest.TempPathFactory, databases: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Recorded]:
    studio = open_store_at(tmp_path_factory.mktemp("store"))
    shutil.copytree(databases, studio.store.home())
    monkeypatch.setenv("LECTURE_STORE", studio.store.location)
    with open_instance(dagster_home(studio.store)) as instance:
        yield Recorded(instance, studio)


@contextmanager
def workspace(recorded: Recorded) -> Iterator[WorkspaceProcessContext]:
    with WorkspaceProcessContext(recorded.instance, OurLocation()) as context:
        yield context


def test_the_uis_backfill_makes_one_run_for_each_chosen_lecture(recorded: Recorded) -> None:
    chosen = [recorded.upload(f"week {number}.mp4") for number in range(3)]
    recorded.upload("not chosen.mp4")
    with workspace(recorded) as context:
        graph = context.create_request_context().asset_graph
        backfill = PartitionBackfill.from_asset_partitions(
            backfill_id="by-hand",
            asset_graph=graph,
            partition_names=chosen,
            asset_selection=[dg.AssetKey(stage) for stage in STAGES],
            backfill_timestamp=time.time(),
            tags={tags.ONLY_STALE: "true", "dagster/priority": "-5"},
            dynamic_partitions_store=recorded.instance,
            all_partitions=False,
            title=None,
            description=None,
            run_config=None,
        )
        recorded.instance.add_backfill(backfill)
        for _ in range(3):
            errors = list(execute_backfill_iteration(context, _LOGGER))
            assert not any(errors)
    runs = recorded.instance.get_runs(dg.RunsFilter(tags={"dagster/backfill": "by-hand"}))
    assert sorted(run.tags["dagster/partition"] for run in runs) == sorted(chosen)
    for run in runs:
        assert run.status == dg.DagsterRunStatus.QUEUED
        assert {key.to_user_string() for key in run.asset_selection or []} == set(STAGES)
        assert run.tags[tags.ONLY_STALE] == "true"
        assert run.tags["dagster/priority"] == "-5"
    found = recorded.instance.get_backfill("by-hand")
    assert found is not None
    assert found.status == BulkActionStatus.REQUESTED


def night(context: WorkspaceProcessContext, at: datetime) -> None:
    """Let the scheduler come by, and go through what is due."""
    seen: dict[str, ScheduleIterationTimes] = {}
    for error in launch_scheduled_runs(context, _LOGGER, at, seen):
        assert not error


def test_the_scheduler_queues_a_run_in_the_night_and_none_in_the_next(recorded: Recorded) -> None:
    missing, failed = recorded.upload("missing.mp4"), recorded.upload("failed.mp4")
    recorded.run(failed, FAILED)
    recorded.upload("current.mp4")
    recorded.finish("current.mp4")
    today = datetime.now(UTC)
    with workspace(recorded) as context:
        for days in range(3):
            night(context, today + timedelta(days=days))
    queued = recorded.instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.QUEUED]))
    assert sorted(run.tags["dagster/partition"] for run in queued) == sorted([missing, failed])
    for run in queued:
        assert run.job_name == "highlight_lecture"
        assert run.tags["dagster/schedule_name"] == "nightly_backfill"
        assert run.tags["dagster/priority"] == "-5"
        assert run.tags["dagster/run_key"].startswith("backfill:")
