"""Tests of what one machine knows about the processes of its runs."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.events import EngineEventData
from dagster._core.launcher import WorkerStatus
from dagster._core.storage.tags import GRPC_INFO_TAG
from dagster._core.test_utils import create_run_for_test

from lecture_assets.defs.command import dagster_home, open_instance
from lecture_assets.defs.local_launcher import LocalRunLauncher, is_that_process
from lecture_assets.studio import Studio
from lecture_assets_tests.servers.ports import free_port


@pytest.fixture
def instance(empty_store: Studio, databases: Path) -> Iterator[dg.DagsterInstance]:
    shutil.copytree(databases, empty_store.store.home())
    with open_instance(dagster_home(empty_store.store)) as opened:
        yield opened


def started_run(instance: dg.DagsterInstance, host: str, pid: int | None) -> dg.DagsterRun:
    """Return a run whose code server is gone, and whose process told its ID."""
    server = {"host": host, "port": free_port()}
    run: dg.DagsterRun = create_run_for_test(
        instance, status=dg.DagsterRunStatus.STARTED, tags={GRPC_INFO_TAG: json.dumps(server)}
    )
    if pid is not None:
        told = EngineEventData.in_process(pid)
        instance.report_engine_event("Started process for run.", run, told)
    return run


def health(instance: dg.DagsterInstance, run: dg.DagsterRun) -> WorkerStatus:
    launcher = instance.run_launcher
    assert isinstance(launcher, LocalRunLauncher)
    return launcher.check_run_worker_health(run).status


def test_our_settings_take_the_launcher_that_looks_after_its_runs(
    instance: dg.DagsterInstance,
) -> None:
    assert instance.run_monitoring_enabled
    assert instance.run_launcher.supports_check_run_worker_health


def test_a_run_is_there_while_its_process_is_though_its_code_server_is_gone(
    instance: dg.DagsterInstance,
) -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with process:
        run = started_run(instance, "localhost", process.pid)
        assert health(instance, run) == WorkerStatus.RUNNING
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert health(instance, run) == WorkerStatus.FAILED
    assert health(instance, run) == WorkerStatus.FAILED


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc")
def test_a_process_that_has_begun_later_has_only_the_number_of_the_runs() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        assert is_that_process(process.pid, seen_at=time.time())
        assert not is_that_process(process.pid, seen_at=time.time() - 60)


def test_a_run_that_never_told_its_process_is_gone_with_its_code_server(
    instance: dg.DagsterInstance,
) -> None:
    assert health(instance, started_run(instance, "localhost", pid=None)) == WorkerStatus.FAILED


def test_of_another_machine_only_its_code_server_can_tell(instance: dg.DagsterInstance) -> None:
    run = started_run(instance, "127.0.0.2", pid=None)
    assert health(instance, run) == WorkerStatus.RUNNING


def test_runs_of_the_command_are_none_of_the_launchers(instance: dg.DagsterInstance) -> None:
    run = create_run_for_test(instance, status=dg.DagsterRunStatus.STARTED)
    assert health(instance, run) == WorkerStatus.RUNNING
