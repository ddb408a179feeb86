"""Stores to test: in a folder, and in a bucket of a real S3 server."""

from pathlib import Path

import pytest

from lecture_assets.operations import S3Options
from lecture_assets.settings import Settings
from lecture_assets.storage.cache import Cache
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.open import open_store
from lecture_assets.storage.s3 import S3Store
from lecture_assets.storage.s3_client import Patience
from lecture_assets.storage.s3_lock import LeaseTimes
from lecture_assets.storage.store import ArtifactStore


@pytest.fixture
def s3_store(s3_location: str) -> S3Store:
    """A store in a bucket, as the settings open it."""
    store = open_store(Settings(store=s3_location))
    assert isinstance(store, S3Store)
    return store


@pytest.fixture
def hasty_store(s3_location: str, tmp_path: Path) -> S3Store:
    """The same, with little patience, and locks that die within seconds."""
    bucket, _, prefix = s3_location.removeprefix("s3://").partition("/")
    return S3Store(
        bucket,
        f"{prefix}/",
        S3Options(),
        Cache(tmp_path / "hasty cache", 10**9),
        tmp_path / "home",
        Patience(attempts=1, silence_s=30),
        LeaseTimes(renew_s=0.5, dead_s=3),
    )


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ArtifactStore:
    """A store of each kind."""
    if request.param == "folder":
        return LocalStore(tmp_path / "store")
    store: ArtifactStore = request.getfixturevalue("s3_store")
    return store
