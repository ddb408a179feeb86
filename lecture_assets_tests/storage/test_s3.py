"""Tests of what is peculiar to a store in a bucket."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer
from mypy_boto3_s3 import S3Client
from mypy_boto3_s3.type_defs import CompletedPartTypeDef

from lecture_assets.errors import StoreError
from lecture_assets.operations import S3Options
from lecture_assets.settings import Settings
from lecture_assets.storage.open import open_store
from lecture_assets.storage.s3 import S3Store
from lecture_assets.storage.s3_bucket import S3Bucket
from lecture_assets_tests.servers.ports import free_port
from lecture_assets_tests.servers.weed import Weed

_LARGE = os.urandom(2**20) * 20


def _place(store: S3Store, key: str) -> dict[str, Any]:
    bucket, _, prefix = store.location.removeprefix("s3://").partition("/")
    return {"Bucket": bucket, "Key": f"{prefix}/{key}"}


def test_browsers_are_told_what_a_file_is_and_everyone_its_hash(
    s3_store: S3Store, aws: Weed, tmp_path: Path
) -> None:
    (tmp_path / "made").write_bytes(b"x")
    s3_store.write("written.vtt", b"x")
    s3_store.put("put.vtt", tmp_path / "made")
    for name in ("written.vtt", "put.vtt"):
        head = aws.client().head_object(**_place(s3_store, name))
        assert head["ContentType"] == "text/vtt; charset=utf-8"
        assert head["Metadata"]["sha256"] == hashlib.sha256(b"x").hexdigest()


def test_large_files_go_up_and_down_in_parts_with_progress(
    s3_store: S3Store, aws: Weed, tmp_path: Path
) -> None:
    (tmp_path / "large.mp4").write_bytes(_LARGE)
    up: list[float] = []
    down: list[float] = []
    s3_store.take_in("uploads/large.mp4", tmp_path / "large.mp4", up.append)
    assert s3_store.fetch("uploads/large.mp4", down.append).read_bytes() == _LARGE
    assert aws.client().head_object(**_place(s3_store, "uploads/large.mp4"))["ETag"].endswith('-3"')
    for shares in (up, down):
        assert len(shares) > 3
        assert shares[-1] == 1.0
        assert any(0 < share < 1 for share in shares)


def test_a_file_that_changes_while_it_goes_up_is_not_taken(
    s3_store: S3Store, tmp_path: Path
) -> None:
    growing = tmp_path / "growing.mp4"
    growing.write_bytes(b"begun")

    def grow(_share: float) -> None:
        growing.write_bytes(b"begun, and more")

    with pytest.raises(StoreError, match=r"was changed while it was uploaded; upload it again"):
        s3_store.take_in("uploads/growing.mp4", growing, grow)
    assert list(s3_store.list("")) == []


def _upload_whole(client: S3Client, place: dict[str, Any]) -> None:
    client.put_object(**place, Body=_LARGE)


def _upload_in_parts(client: S3Client, place: dict[str, Any]) -> None:
    upload = client.create_multipart_upload(**place)["UploadId"]
    size = 6 * 2**20
    parts: list[CompletedPartTypeDef] = []
    for number in range(1, 5):
        body = _LARGE[(number - 1) * size : number * size]
        part = client.upload_part(**place, UploadId=upload, PartNumber=number, Body=body)
        parts.append({"PartNumber": number, "ETag": part["ETag"]})
    client.complete_multipart_upload(**place, UploadId=upload, MultipartUpload={"Parts": parts})


@pytest.fixture
def spoil(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes the next downloads bring a wrong byte, as a bad cable does."""
    real = S3Bucket.download
    left = [0]

    def download(self: S3Bucket, key: str, file: Any, told: Callable[[int], None]) -> None:  # noqa: ANN401
        real(self, key, file, told)
        if left[0] > 0:
            left[0] -= 1
            file.seek(left[0])
            file.write(b"!")

    monkeypatch.setattr(S3Bucket, "download", download)
    return lambda times: left.__setitem__(0, times)


@pytest.mark.parametrize("upload", [_upload_whole, _upload_in_parts])
def test_what_others_uploaded_is_checked_by_its_etag(
    upload: Callable[[S3Client, dict[str, Any]], None],
    s3_store: S3Store,
    aws: Weed,
    spoil: Callable[[int], None],
) -> None:
    upload(aws.client(), _place(s3_store, "uploads/theirs.mp4"))
    spoil(2)
    assert s3_store.fetch("uploads/theirs.mp4").read_bytes() == _LARGE


def test_what_we_uploaded_is_checked_by_its_hash(
    s3_store: S3Store, spoil: Callable[[int], None]
) -> None:
    s3_store.write("uploads/ours.mp4", b"lecture")
    spoil(2)
    assert s3_store.fetch("uploads/ours.mp4").read_bytes() == b"lecture"
    s3_store.write("uploads/ours.mp4", b"another")
    spoil(10)
    with pytest.raises(StoreError, match=r"with other content than S3 says it holds"):
        s3_store.fetch("uploads/ours.mp4")
    assert len(list((s3_store.cache.folder / "files").iterdir())) == 1


def test_an_etag_that_is_no_hash_does_not_keep_anybody_from_a_lecture(
    s3_store: S3Store, aws: Weed, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws.client().put_object(**_place(s3_store, "uploads/theirs.mp4"), Body=b"lecture")
    real = S3Bucket.head

    def head(self: S3Bucket, key: str) -> Any:  # noqa: ANN401
        found = real(self, key)
        assert found is not None
        return type(found)(found.size_bytes, "0" * 32, found.modified_s, None, etag_is_md5=True)

    monkeypatch.setattr(S3Bucket, "head", head)
    assert s3_store.fetch("uploads/theirs.mp4").read_bytes() == b"lecture"


def test_a_new_upload_is_fetched_instead_of_the_old(s3_store: S3Store) -> None:
    s3_store.write("uploads/a.mp4", b"old")
    assert s3_store.fetch("uploads/a.mp4").read_bytes() == b"old"
    s3_store.write("uploads/a.mp4", b"new")
    assert s3_store.fetch("uploads/a.mp4").read_bytes() == b"new"


@pytest.mark.parametrize("remove", ["delete", "delete_all"])
def test_what_is_removed_leaves_this_machine_too(remove: str, s3_store: S3Store) -> None:
    s3_store.write("uploads/a/b.mp4", b"lecture")
    s3_store.fetch("uploads/a/b.mp4")
    if remove == "delete":
        s3_store.delete("uploads/a/b.mp4")
    else:
        s3_store.delete_all("uploads/a/")
    assert [path for path in s3_store.cache.folder.glob("[fn]*/*") if path.is_file()] == []


def test_the_sweep_drops_uploads_that_were_begun_long_ago_below_our_prefix_alone(
    s3_store: S3Store, aws: Weed
) -> None:
    client = aws.client()
    ours = _place(s3_store, "uploads/begun.mp4")
    theirs = {**ours, "Key": "of somebody else/uploads/begun.mp4"}
    for place in (ours, theirs):
        upload = client.create_multipart_upload(**place)["UploadId"]
        client.upload_part(**place, UploadId=upload, PartNumber=1, Body=b"x")
    assert s3_store.sweep(24 * 3600) == 0
    assert s3_store.sweep(0) == 1
    left = client.list_multipart_uploads(Bucket=ours["Bucket"])["Uploads"]
    keys = [each["Key"] for each in left]
    assert theirs["Key"] in keys
    assert ours["Key"] not in keys


def test_forgetting_a_lecture_drops_its_unfinished_uploads(s3_store: S3Store, aws: Weed) -> None:
    place = _place(s3_store, "lectures/a/clips/begun.mp4")
    aws.client().create_multipart_upload(**place)
    s3_store.delete_all("lectures/a/")
    left = aws.client().list_multipart_uploads(Bucket=place["Bucket"]).get("Uploads", [])
    assert place["Key"] not in [each["Key"] for each in left]


def test_folder_markers_of_other_tools_are_no_objects(s3_store: S3Store, aws: Weed) -> None:
    for name in ("uploads/", "uploads/week1/"):
        aws.client().put_object(**_place(s3_store, name), Body=b"")
    s3_store.write("uploads/week1/a.mp4", b"x")
    assert [found.key for found in s3_store.list("uploads")] == ["uploads/week1/a.mp4"]


def test_a_store_needs_no_prefix(aws: Weed, bucket: str) -> None:
    store = open_store(Settings(store=f"s3://{bucket}"))
    store.write("uploads/a.mp4", b"x")
    assert [found.key for found in store.list("")] == ["uploads/a.mp4"]
    aws.client().head_object(Bucket=bucket, Key="uploads/a.mp4")
    store.delete_all("")
    assert list(store.list("")) == []


@pytest.mark.services
def test_a_list_of_thousands_is_complete_and_comes_page_by_page(s3_store: S3Store) -> None:
    keys = {f"uploads/{number:05}.mp4" for number in range(2_345)}
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda key: s3_store.write(key, b""), keys))
    found = [each.key for each in s3_store.list("uploads")]
    assert len(found) == len(keys)
    assert set(found) == keys
    s3_store.delete_all("uploads")
    assert list(s3_store.list("")) == []


@pytest.fixture
def encrypting(aws: Weed, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of a server that encrypts without a key service of its own."""
    server = ThreadedMotoServer("127.0.0.1", free_port(), verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    client = boto3.client("s3", endpoint_url=address)
    client.create_bucket(Bucket="encrypted")
    client.close()
    yield "encrypted"
    server.stop()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (S3Options(encryption="AES256"), ("AES256", None)),
        (S3Options(encryption="aws:kms", kms_key_id="ours"), ("aws:kms", "ours")),
        (S3Options(encryption="aws:kms"), ("aws:kms", None)),
    ],
)
def test_everything_written_asks_for_the_encryption_that_is_set(
    options: S3Options, said: tuple[str, str | None], encrypting: str, tmp_path: Path
) -> None:
    store = open_store(Settings(store=f"s3://{encrypting}/store", s3=options))
    assert isinstance(store, S3Store)
    (tmp_path / "large.mp4").write_bytes(_LARGE)
    store.write("small.json", b"x")
    store.put("large.mp4", tmp_path / "large.mp4")
    client = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
    for name in ("small.json", "large.mp4"):
        head = client.head_object(Bucket=encrypting, Key=f"store/{name}")
        key = head.get("SSEKMSKeyId", "")
        assert head["ServerSideEncryption"] == said[0]
        assert said[1] is None or said[1] in key
    client.close()
    assert store.fetch("large.mp4").read_bytes() == _LARGE


@pytest.mark.services
def test_a_killed_upload_shows_no_object_and_its_parts_are_swept(
    s3_store: S3Store, tmp_path: Path
) -> None:
    (tmp_path / "large.mp4").write_bytes(_LARGE)
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from lecture_assets.settings import Settings\n"
        "from lecture_assets.storage.open import open_store\n"
        "def die(share):\n"
        "    if share > 0.5: os.kill(os.getpid(), signal.SIGKILL)\n"
        "store = open_store(Settings(store=sys.argv[1]))\n"
        "store.take_in('uploads/large.mp4', Path(sys.argv[2]), die)"
    )
    command = [sys.executable, "-c", code, s3_store.location, str(tmp_path / "large.mp4")]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert list(s3_store.list("")) == []
    assert s3_store.sweep(24 * 3600) == 0
    assert s3_store.sweep(0) == 1
    assert s3_store.sweep(0) == 0
