"""The command in a process of its own that gets a signal in a stage."""

import multiprocessing
import os
import signal
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path

from lecture_assets.defs.command import dagster_home, process_upload
from lecture_assets.settings import Settings
from lecture_assets.studio import open_studio


def process_and_die(
    store: Path, key: str, stage: str, least: float, number: signal.Signals = signal.SIGKILL
) -> int | None:
    """Process an upload, with a signal when a stage has made so much; return the exit code."""
    asked = (store, key, stage, least, number)
    process: BaseProcess
    if sys.platform == "linux":
        # Importing the command takes seconds; elsewhere forking is not safe.
        forked = multiprocessing.get_context("forkserver")
        forked.set_forkserver_preload([__name__])
        process = forked.Process(target=_process, args=asked)
    else:
        process = multiprocessing.get_context("spawn").Process(target=_process, args=asked)
    process.start()
    try:
        process.join(120)
        assert not process.is_alive(), "it neither died nor ended"
    finally:
        process.kill()
    return process.exitcode


def _process(store: Path, key: str, doomed: str, least: float, number: signal.Signals) -> None:
    os.environ.pop("DAGSTER_HOME", None)
    studio = open_studio(Settings(store=str(store)))

    def listen(stage: str, share: float) -> None:
        if stage == doomed and share >= least:
            os.kill(os.getpid(), number)

    process_upload(studio, dagster_home(studio.store), key, listen)
