"""The jobs."""

import dagster as dg

from lecture_assets.stages import STAGES

highlight_lecture = dg.define_asset_job(
    "highlight_lecture",
    selection=dg.AssetSelection.assets(*STAGES),
    description="A lecture from its upload to its highlights page.",
)
