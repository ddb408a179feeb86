"""The asset ``highlight_catalog``."""

import dagster as dg

from lecture_assets.defs.catalog import refresh_catalog
from lecture_assets.defs.lecture_asset import OWNER
from lecture_assets.defs.work import Edge
from lecture_assets.errors import LectureError
from lecture_assets.stages import LAST


@dg.asset(
    deps=[LAST.name],
    group_name="library",
    owners=[OWNER],
    kinds={"pandas", "parquet", "html"},
    code_version="1",
)
def highlight_catalog(
    context: dg.AssetExecutionContext, edge: dg.ResourceParam[Edge]
) -> dg.MaterializeResult[None]:
    """All clips of all lectures as one table, and the page that leads to every lecture's."""
    try:
        refreshed = refresh_catalog(context.instance, edge.studio)
    except LectureError as error:
        raise dg.Failure(description=str(error), allow_retries=False) from None
    return dg.MaterializeResult(
        metadata=refreshed.metadata, data_version=dg.DataVersion(refreshed.data_version)
    )
