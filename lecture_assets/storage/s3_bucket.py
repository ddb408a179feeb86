"""A bucket: what S3 can do, by full keys, with errors that one sentence tells."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BufferedRandom, BufferedReader
from itertools import islice
from typing import Any

from lecture_assets.errors import StoreError, StoreUnavailableError
from lecture_assets.operations import S3Options
from lecture_assets.storage.content_types import content_type
from lecture_assets.storage.s3_client import ClientMaker, Patience
from lecture_assets.storage.s3_errors import explained

_SHA256 = "sha256"
_PART = 8 * 2**20
_THREADS = 4
_BODY_ATTEMPTS = 6
_MOST_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Listed:
    """An object in a listing.

    Attributes:
        key: Its full key.
        size_bytes: Its size.
        etag: The server's mark of its content.
        modified_s: When it was written, by the server's clock, in seconds since 1970.
        age_s: How long ago that was, by the same clock.
    """

    key: str
    size_bytes: int
    etag: str
    modified_s: int
    age_s: float


@dataclass(frozen=True, slots=True)
class Head:
    """What S3 says of one object.

    Attributes:
        size_bytes: Its size.
        etag: The server's mark of its content.
        modified_s: When it was written, in seconds since 1970.
        sha256: Of its content, where whoever wrote it noted that.
        etag_is_md5: Whether the etag may be taken for the content's MD5.
    """

    size_bytes: int
    etag: str
    modified_s: int
    sha256: str | None
    etag_is_md5: bool


class S3Bucket:
    """One bucket, through boto3."""

    def __init__(self, name: str, options: S3Options, patience: Patience | None = None) -> None:
        self.name = name
        self.options = options
        self.client = ClientMaker(f"s3://{name}", patience or Patience())
        public = options.public_endpoint_url
        self._public = ClientMaker(f"s3://{name}", endpoint_url=public) if public else self.client
        self._seen = False

    def place(self, key: str) -> str:
        """Return what a person calls an object."""
        return f"s3://{self.name}/{key}"

    def get(self, key: str) -> bytes:
        """Return an object's bytes, however often the connection breaks meanwhile."""
        from botocore import exceptions as boto

        with explained("read", self.place(key)):
            for attempt in range(_BODY_ATTEMPTS):
                answer = self.client().get_object(Bucket=self.name, Key=key)
                try:
                    with closing(answer["Body"]) as body:
                        return body.read()
                except (boto.HTTPClientError, boto.IncompleteReadError):
                    time.sleep(min(10, 0.2 * 2**attempt))
        raise StoreUnavailableError(
            f"{self.place(key)!r} cannot be read: the connection breaks every time; check "
            "AWS_ENDPOINT_URL and the network."
        )

    def put(self, key: str, data: bytes) -> None:
        """Write a small object."""
        digest = hashlib.sha256(data).hexdigest()
        with explained("written", self.place(key)):
            self.client().put_object(
                Bucket=self.name, Key=key, Body=data, **self._described(key, digest)
            )

    def upload(self, key: str, file: BufferedReader, told: Callable[[int], None]) -> None:
        """Write an object from a file, in parts where it is large."""
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        with explained("written", self.place(key)):
            self.client().upload_fileobj(
                file,
                self.name,
                key,
                ExtraArgs=self._described(key, digest),
                Callback=told,
                Config=_transfer(),
            )

    def download(self, key: str, file: BufferedRandom, told: Callable[[int], None]) -> None:
        """Read an object into a file, in parts where it is large."""
        with explained("read", self.place(key)):
            self.client().download_fileobj(self.name, key, file, Callback=told, Config=_transfer())

    def _described(self, key: str, digest: str) -> dict[str, Any]:
        kms = {"SSEKMSKeyId": self.options.kms_key_id} if self.options.kms_key_id else {}
        encryption = self.options.encryption
        return {
            "ContentType": content_type(key),
            "Metadata": {_SHA256: digest},
            **({"ServerSideEncryption": encryption, **kms} if encryption else {}),
        }

    def head(self, key: str) -> Head | None:
        """Describe an object; None when it is not there."""
        from botocore.exceptions import ClientError

        with explained("read", self.place(key)):
            try:
                found = self.client().head_object(Bucket=self.name, Key=key)
            except ClientError as error:
                code = error.response.get("Error", {}).get("Code", "")
                self._say_why(key, code)
                if code not in ("404", "NoSuchKey"):
                    raise
                return None
        self._seen = True
        kms = found.get("ServerSideEncryption", "AES256") != "AES256"
        return Head(
            size_bytes=found["ContentLength"],
            etag=found["ETag"].strip('"'),
            modified_s=int(found["LastModified"].timestamp()),
            sha256=found.get("Metadata", {}).get(_SHA256),
            etag_is_md5=not kms and "SSECustomerAlgorithm" not in found,
        )

    def _say_why(self, key: str, code: str) -> None:
        """Ask in a way that is answered with a reason: the answer to a HEAD has no room for one."""
        if code not in ("404", "NoSuchKey"):
            self.client().get_object(Bucket=self.name, Key=key, Range="bytes=0-0")["Body"].close()
        elif not self._seen:
            self.client().list_objects_v2(Bucket=self.name, Prefix=key, MaxKeys=1)
            self._seen = True

    def first_part_bytes(self, key: str) -> int:
        """Return the size of the first of the parts in which an object was uploaded."""
        with explained("read", self.place(key)):
            return self.client().head_object(Bucket=self.name, Key=key, PartNumber=1)[
                "ContentLength"
            ]

    def list(self, prefix: str) -> Iterator[Listed]:
        """List the objects whose keys begin so, a page at a time."""
        pages = iter(
            self.client().get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix)
        )
        while True:
            with explained("listed", self.place(prefix)):
                page = next(pages, None)
            if page is None:
                return
            self._seen = True
            now = _now_of(page)
            for found in page.get("Contents", ()):
                modified = found["LastModified"].timestamp()
                etag = found["ETag"].strip('"')
                age = now - modified
                yield Listed(found["Key"], found["Size"], etag, int(modified), age)

    def delete(self, key: str) -> None:
        """Remove an object; nothing happens when it is not there."""
        with explained("removed", self.place(key)):
            self.client().delete_object(Bucket=self.name, Key=key)

    def delete_many(self, keys: Iterable[str]) -> None:
        """Remove objects, a thousand with each request."""
        left = iter(keys)
        while some := list(islice(left, _MOST_AT_ONCE)):
            with explained("removed", self.place(some[0])):
                answer = self.client().delete_objects(
                    Bucket=self.name,
                    Delete={"Objects": [{"Key": key} for key in some], "Quiet": True},
                )
            for failed in answer.get("Errors", ()):
                raise StoreError(
                    f"{self.place(failed.get('Key', ''))!r} cannot be removed: S3 answers "
                    f"{failed.get('Code', 'nothing')}."
                )

    def abort_unfinished(self, prefix: str, older_than_s: float) -> int:
        """Drop the uploads in parts that were begun so long ago and never finished.

        Returns:
            How many there were.
        """
        dropped = 0
        with explained("swept", self.place(prefix)):
            pages = self.client().get_paginator("list_multipart_uploads")
            for page in pages.paginate(Bucket=self.name, Prefix=prefix):
                now = _now_of(page)
                for upload in page.get("Uploads", ()):
                    if now - upload["Initiated"].timestamp() >= older_than_s:
                        self._abort(upload["Key"], upload["UploadId"])
                        dropped += 1
        return dropped

    def _abort(self, key: str, upload: str) -> None:
        from botocore.exceptions import ClientError

        try:
            self.client().abort_multipart_upload(Bucket=self.name, Key=key, UploadId=upload)
        except ClientError as error:
            # Finished or dropped by somebody else meanwhile.
            if error.response.get("Error", {}).get("Code") != "NoSuchUpload":
                raise

    def sign(self, operation: str, key: str, minutes: int) -> str:
        """Return a link that lets whoever has it do one thing with one object for some time.

        Args:
            operation: ``get_object`` or ``put_object``.
            key: The object.
            minutes: How long the link is good.
        """
        with explained("linked to", self.place(key)):
            return self._public().generate_presigned_url(
                operation, Params={"Bucket": self.name, "Key": key}, ExpiresIn=minutes * 60
            )


def _transfer() -> Any:  # noqa: ANN401 - boto3's own type is not there at run time
    from boto3.s3.transfer import TransferConfig

    return TransferConfig(
        multipart_threshold=_PART,
        multipart_chunksize=_PART,
        max_concurrency=_THREADS,
        num_download_attempts=10,
        preferred_transfer_client="classic",
    )


def _now_of(page: Any) -> float:  # noqa: ANN401 - a page of any listing
    date = page["ResponseMetadata"]["HTTPHeaders"].get("date")
    now = parsedate_to_datetime(date) if date else datetime.now(UTC)
    return now.timestamp()
