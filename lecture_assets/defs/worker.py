"""The worker of a machine: takes runs from the queue, one after the other."""

import os

import dagster as dg
from dagster_celery.tasks import create_execute_job_task, create_resume_job_task

from lecture_assets.defs.worker_launcher import WorkerRunLauncher
from lecture_assets.errors import SettingsError


def run_worker() -> None:
    """Work on runs until a SIGTERM, which lets the run that is under way end first.

    Raises:
        SettingsError: Dagster's instance hands its runs to no workers.
    """
    home = os.environ.get("DAGSTER_HOME")
    if not home:
        raise SettingsError(
            "DAGSTER_HOME is not set; set it to the folder that holds deploy/dagster.yaml."
        )
    with dg.DagsterInstance.get() as instance:
        launcher = instance.run_launcher
        if not isinstance(launcher, WorkerRunLauncher):
            raise SettingsError(
                f"{home}/dagster.yaml hands its runs to no workers; take deploy/dagster.yaml, or "
                "set its run_launcher to WorkerRunLauncher."
            )
        celery, queue = launcher.celery, launcher.default_queue
    create_execute_job_task(celery)
    create_resume_job_task(celery)
    # Imported before the fork of the process that works, which is to end with this one.
    from lecture_assets.defs import preload  # noqa: F401, PLC0415

    celery.worker_main(
        [
            *("worker", "--queues", queue, "--concurrency", "1", "--loglevel", "INFO"),
            *("--hostname", f"lectures-{os.getpid()}@%h", "--without-gossip", "--without-mingle"),
        ]
    )
