"""The worker of a machine: takes runs from the queue, one after the other."""

import logging
import os
import re
import threading
from contextlib import suppress

import dagster as dg
from celery import Celery
from celery.signals import setup_logging, task_postrun, task_prerun
from dagster_celery.tasks import create_execute_job_task, create_resume_job_task
from dagster_postgres.utils import DagsterPostgresException
from redis import RedisError
from sqlalchemy.exc import SQLAlchemyError

from lecture_assets.defs.worker_launcher import BEAT_S, SILENCE_S, WorkerRunLauncher, beat_key
from lecture_assets.errors import SettingsError
from lecture_assets.logs import JsonLines, install_logging
from lecture_assets.masking import Mask, secrets_of
from lecture_assets.settings import load_settings


def run_worker() -> None:
    """Work on runs until a SIGTERM, which lets the run that is under way end first.

    Raises:
        SettingsError: Dagster's instance cannot be used, or hands its runs to no workers.
    """
    launcher = _launcher()
    celery = launcher.celery
    create_execute_job_task(celery)
    create_resume_job_task(celery)
    setup_logging.connect(_set_up_logging)
    signs = SignsOfLife(celery)
    task_prerun.connect(signs.begin)
    task_postrun.connect(signs.end)
    # Imported before the fork of the process that works, which is to end with this one.
    from lecture_assets.defs import preload  # noqa: F401, PLC0415

    celery.worker_main(
        [
            *(
                "worker",
                "--queues",
                launcher.default_queue,
                "--concurrency",
                "1",
                "--loglevel",
                "INFO",
            ),
            *("--hostname", f"lectures-{os.getpid()}@%h", "--without-gossip", "--without-mingle"),
        ]
    )


def _launcher() -> WorkerRunLauncher:
    home = os.environ.get("DAGSTER_HOME")
    if not home:
        raise SettingsError(
            "DAGSTER_HOME is not set; set it to the folder that holds deploy/dagster.yaml."
        )
    try:
        with dg.DagsterInstance.get() as instance:
            launcher = instance.run_launcher
    except (dg.DagsterError, DagsterPostgresException, SQLAlchemyError) as error:
        raise SettingsError(
            f"{home}/dagster.yaml cannot be used: {_reason(error)}; check the variables that it "
            "names, and that Postgres answers."
        ) from error
    if not isinstance(launcher, WorkerRunLauncher):
        raise SettingsError(
            f"{home}/dagster.yaml hands its runs to no workers; take deploy/dagster.yaml, or set "
            "its run_launcher to WorkerRunLauncher."
        )
    return launcher


def _reason(error: Exception) -> str:
    if isinstance(error, dg.DagsterInvalidConfigError) and error.errors:
        said = " ".join(each.message for each in error.errors)
        unset = re.search(r'environment variable "(\w+)" which is not set', said)
        return f"{unset[1]} is not set" if unset else said[:200]
    return " ".join(str(error.__cause__ or error).split())[:200]


class SignsOfLife:
    """Tells Redis, while a task runs, that its process is there."""

    def __init__(self, celery: Celery) -> None:
        self._celery = celery
        self._over = threading.Event()

    def begin(self, task_id: str, **_: object) -> None:
        """Give the first sign, and the next ones until the end."""
        self._over = threading.Event()
        self._give(task_id)
        beats = threading.Thread(target=self._beat, args=(task_id, self._over), daemon=True)
        beats.start()

    def end(self, **_: object) -> None:
        """Give no more."""
        self._over.set()

    def _beat(self, task_id: str, over: threading.Event) -> None:
        while not over.wait(BEAT_S):
            self._give(task_id)

    def _give(self, task_id: str) -> None:
        # Redis may be gone for a while, also just when a task begins.
        with suppress(RedisError):
            self._celery.backend.client.set(beat_key(task_id), b"", ex=SILENCE_S)


def _set_up_logging(**_: object) -> None:
    """Take the log from Celery, which would write what Dagster logs a second time."""
    settings = load_settings()
    install_logging(settings)
    lines: logging.Handler = logging.StreamHandler()
    if settings.log.format == "json":
        lines = JsonLines(Mask(secrets_of(settings, os.environ)))
    else:
        lines.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    celery = logging.getLogger("celery")
    celery.addHandler(lines)
    celery.setLevel(logging.INFO)
    celery.propagate = False
