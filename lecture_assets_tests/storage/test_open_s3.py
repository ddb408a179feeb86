"""Tests of opening a store in S3; nobody is asked anything."""

from pathlib import Path

import pytest

from lecture_assets.errors import SettingsError
from lecture_assets.operations import CacheOptions
from lecture_assets.settings import Settings
from lecture_assets.storage.open import open_store
from lecture_assets.storage.s3 import S3Store


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)


def _open(location: str, cache: CacheOptions | None = None) -> S3Store:
    store = open_store(Settings(store=location, cache=cache or CacheOptions()))
    assert isinstance(store, S3Store)
    return store


@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("s3://bucket", "s3://bucket"),
        ("s3://bucket/", "s3://bucket"),
        ("s3://my.bucket-1/a/b/", "s3://my.bucket-1/a/b"),
        ("s3://bucket/講義", "s3://bucket/講義"),
    ],
)
def test_a_location_is_a_bucket_and_maybe_a_prefix(location: str, named: str) -> None:
    assert _open(location).location == named
    assert not _open(location).shows_growing


@pytest.mark.parametrize(
    "location",
    [
        "s3://",
        "s3:///prefix",
        "s3://UPPER/x",
        "s3://b",
        "s3://a_b/c",
        "s3://bucket/a\nb",
        "s3://a b",
    ],
)
def test_what_names_no_bucket_is_a_settings_error(location: str) -> None:
    with pytest.raises(SettingsError, match=r"names no bucket of S3; set LECTURE_STORE or --store"):
        _open(location)


@pytest.mark.parametrize("location", ["s3://bucket/a/../b", "s3://bucket/..", "s3://bucket/./a"])
def test_a_prefix_that_leads_out_is_a_settings_error(location: str) -> None:
    with pytest.raises(SettingsError, match=r"leads out of its bucket; set LECTURE_STORE"):
        _open(location)


def test_dagster_s_records_and_the_cache_are_where_the_user_keeps_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = _open("s3://bucket/a/b")
    assert store.home().parent == tmp_path / "home/.local/share/lecture-assets"
    assert store.home().name.startswith("bucket-a-b-")
    assert store.cache.folder == tmp_path / "home/.cache/lecture-assets"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert _open("s3://bucket/a/b").home().parent == tmp_path / "data/lecture-assets"
    assert _open("s3://bucket/a/b").cache.folder == tmp_path / "home/.cache/lecture-assets"


def test_stores_with_like_names_have_homes_of_their_own() -> None:
    locations = ["s3://a-b/c", "s3://a-b/c/d", "s3://a-b-c", "s3://a-b/c-d"]
    assert len({_open(location).home() for location in locations}) == 4


def test_the_cache_is_where_and_as_large_as_the_setting_says(tmp_path: Path) -> None:
    options = CacheOptions(folder=str(tmp_path / "mine"), max_gb=0.5)
    cache = _open("s3://bucket", options).cache
    assert (cache.folder, cache.max_bytes) == (tmp_path / "mine", 500_000_000)


def test_a_cache_folder_of_nobody_names_the_setting() -> None:
    with pytest.raises(SettingsError, match=r"names no home; check LECTURE_CACHE__FOLDER"):
        _open("s3://bucket", CacheOptions(folder="~no-such-user-here/cache"))
