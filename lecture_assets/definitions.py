"""What Dagster loads."""

import dagster as dg

from lecture_assets.defs.build import build_defs


@dg.definitions
def defs() -> dg.Definitions:
    """Return the definitions for the settings in force when Dagster asks for them."""
    return build_defs()
