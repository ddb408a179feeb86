"""Tests of runs that Dagster launches, as from its UI: steps in processes of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pytest

from lecture_assets_tests.defs.conftest import Processed
from lecture_assets_tests.defs.test_command import programs_working_in, statuses, unfinished_files


def launch(processed: Processed, asset: str) -> subprocess.Popen[bytes]:
    store = processed.studio.store.location
    module = "lecture_assets_tests.defs.launched"
    return subprocess.Popen(
        [sys.executable, "-m", module, str(processed.home), processed.lecture, asset],
        env=os.environ | {"LECTURE_STORE": store, "DAGSTER_HOME": str(processed.home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_until(happens: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happens():
            return True
        time.sleep(0.05)
    return False


def test_materializing_one_asset_by_hand_does_the_work_though_it_is_current(
    processed: Processed,
) -> None:
    rendered = {path: path.stat().st_mtime_ns for path in processed.path("clips").glob("*.mp4")}
    before = {path: path.stat().st_mtime_ns for path in processed.path("").glob("*.json")}
    assert launch(processed, "rendered_clips").wait(timeout=120) == 0
    assert rendered
    assert all(path.stat().st_mtime_ns > at_ns for path, at_ns in rendered.items())
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert unfinished_files(Path(processed.studio.store.location)) == []
    assert statuses(processed.home)[0] == dg.DagsterRunStatus.SUCCESS


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_cancelled_while_it_renders_it_leaves_no_ffmpeg_no_file_and_no_running_run(
    processed: Processed,
) -> None:
    root = Path(processed.studio.store.location)
    run = launch(processed, "rendered_clips")
    try:
        assert wait_until(lambda: bool(programs_working_in(root)), 300)
        # What the UI does: it marks the run, then its launcher interrupts the worker.
        with dg.DagsterInstance.from_config(str(processed.home)) as instance:
            instance.report_run_canceling(instance.get_runs(limit=1)[0])
        run.send_signal(signal.SIGINT)
        assert wait_until(lambda: not programs_working_in(root), 5)
        assert run.wait(timeout=60) != 0
    finally:
        run.kill()
        run.wait()
    assert wait_until(lambda: statuses(processed.home)[0] == dg.DagsterRunStatus.CANCELED, 5)
    assert not list(processed.path("work").rglob("*.mp4"))
    assert [path for path in unfinished_files(root) if path.is_file()] == []
