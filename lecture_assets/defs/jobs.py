"""The jobs, and how their steps run."""

import dagster as dg

from lecture_assets.stages import STAGES

highlight_lecture = dg.define_asset_job(
    "highlight_lecture",
    selection=dg.AssetSelection.assets(*STAGES),
    description="A lecture from its upload to its highlights page.",
)

forked_steps = dg.multiprocess_executor.configured(
    {
        "max_concurrent": 2,
        "start_method": {"forkserver": {"preload_modules": ["lecture_assets.defs.preload"]}},
    }
)
"""Steps of launched runs: two at a time, each in a process that is forked ready."""
