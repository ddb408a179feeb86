"""Tests of a bad day of S3: it is busy, breaks connections, stalls, or is not there at all."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lecture_assets.errors import StoreUnavailableError
from lecture_assets.storage.s3 import S3Store
from lecture_assets.storage.store import ArtifactStore
from lecture_assets_tests.servers.faults import Fault, FaultyProxy, faulty_proxy
from lecture_assets_tests.servers.ports import free_port
from lecture_assets_tests.servers.weed import Weed

_KEY = "lectures/a/b.json"
_LARGE = bytes(range(256)) * (20 * 2**20 // 256)


@pytest.fixture
def proxy(aws: Weed, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyProxy]:
    """The way to S3, to be spoilt; it is the one in the environment."""
    with faulty_proxy(aws.endpoint, stall_s=10) as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.endpoint)
        yield proxy


def _write(store: ArtifactStore, _folder: Path) -> None:
    store.write(_KEY, b"new")
    assert store.read(_KEY) == b"new"


def _read(store: ArtifactStore, _folder: Path) -> None:
    assert store.read(_KEY) == b"old"


def _stat(store: ArtifactStore, _folder: Path) -> None:
    found = store.stat(_KEY)
    assert found is not None
    assert found.size_bytes == 3


def _list(store: ArtifactStore, _folder: Path) -> None:
    assert _KEY in [found.key for found in store.list("")]


def _put(store: ArtifactStore, folder: Path) -> None:
    (folder / "large.mp4").write_bytes(_LARGE)
    store.put("lectures/a/new.mp4", folder / "large.mp4")
    found = store.stat("lectures/a/new.mp4")
    assert found is not None
    assert found.size_bytes == len(_LARGE)


def _fetch(store: ArtifactStore, _folder: Path) -> None:
    assert store.fetch("lectures/a/large.mp4").read_bytes() == _LARGE


def _delete(store: ArtifactStore, _folder: Path) -> None:
    store.delete_all("lectures/a")
    assert list(store.list("")) == []


def _lock(store: ArtifactStore, _folder: Path) -> None:
    with store.lock("a", shared=False) as had:
        assert had


_USES = [_write, _read, _stat, _list, _put, _fetch, _delete, _lock]


@pytest.mark.parametrize("fault", ["busy", "reset", "cut"])
def test_nothing_fails_of_a_request_that_goes_wrong(
    fault: Fault, s3_store: S3Store, proxy: FaultyProxy, tmp_path: Path
) -> None:
    s3_store.write(_KEY, b"old")
    for use in (_read, _stat, _write):
        proxy.plan.append(fault)
        use(s3_store, tmp_path)
    assert proxy.done[fault] == 3


@pytest.mark.services
@pytest.mark.parametrize("fault", ["busy", "reset", "cut"])
@pytest.mark.parametrize("use", _USES, ids=lambda use: use.__name__[1:])
def test_nothing_fails_of_two_requests_that_go_wrong_and_then_one_more(
    use: Callable[[ArtifactStore, Path], None],
    fault: Fault,
    s3_store: S3Store,
    proxy: FaultyProxy,
    tmp_path: Path,
) -> None:
    s3_store.write(_KEY, b"old")
    (tmp_path / "old.mp4").write_bytes(_LARGE)
    s3_store.put("lectures/a/large.mp4", tmp_path / "old.mp4")
    proxy.plan.extend([fault, fault, "ok", fault])
    use(s3_store, tmp_path)
    assert proxy.done[fault] >= 2


@pytest.mark.services
@pytest.mark.long
def test_nothing_fails_where_every_kind_of_request_stalls_for_ten_seconds(
    s3_store: S3Store, proxy: FaultyProxy, tmp_path: Path
) -> None:
    s3_store.write(_KEY, b"old")
    (tmp_path / "old.mp4").write_bytes(_LARGE)
    s3_store.put("lectures/a/large.mp4", tmp_path / "old.mp4")
    for use in (_read, _stat, _put, _fetch, _write):
        proxy.plan.append("stall")
        use(s3_store, tmp_path)
    assert proxy.done["stall"] == 5


def _stay_busy(proxy: FaultyProxy) -> None:
    for _ in range(30):
        proxy.plan.append("busy")


def test_a_server_that_is_gone_is_one_sentence_that_names_the_setting(
    hasty_store: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    for use in (_read, _stat, _list, _write):
        with pytest.raises(StoreUnavailableError, match=r"S3 does not answer; check AWS_ENDPOINT"):
            use(hasty_store, Path("none"))


def test_a_server_that_stays_busy_is_not_taken_for_an_object_that_is_not_there(
    hasty_store: S3Store, proxy: FaultyProxy
) -> None:
    _stay_busy(proxy)
    for use in (_read, _stat, _list, _write):
        with pytest.raises(StoreUnavailableError):
            use(hasty_store, Path("none"))


def test_a_download_that_is_cut_short_leaves_nothing_in_the_cache(
    hasty_store: S3Store, proxy: FaultyProxy, tmp_path: Path
) -> None:
    (tmp_path / "old.mp4").write_bytes(_LARGE)
    hasty_store.put("lectures/a/large.mp4", tmp_path / "old.mp4")
    proxy.plan.append("ok")
    _stay_busy(proxy)
    with pytest.raises(StoreUnavailableError):
        hasty_store.fetch("lectures/a/large.mp4")
    assert list((hasty_store.cache.folder / "files").iterdir()) == []


def test_an_upload_that_fails_shows_no_object_and_leaves_no_parts(
    hasty_store: S3Store, proxy: FaultyProxy, aws: Weed, tmp_path: Path
) -> None:
    (tmp_path / "large.mp4").write_bytes(_LARGE)
    proxy.plan.extend(["ok", "busy"])
    with pytest.raises(StoreUnavailableError, match=r"large\.mp4' cannot be written"):
        hasty_store.take_in("uploads/large.mp4", tmp_path / "large.mp4")
    assert list(hasty_store.list("")) == []
    bucket = hasty_store.location.removeprefix("s3://").split("/")[0]
    uploads = aws.client().list_multipart_uploads(Bucket=bucket).get("Uploads", [])
    assert [each["Key"] for each in uploads if "uploads/large" in each["Key"]] == []
