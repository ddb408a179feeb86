"""From the setting to the store."""

from pathlib import Path

from lecture_assets.errors import SettingsError
from lecture_assets.settings import Settings
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.store import ArtifactStore


def open_store(settings: Settings) -> ArtifactStore:
    """Open the store that the settings name; a folder is made when it is first written to.

    Raises:
        SettingsError: The setting names no folder of this machine.
    """
    location = settings.store
    if not location or "://" in location or "\0" in location:
        raise SettingsError(
            f"The store {location!r} is not a folder; set LECTURE_STORE or --store to a folder."
        )
    try:
        path = Path(location).expanduser()
        no_folder = path.exists() and not path.is_dir()
    except RuntimeError as error:
        raise SettingsError(
            f"The store {location} names no home; set LECTURE_STORE or --store to a folder."
        ) from error
    except OSError as error:
        raise SettingsError(
            f"The store {location} cannot be used: {error.strerror}; set LECTURE_STORE or --store "
            "to a folder."
        ) from error
    if no_folder:
        raise SettingsError(
            f"The store {path} is a file; set LECTURE_STORE or --store to a folder."
        )
    return LocalStore(path)
