"""What a launched run's worker does: the steps run in processes of their own.

``python -m lecture_assets_tests.defs.launched HOME LECTURE ASSET``
"""

import sys
from pathlib import Path

import dagster as dg

from lecture_assets.definitions import defs


def job() -> dg.JobDefinition:
    """Return the job as the code location has it."""
    return defs().resolve_job_def("highlight_lecture")


def main() -> None:
    """Materialize one asset of one lecture."""
    home, lecture, asset = sys.argv[1:]
    with dg.DagsterInstance.from_config(str(Path(home))) as instance:
        result = dg.execute_job(
            dg.reconstructable(job),
            instance,
            asset_selection=[dg.AssetKey(asset)],
            tags={"dagster/partition": lecture},
        )
        sys.exit(0 if result.success else 1)


if __name__ == "__main__":
    main()
