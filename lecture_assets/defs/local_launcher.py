"""Launches runs on one machine, and knows when their process is gone."""

import json
import os
from pathlib import Path

import dagster as dg
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._core.launcher import CheckRunHealthResult, DefaultRunLauncher, WorkerStatus
from dagster._core.storage.tags import GRPC_INFO_TAG
from dagster._grpc.types import CanCancelExecutionRequest, CanCancelExecutionResult
from dagster._serdes import deserialize_value

_RUNNING = CheckRunHealthResult(WorkerStatus.RUNNING)
_GONE = CheckRunHealthResult(WorkerStatus.FAILED, "The process of the run is gone.")
_PROC = Path("/proc")


class LocalRunLauncher(DefaultRunLauncher):
    """Dagster's own launcher, whose runs do not stay started when their process was killed.

    The code server that launched a run watches its process, but nobody watches the code server:
    without this, a killed ``dagster dev`` or an empty battery leaves runs that seem to run forever
    and hold up their lecture.
    """

    @property
    def supports_check_run_worker_health(self) -> bool:
        """Run monitoring may ask."""
        return True

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """Tell whether the process of a started run is still there.

        The command's runs are none of this launcher's: the command's lock tells of them.
        """
        if GRPC_INFO_TAG not in run.tags:
            return _RUNNING
        server = json.loads(run.tags[GRPC_INFO_TAG])
        known = self._known_to_server(run)
        if known:
            return _RUNNING
        if server.get("host") not in ("localhost", "127.0.0.1"):
            # The process is on another machine: only the server there can tell.
            return _RUNNING if known is None else _GONE
        return _RUNNING if self._process_is_there(run) else _GONE

    def _known_to_server(self, run: dg.DagsterRun) -> bool | None:
        """Ask the code server whether it executes the run; None when it does not answer."""
        client = self._get_grpc_client_for_termination(run.run_id)  # type: ignore[no-untyped-call]
        if client is None:
            return None
        try:
            answer = client.can_cancel_execution(CanCancelExecutionRequest(run_id=run.run_id))
        except DagsterUserCodeUnreachableError:
            return None
        return deserialize_value(answer, CanCancelExecutionResult).can_cancel

    def _process_is_there(self, run: dg.DagsterRun) -> bool:
        for entry in self._instance.all_logs(run.run_id, dg.DagsterEventType.ENGINE_EVENT):
            data = entry.get_dagster_event().engine_event_data
            pid = data.metadata.get("pid")
            if pid is not None:
                return is_that_process(int(str(pid.value)), entry.timestamp)
        return False


def is_that_process(pid: int, seen_at: float) -> bool:
    """Tell whether a process is there that was there at a time, in seconds since 1970.

    A process ID is used again by and by, by a process that has begun later.
    """
    if not (_PROC / "self").exists():
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
    try:
        state, *rest = (_PROC / f"{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    ticks_after_boot = int(rest[18])
    boot = next(
        int(line.split()[1])
        for line in (_PROC / "stat").read_text().splitlines()
        if line.startswith("btime ")
    )
    return state != "Z" and boot + ticks_after_boot / os.sysconf("SC_CLK_TCK") <= seen_at + 1
