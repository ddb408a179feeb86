"""Tests of what a person reads when S3 cannot be used: one sentence that names the setting."""

import logging
from collections.abc import Iterator

import pytest

from lecture_assets.errors import LectureError, SettingsError, StoreError
from lecture_assets.settings import Settings
from lecture_assets.storage.open import open_store
from lecture_assets.storage.s3 import S3Store
from lecture_assets.storage.store import ArtifactStore
from lecture_assets_tests.servers.faults import FaultyProxy, faulty_proxy
from lecture_assets_tests.servers.weed import Account, Weed


def _sentences(store: ArtifactStore, expected: type[LectureError]) -> set[str]:
    """Use a store in every way, and return what was said without the place."""
    said = set()
    for use in (
        lambda: store.stat("uploads/a.mp4"),
        lambda: store.read("uploads/a.mp4"),
        lambda: list(store.list("uploads")),
        lambda: store.fetch("uploads/a.mp4"),
        lambda: store.write("uploads/a.mp4", b"x"),
        lambda: store.delete("uploads/a.mp4"),
        lambda: store.sweep(0),
        lambda: store.lock("week", shared=True).__enter__(),
    ):
        with pytest.raises(expected) as failed:
            use()
        sentence = str(failed.value)
        assert sentence.startswith(("'s3://", "The lock"))
        assert sentence.endswith(".")
        assert "\n" not in sentence
        said.add(sentence.partition(": ")[2])
    return said


def _with_account(monkeypatch: pytest.MonkeyPatch, account: Account) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", account.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", account.secret)


@pytest.fixture
def proxy(aws: Weed, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyProxy]:
    with faulty_proxy(aws.endpoint) as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.endpoint)
        yield proxy


def test_a_wrong_access_key(s3_store: S3Store, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_account(monkeypatch, Account("AKIDNOTOURS", "some-secret-of-theirs"))
    said = _sentences(s3_store, SettingsError)
    assert said == {"S3 does not know the access key; check AWS_ACCESS_KEY_ID."}


def test_a_wrong_secret_is_never_shown(
    s3_store: S3Store,
    aws: Weed,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    _with_account(monkeypatch, Account(aws.admin.access_key, "quite-another-secret"))
    said = _sentences(s3_store, SettingsError)
    assert said == {"the secret is not the access key's; check AWS_SECRET_ACCESS_KEY."}
    assert "quite-another-secret" not in caplog.text
    assert aws.admin.access_key not in str(said)


def test_no_credentials_at_all(s3_store: S3Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    (said,) = _sentences(s3_store, SettingsError)
    assert said.startswith("there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS")


def test_half_of_the_credentials(s3_store: S3Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    (said,) = _sentences(s3_store, SettingsError)
    assert said.startswith("half of the credentials is missing; set both AWS_ACCESS_KEY_ID and")


def test_a_profile_that_does_not_exist(s3_store: S3Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    assert _sentences(s3_store, SettingsError) == {"there is no such profile; check AWS_PROFILE."}


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN"])
def test_credentials_with_a_line_break(
    name: str, s3_store: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "of a file\n")
    with pytest.raises(SettingsError, match=f"such as a line break; check .*{name}") as told:
        s3_store.read("uploads/a.mp4")
    assert "of a file" not in str(told.value)


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (400, "ExpiredToken", "the credentials have expired; set AWS_ACCESS_KEY_ID, AWS_SECRET_"),
        (400, "InvalidToken", "the session token is not the access key's; check AWS_SESSION_TOKEN"),
        (400, "AuthorizationHeaderMalformed", "the bucket is in another region; set AWS_DEFAULT_"),
        (403, "RequestTimeTooSkewed", "this machine's clock is wrong; set it."),
    ],
)
def test_what_else_s3_may_refuse(
    status: int, code: str, said: str, s3_store: S3Store, proxy: FaultyProxy
) -> None:
    proxy.refusal = (status, code)
    (sentence,) = _sentences(s3_store, SettingsError)
    assert sentence.startswith(said)


def test_a_bucket_that_does_not_exist(aws: Weed) -> None:
    said = _sentences(open_store(Settings(store="s3://no-such-bucket/a")), SettingsError)
    assert said == {
        "there is no such bucket; make it, or check LECTURE_STORE and AWS_ENDPOINT_URL."
    }


def test_a_prefix_that_is_denied(aws: Weed, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_account(monkeypatch, aws.limited)
    allowed = open_store(Settings(store=f"s3://{aws.limited_bucket}/allowed"))
    allowed.write("uploads/a.mp4", b"x")
    assert allowed.read("uploads/a.mp4") == b"x"
    denied = open_store(Settings(store=f"s3://{aws.limited_bucket}/another"))
    (said,) = _sentences(denied, SettingsError)
    assert said.startswith("access is denied; allow it to the key in AWS_ACCESS_KEY_ID")
    assert "LECTURE_STORE" in said


def test_who_may_only_read_is_told_what_cannot_be_written(
    aws: Weed, s3_store: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_account(monkeypatch, aws.reader)
    assert list(s3_store.list("")) == []
    with pytest.raises(SettingsError, match=r"uploads/a\.mp4' cannot be written: access is denied"):
        s3_store.write("uploads/a.mp4", b"x")


@pytest.mark.parametrize("address", ["nonsense", "http://", "ftp//x"])
def test_an_address_that_is_none(
    address: str, s3_store: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    with pytest.raises(SettingsError, match=r"the address of S3 is not one; check AWS_ENDPOINT_U"):
        s3_store.read("uploads/a.mp4")


def test_an_object_that_is_not_there_is_no_matter_of_settings(s3_store: S3Store) -> None:
    with pytest.raises(StoreError, match=r"none\.json' cannot be read: it is not there\."):
        s3_store.read("lectures/none.json")
