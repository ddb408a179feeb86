"""Runs Dagster's own sensor daemon code in processes that are killed at random points.

``python -m lecture_assets_tests.defs.killed_daemon HOME KILLS``; the last process ends by itself
once there is a file HOME/enough and three ticks in a row have asked for nothing.
"""

import json
import logging
import os
import random
import signal
import sys
import time
from pathlib import Path

import dagster as dg
from dagster._core.remote_origin import InProcessCodeLocationOrigin
from dagster._core.test_utils import create_test_daemon_workspace_context
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from dagster._core.workspace.load_target import InProcessWorkspaceLoadTarget
from dagster._daemon import sensor as sensor_daemon

import lecture_assets_tests.defs.queued

_QUIET_TICKS = 3
_LONGEST_S = 12.0
_LOG = logging.getLogger("killed")


def tick_for_ever(home: Path, *, until_quiet: bool) -> None:
    """Let the daemon's code tick without a pause."""
    sensor_daemon.is_under_min_interval = lambda *_args, **_named: False
    target = LoadableTargetOrigin(
        executable_path=sys.executable,
        module_name=lecture_assets_tests.defs.queued.__name__,
        attribute="defs",
    )
    origin = InProcessCodeLocationOrigin(loadable_target_origin=target, location_name="queued")
    with (
        dg.DagsterInstance.from_config(str(home)) as instance,
        create_test_daemon_workspace_context(
            InProcessWorkspaceLoadTarget(origin), instance
        ) as workspace,
    ):
        quiet, runs = 0, -1
        while not (until_quiet and quiet >= _QUIET_TICKS):
            list(sensor_daemon.execute_sensor_iteration(workspace, _LOG, None, None))
            if until_quiet:
                same = runs == instance.get_runs_count() and (home / "enough").exists()
                quiet = quiet + 1 if same else 0
                runs = instance.get_runs_count()


def in_a_process(home: Path, *, until_quiet: bool) -> int:
    child = os.fork()
    if child == 0:
        try:
            tick_for_ever(home, until_quiet=until_quiet)
        except BaseException:
            _LOG.exception("The daemon failed.")
            os._exit(1)
        os._exit(0)
    return child


def main() -> None:
    home, kills = Path(sys.argv[1]), int(sys.argv[2])
    chance = random.Random(kills)
    killed = 0
    for _ in range(kills):
        child = in_a_process(home, until_quiet=False)
        time.sleep(chance.uniform(0.2, _LONGEST_S))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
    _, status = os.waitpid(in_a_process(home, until_quiet=True), 0)
    sys.stdout.write(json.dumps({"killed": killed, "ended": os.waitstatus_to_exitcode(status)}))


if __name__ == "__main__":
    main()
