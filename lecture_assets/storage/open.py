"""From the setting to the store."""

import hashlib
import os
import re
from pathlib import Path

from lecture_assets.errors import SettingsError, StoreError
from lecture_assets.settings import Settings
from lecture_assets.storage.cache import Cache
from lecture_assets.storage.keys import checked_key
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.s3 import S3Store
from lecture_assets.storage.store import ArtifactStore

_S3 = "s3://"
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_CURE = "set LECTURE_STORE or --store to a folder, or to s3://bucket/prefix"
_OURS = "lecture-assets"


def open_store(settings: Settings) -> ArtifactStore:
    """Open the store that the settings name; a folder is made when it is first written to.

    Nothing is asked of S3 yet.

    Raises:
        SettingsError: The setting names no folder of this machine, and nothing in S3.
    """
    if settings.store.startswith(_S3):
        return _in_s3(settings)
    return LocalStore(_folder_of(settings.store))


def _in_s3(settings: Settings) -> S3Store:
    bucket, _, below = settings.store.removeprefix(_S3).partition("/")
    prefix = below.strip("/")
    if not _BUCKET.fullmatch(bucket) or not prefix.isprintable():
        raise SettingsError(f"The store {settings.store!r} names no bucket of S3; {_CURE}.")
    try:
        checked_key(prefix, bucket)
    except StoreError as error:
        raise SettingsError(
            f"The store {settings.store!r} leads out of its bucket; {_CURE}."
        ) from error
    named = settings.cache.folder
    folder = _expanded(named, "LECTURE_CACHE__FOLDER") if named else _user_folder("CACHE", ".cache")
    return S3Store(
        bucket=bucket,
        prefix=prefix and f"{prefix}/",
        options=settings.s3,
        cache=Cache(folder, int(settings.cache.max_gb * 1e9)),
        home=_user_folder("DATA", ".local/share") / _slug(bucket, prefix),
    )


def _slug(bucket: str, prefix: str) -> str:
    """Name a folder after a store; the hash tells apart what looks the same without its slashes."""
    location = f"{bucket}/{prefix}"
    readable = re.sub(r"[\W_]+", "-", location).strip("-")[:60]
    return f"{readable}-{hashlib.sha256(location.encode()).hexdigest()[:8]}"


def _user_folder(kind: str, default: str) -> Path:
    """Return our folder among the user's, as the XDG specification has it."""
    named = os.environ.get(f"XDG_{kind}_HOME", "")
    # It says to ignore one that is not absolute.
    base = Path(named) if named.startswith("/") else _expanded(f"~/{default}", "HOME")
    return base / _OURS


def _expanded(folder: str, setting: str) -> Path:
    try:
        return Path(folder).expanduser().absolute()
    except RuntimeError as error:
        raise SettingsError(f"The folder {folder} names no home; check {setting}.") from error


def _folder_of(location: str) -> Path:
    if not location or "://" in location or "\0" in location:
        raise SettingsError(f"The store {location!r} is not a folder; {_CURE}.")
    try:
        path = Path(location).expanduser()
        no_folder = path.exists() and not path.is_dir()
    except RuntimeError as error:
        raise SettingsError(f"The store {location} names no home; {_CURE}.") from error
    except OSError as error:
        raise SettingsError(
            f"The store {location} cannot be used: {error.strerror}; {_CURE}."
        ) from error
    if no_folder:
        raise SettingsError(f"The store {path} is a file; {_CURE}.")
    return path
