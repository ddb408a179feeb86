"""Workers that are killed, told to stop or interrupted, and what becomes of their runs."""

import signal
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.launcher import WorkerStatus
from dagster._core.test_utils import create_run_for_test

from lecture_assets.defs.worker_launcher import WorkerRunLauncher
from lecture_assets.stages import STAGES
from lecture_assets_tests.servers.processes import session_of
from lecture_assets_tests.servers.waiting import wait_for
from lecture_assets_tests.services.line import Line, undisturbed

pytestmark = [
    pytest.mark.services,
    pytest.mark.long,
    # boto3 leaves its connections to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_the_run_of_a_killed_worker_fails_and_its_retry_goes_on_where_it_was(
    line: Line, tiny_lecture: Path, tmp_path: Path
) -> None:
    line.order_kill("transcript")
    killed = line.system.workers[-1]
    lecture = line.upload("killed.mp4", tiny_lecture)
    assert killed.wait(300) == -signal.SIGKILL
    wait_for(lambda: not session_of(killed.pid), 5, "what the worker had started to be gone")
    line.heal()
    line.wait_for_runs(lecture, "FAILURE", "SUCCESS")
    failed, retried = line.runs(lecture)
    assert "is gone" in line.said(failed)
    finished = {"lecture_video", "layout", "silence_map"}
    assert line.made(failed) == finished
    assert line.made(retried) == set(STAGES) - finished
    assert line.documents(lecture) == undisturbed("killed.mp4", tiny_lecture, tmp_path)


def test_a_worker_that_is_told_to_stop_ends_its_run_first(line: Line, tiny_lecture: Path) -> None:
    worker = line.system.workers[-1]
    lecture = line.upload("stopped.mp4", tiny_lecture)
    line.wait_for_step(lecture, "lecture_video")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(300) == 0
    line.wait_for_runs(lecture, "SUCCESS")


def test_a_cancelled_run_ends_as_cancelled_and_its_worker_takes_the_next(
    line: Line, tiny_lecture: Path
) -> None:
    lecture = line.upload("cancelled.mp4", tiny_lecture)
    line.wait_for_step(lecture, "transcript")
    launcher = line.instance.run_launcher
    assert launcher.terminate(line.runs(lecture)[0].run_id)
    line.wait_for_runs(lecture, "CANCELED")
    after = line.upload("after.mp4", tiny_lecture)
    line.wait_for_runs(after, "SUCCESS")
    line.wait_for_runs(lecture, "CANCELED")
    assert line.system.workers[-1].poll() is None
    assert not launcher.terminate(line.runs(lecture)[0].run_id)


def test_runs_of_the_command_are_none_of_the_workers(line: Line) -> None:
    launcher = line.instance.run_launcher
    assert isinstance(launcher, WorkerRunLauncher)
    run = create_run_for_test(line.instance, status=dg.DagsterRunStatus.STARTED)
    assert launcher.check_run_worker_health(run).status == WorkerStatus.RUNNING
    assert not launcher.terminate(run.run_id)
    assert launcher.get_run_worker_debug_info(run) is None
    line.instance.delete_run(run.run_id)


def test_a_run_whose_task_no_worker_has_is_gone(line: Line) -> None:
    lost = {"dagster-celery/task_id": "lost-with-its-broker"}
    run = create_run_for_test(line.instance, status=dg.DagsterRunStatus.NOT_STARTED, tags=lost)
    health = line.instance.run_launcher.check_run_worker_health(run)
    assert health.status == WorkerStatus.FAILED
    line.instance.delete_run(run.run_id)
