"""The source asset ``lecture_edits``."""

import dagster as dg
from dagster._utils.warnings import disable_dagster_warnings

from lecture_assets.defs.edits_observed import USABLE, usable
from lecture_assets.defs.lecture_asset import GROUP, OWNER
from lecture_assets.defs.partitions import lectures
from lecture_assets.defs.work import Edge
from lecture_assets.edits.in_force import edits_version
from lecture_assets.edits.misnamed import why_not_obeyed
from lecture_assets.stages import EDITS

_SPEC = dg.AssetSpec(
    EDITS,
    description="What an editor decided of the lecture, in its edits.yaml: see docs/edits.md.",
    partitions_def=lectures,
    group_name=GROUP,
    owners=[OWNER],
    kinds={"yaml", "person"},
)


def _observe(context: dg.AssetExecutionContext, edge: dg.ResourceParam[Edge]) -> dg.ObserveResult:
    """Tell the version of a lecture's edits: the hash of their file."""
    store, lecture = edge.studio.store, context.partition_key
    return dg.ObserveResult(
        asset_key=EDITS,
        data_version=dg.DataVersion(edits_version(store, lecture)),
        check_results=[usable(lecture, why_not_obeyed(store, lecture))],
    )


# It is beta in Dagster 1.13, which the requirements hold it to.
with disable_dagster_warnings():
    lecture_edits = dg.multi_observable_source_asset(
        name=EDITS, specs=[_SPEC], check_specs=[USABLE]
    )(_observe)
