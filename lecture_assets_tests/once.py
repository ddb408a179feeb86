"""What is made once for all processes of a test run, which read it and do not change it."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that the first process to ask for it has filled; others wait until then.

    Args:
        factory: Knows the run's folder for temporary files.
        name: The folder's name, which is the same in all processes.
        make: Fills the folder, which is empty.
    """
    of_run = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        of_run = of_run.parent
    folder, made = of_run / name, of_run / f"{name}.made"
    with (of_run / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            made.touch()
    return folder
