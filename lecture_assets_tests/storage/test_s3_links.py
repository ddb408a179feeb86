"""Tests of links into a bucket, which let a person without keys do one thing for some time."""

import datetime as dt
import urllib.error
import urllib.parse
import urllib.request

import botocore.auth
import pytest

from lecture_assets.operations import S3Options
from lecture_assets.settings import Settings
from lecture_assets.storage.open import open_store
from lecture_assets.storage.s3 import S3Store
from lecture_assets_tests.servers.weed import Weed

_KEY = "lectures/a/clips/講義 1.mp4"


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=20) as answer:
        content: bytes = answer.read()
        return content


def _put(url: str, data: bytes) -> None:
    request = urllib.request.Request(url, data=data, method="PUT")
    with urllib.request.urlopen(request, timeout=20):
        pass


def _status(url: str, data: bytes | None = None) -> int:
    try:
        if data is None:
            _get(url)
        else:
            _put(url, data)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    return 200


def _signed_before(minutes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    then = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=minutes)

    def clock(remove_tzinfo: bool = True) -> dt.datetime:
        return then.replace(tzinfo=None) if remove_tzinfo else then

    monkeypatch.setattr(botocore.auth, "get_current_datetime", clock)


def test_a_link_gives_the_object_and_nothing_else(s3_store: S3Store) -> None:
    s3_store.write(_KEY, b"clip")
    s3_store.write("lectures/a/other", b"secret")
    link = s3_store.link(_KEY)
    assert _get(link) == b"clip"
    name = urllib.parse.quote("講義 1.mp4")
    assert _status(link.replace(f"clips/{name}", "other")) == 403
    assert _status(link, b"overwritten") == 403
    assert s3_store.read(_KEY) == b"clip"


@pytest.mark.parametrize(("minutes", "status"), [(58, 200), (62, 403)])
def test_a_link_to_a_result_is_good_for_an_hour(
    minutes: int, status: int, s3_store: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3_store.write(_KEY, b"clip")
    _signed_before(minutes, monkeypatch)
    link = s3_store.link(_KEY)
    monkeypatch.undo()
    assert _status(link) == status


@pytest.mark.parametrize(("minutes", "status"), [(13, 200), (17, 403)])
def test_a_link_to_upload_to_is_good_for_a_quarter_of_an_hour(
    minutes: int, status: int, s3_store: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        _signed_before(minutes, earlier)
        link = s3_store.upload_link("week 3.mp4")
    assert _status(link, b"lecture") == status
    uploaded = [found.key for found in s3_store.list("uploads")]
    assert uploaded == (["uploads/week 3.mp4"] if status == 200 else [])


def test_a_link_signed_with_a_wrong_secret_is_refused(
    s3_store: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3_store.write(_KEY, b"clip")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    forger = open_store(Settings(store=s3_store.location))
    assert _status(forger.link(_KEY)) == 403


def test_links_are_for_the_address_that_people_reach(aws: Weed, s3_location: str) -> None:
    public = S3Options(public_endpoint_url="https://media.example.org:8333")
    store = open_store(Settings(store=s3_location, s3=public))
    assert isinstance(store, S3Store)
    store.write(_KEY, b"clip")
    for link in (store.link(_KEY), store.upload_link("a.mp4")):
        assert link.startswith("https://media.example.org:8333/")
        assert "X-Amz-Signature=" in link
        assert aws.admin.secret not in link


def test_an_upload_link_leads_nowhere_but_to_the_drop_folder(s3_store: S3Store) -> None:
    path = urllib.parse.unquote(urllib.parse.urlsplit(s3_store.upload_link("a.mp4")).path)
    assert path == f"/{s3_store.location.removeprefix('s3://')}/uploads/a.mp4"
