"""Tests of where the steps of a run are run."""

from dataclasses import dataclass

import dagster as dg
import pytest
from dagster._core.executor.base import Executor
from dagster._core.executor.in_process import InProcessExecutor
from dagster._core.executor.multiprocess import MultiprocessExecutor

from lecture_assets.defs.build import build_defs
from lecture_assets.defs.executor import lecture_steps
from lecture_assets.defs.local_launcher import LocalRunLauncher
from lecture_assets.defs.worker_launcher import WorkerRunLauncher
from lecture_assets.studio import Studio


@dataclass
class LaunchedBy:
    """The part of an instance that the executor looks at."""

    run_launcher: object


@dataclass
class Context:
    """The part of an executor's context that ours looks at."""

    instance: LaunchedBy


def executor_of(launcher: object) -> Executor:
    make = lecture_steps.executor_creation_fn
    assert make is not None
    return make(Context(LaunchedBy(launcher)))  # type: ignore[arg-type]


def test_a_worker_runs_steps_in_its_own_process_which_keeps_the_models() -> None:
    launcher = WorkerRunLauncher(default_queue="dagster", broker="redis://", backend="redis://")
    assert isinstance(executor_of(launcher), InProcessExecutor)


@pytest.mark.parametrize("launcher", [LocalRunLauncher(), object()], ids=["ours", "another"])
def test_any_other_run_forks_its_steps(launcher: object) -> None:
    assert isinstance(executor_of(launcher), MultiprocessExecutor)


def test_heavy_work_takes_slots_of_the_pools(empty_store: Studio) -> None:
    pools = {
        asset.key.path[-1]: asset.op.pool
        for asset in build_defs(studio=empty_store).assets or ()
        if isinstance(asset, dg.AssetsDefinition)
    }
    assert pools["transcript"] == "transcription"
    assert pools["silence_map"] == pools["rendered_clips"] == "ffmpeg"
    assert pools["lecture_video"] is None
