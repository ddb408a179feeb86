"""What all lecture assets are declared with."""

from collections.abc import Callable, Sequence
from typing import Any

import dagster as dg

from lecture_assets.defs.partitions import lectures

GROUP = "lecture"
OWNER = "team:lecture-assets"


def lecture_asset(
    *,
    kinds: set[str],
    checks: dict[str, str] | None = None,
    pool: str | None = None,
    deps: Sequence[str] = (),
) -> Callable[[Callable[..., Any]], dg.AssetsDefinition]:
    """Declare an asset that has one JSON document per lecture.

    Args:
        kinds: What it is made with, which the UI shows as badges.
        checks: Name and description of the checks that its body reports.
        deps: Assets besides the documents that it takes.
        pool: What it takes a slot of while it works, where the instance limits that pool.
    """

    def declare(body: Callable[..., Any]) -> dg.AssetsDefinition:
        name = body.__name__
        if checks:
            # Dagster takes a parametrised result for a single output, and checks are outputs too.
            body.__annotations__["return"] = dg.MaterializeResult
        return dg.asset(
            partitions_def=lectures,
            io_manager_key="documents",
            dagster_type=dg.Any,
            group_name=GROUP,
            owners=[OWNER],
            kinds={"json", *kinds},
            pool=pool,
            deps=deps,
            check_specs=[
                dg.AssetCheckSpec(check, asset=name, description=description)
                for check, description in (checks or {}).items()
            ],
        )(body)

    return declare
