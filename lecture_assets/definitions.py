"""What Dagster loads."""

import dagster as dg

from lecture_assets.defs.build import build_defs
from lecture_assets.logs import install_logging
from lecture_assets.settings import load_settings
from lecture_assets.studio import open_studio


@dg.definitions
def defs() -> dg.Definitions:
    """Return the definitions for the settings in force when Dagster asks for them."""
    settings = load_settings()
    install_logging(settings)
    return build_defs(studio=open_studio(settings))
