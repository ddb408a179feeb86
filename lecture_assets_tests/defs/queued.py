"""Definitions with the sensor as it is and a job that does nothing, for runs that stay queued."""

import dagster as dg

from lecture_assets.defs.partitions import lectures
from lecture_assets.defs.sensors import new_uploads
from lecture_assets.defs.work import Edge
from lecture_assets.settings import load_settings
from lecture_assets.studio import open_studio
from lecture_assets_tests.defs.conftest import deaf


@dg.op
def nothing() -> None:
    """Do nothing."""


@dg.job(name="highlight_lecture", partitions_def=lectures)
def highlight_lecture() -> None:
    """Do nothing for a lecture."""
    nothing()


defs = dg.Definitions(
    jobs=[highlight_lecture],
    sensors=[new_uploads.with_updated_job(highlight_lecture)],
    resources={"edge": Edge(open_studio(load_settings()), deaf)},
)
