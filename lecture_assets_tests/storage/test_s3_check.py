"""Tests of what the doctor says of a bucket and of the cache."""

from pathlib import Path

import pytest

from lecture_assets import doctor
from lecture_assets.operations import CacheOptions
from lecture_assets.settings import Settings
from lecture_assets_tests.servers.weed import Account, Weed


def _said(settings: Settings) -> dict[str, tuple[bool, str]]:
    checks = doctor._store_checks(settings)
    findings = [doctor._find(name, check) for name, check in checks]
    return {finding.name: (finding.fine, finding.said) for finding in findings}


def test_a_bucket_that_can_be_used_is_said_so_and_left_as_it_was(
    s3_location: str, aws: Weed
) -> None:
    said = _said(Settings(store=s3_location))
    assert {name: fine for name, (fine, _) in said.items()} == {
        "store": True,
        "store, writing": True,
        "cache": True,
    }
    assert "no uploads there" in said["store"][1]
    assert "at most 50 GB" in said["cache"][1]
    bucket, _, prefix = s3_location.removeprefix("s3://").partition("/")
    assert aws.client().list_objects_v2(Bucket=bucket, Prefix=f"{prefix}/")["KeyCount"] == 0


def test_a_key_that_may_only_read_cannot_write(
    s3_location: str, aws: Weed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", aws.reader.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", aws.reader.secret)
    said = _said(Settings(store=s3_location))
    assert said["store"][0]
    assert not said["store, writing"][0]
    assert "access is denied; allow it to the key in AWS_ACCESS_KEY_ID" in said["store, writing"][1]


def test_a_wrong_secret_and_a_missing_bucket_are_one_sentence_each(
    s3_location: str, aws: Weed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "there is no such bucket" in _said(Settings(store="s3://no-such-bucket"))["store"][1]
    wrong = Account(aws.admin.access_key, "a-wrong-secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", wrong.secret)
    fine, sentence = _said(Settings(store=s3_location))["store"]
    assert not fine
    assert "check AWS_SECRET_ACCESS_KEY" in sentence
    assert wrong.secret not in sentence


def test_a_cache_that_cannot_be_written_names_the_setting(s3_location: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = CacheOptions(folder=str(tmp_path / "file"))
    fine, sentence = _said(Settings(store=s3_location, cache=cache))["cache"]
    assert (fine, "set LECTURE_CACHE__FOLDER" in sentence) == (False, True)


def test_a_location_that_is_none_is_said_so() -> None:
    assert _said(Settings(store="s3://"))["store"][0] is False
