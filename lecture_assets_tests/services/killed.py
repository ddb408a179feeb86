"""The definitions with a worker that is killed where a test wants it to be.

``KILL_FOLDER`` holds an empty file named after a stage, such as ``transcript``: the worker, and
with it the process that works, gets a SIGKILL once when that stage begins; with ``transcript.end``,
when the stage's work is done and not yet written.
"""

import os
import signal
import time
from pathlib import Path

import dagster as dg

from lecture_assets.defs.build import build_defs
from lecture_assets.defs.work import Edge
from lecture_assets.settings import load_settings
from lecture_assets.studio import open_studio


def kill_where_wanted(stage: str, share: float) -> None:
    """Kill the worker, if a file says so."""
    name = stage if share < 1 else f"{stage}.end"
    order = Path(os.environ["KILL_FOLDER"]) / name
    if order.exists():
        order.unlink()
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)


@dg.definitions
def defs() -> dg.Definitions:
    """Return the definitions without the sensors, since the test asks for the runs."""
    studio = open_studio(load_settings())
    built = build_defs({"edge": Edge(studio=studio, listener=kill_where_wanted)}, studio)
    return dg.Definitions(
        assets=built.assets, jobs=built.jobs, resources=built.resources, executor=built.executor
    )
