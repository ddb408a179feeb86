"""Launches runs on the workers of many machines, through Celery and Redis."""

import time
from collections.abc import Mapping
from typing import Any

import dagster as dg
from celery.states import READY_STATES
from dagster._core.launcher import CheckRunHealthResult, WorkerStatus
from dagster._serdes import ConfigurableClassData
from dagster_celery.launcher import CeleryRunLauncher
from dagster_celery.tags import DAGSTER_CELERY_TASK_ID_TAG

_DAY_S = 24 * 3600
BEAT_S = 5
"""Seconds between the signs of life of a task's process."""
SILENCE_S = 30
"""After so many seconds without one, it is gone."""
_SETTINGS: dict[str, Any] = {
    # A worker takes the next run when it has finished one, and never one to keep for later.
    "worker_prefetch_multiplier": 1,
    "task_acks_late": True,
    "broker_connection_retry_on_startup": True,
    "worker_redirect_stdouts": False,
    # A run that is longer is handed out again; Dagster then ignores the second one.
    "broker_transport_options": {"visibility_timeout": _DAY_S},
    "result_expires": 7 * _DAY_S,
    # A run that cannot be handed over fails: Redis may be gone for two minutes.
    "task_publish_retry_policy": {
        "max_retries": 30,
        "interval_start": 0.5,
        "interval_step": 0.5,
        "interval_max": 5,
    },
}


def beat_key(task_id: str) -> str:
    """Name what Redis has while a task's process lives."""
    return f"lecture-assets:alive:{task_id}"


class WorkerRunLauncher(CeleryRunLauncher):
    """One run per Celery task: adding a worker adds throughput.

    Attributes:
        keeps_process: Runs follow one another in a process, so their steps are run in it too, and
            models are loaded once.
    """

    keeps_process = True

    def __init__(
        self,
        default_queue: str,
        broker: str | None = None,
        backend: str | None = None,
        include: list[str] | None = None,
        config_source: Mapping[str, Any] | None = None,
        inst_data: ConfigurableClassData | None = None,
    ) -> None:
        super().__init__(
            default_queue=default_queue,
            broker=broker,
            backend=backend,
            include=include,
            config_source=_SETTINGS | dict(config_source or {}),
            inst_data=inst_data,
        )

    def terminate(self, run_id: str) -> bool:
        """Cancel a run; False when it is over, or was never handed to a worker."""
        run = self._instance.get_run_by_id(run_id)
        if run is None or run.is_finished or DAGSTER_CELERY_TASK_ID_TAG not in run.tags:
            return False
        # Without this the run ends as failed, and is retried.
        self._instance.report_run_canceling(run)
        return super().terminate(run_id)

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """Tell whether a worker still works on a started run.

        Celery notices when a worker's child is killed, but not when the worker itself is gone, and
        a worker that is told to stop answers no questions while it ends its run. So the process
        that runs a task gives signs of life. A run without a task is the command's, whose lock
        tells of it.
        """
        task_id = run.tags.get(DAGSTER_CELERY_TASK_ID_TAG)
        if task_id is None:
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        task = self.celery.AsyncResult(task_id)
        if task.state in READY_STATES:
            return _failed(f"Its task ended ({task.state}), and the run did not.")
        if self._beats(task_id) or task.state in READY_STATES:
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        return _failed("Its worker is gone: it gave no sign of life.")

    def _beats(self, task_id: str) -> bool:
        """Tell whether a task's process gave a sign of life, which Redis may have just lost."""
        redis = self.celery.backend.client
        if redis.exists(beat_key(task_id)):
            return True
        time.sleep(BEAT_S + 1)
        return bool(redis.exists(beat_key(task_id)))

    def get_run_worker_debug_info(
        self, run: dg.DagsterRun, include_container_logs: bool | None = True
    ) -> str | None:
        """Describe a run's task; None when it has none."""
        if DAGSTER_CELERY_TASK_ID_TAG not in run.tags:
            return None
        return super().get_run_worker_debug_info(run, include_container_logs)


def _failed(why: str) -> CheckRunHealthResult:
    return CheckRunHealthResult(WorkerStatus.FAILED, why)
