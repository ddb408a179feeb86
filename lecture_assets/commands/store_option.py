"""The option ``--store``, and what it opens."""

from typing import Annotated

import typer

from lecture_assets.settings import Settings, load_settings
from lecture_assets.storage.open import open_store
from lecture_assets.storage.store import ArtifactStore

StoreOption = Annotated[
    str | None, typer.Option(help="Folder or s3://bucket/prefix; LECTURE_STORE unless given.")
]


def settings_with(store: str | None) -> Settings:
    """Read the settings in force, with the store that was given on the command line."""
    return load_settings(**({"store": store} if store else {}))


def store_at(store: str | None) -> ArtifactStore:
    """Open the store that was given on the command line, else that of the settings."""
    return open_store(settings_with(store))
