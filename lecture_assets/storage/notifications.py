"""A queue of SQS that hears from the bucket of new objects, so that not all have to be listed."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus, urlsplit

from lecture_assets.errors import SettingsError, StoreError
from lecture_assets.storage.keys import UPLOADS
from lecture_assets.storage.store import ArtifactStore, Stored

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_MOST = 500
_PAGE = 10
_HIDDEN_S = 8
_REGION = re.compile(r"^sqs\.([a-z0-9-]+)\.")


@dataclass(frozen=True)
class _Message:
    receipt: str
    keys: list[str]


class Notifications:
    """What the bucket tells of new uploads.

    A message stays in the queue until its upload's run is sure, and comes again meanwhile, so that
    whoever is killed on the way loses none.

    Args:
        queue_url: The queue.
        store: The store in the bucket.
    """

    def __init__(self, queue_url: str, store: ArtifactStore) -> None:
        self._queue_url = queue_url
        self._store = store

    def uploads(self, dealt_with: Callable[[Stored], bool]) -> list[Stored]:
        """Return the uploads that messages name, as they are now.

        Messages about what is gone, or was dealt with, are removed.

        Args:
            dealt_with: Tells whether nothing has to be done for an upload any more.

        Raises:
            SettingsError: The queue cannot be read.
        """
        found: dict[str, Stored | None] = {}
        finished = []
        with self._explained():
            for message in self._receive():
                for key in message.keys:
                    if key not in found:
                        found[key] = self._stat(key)
                named = [found[key] for key in message.keys]
                if all(each is None or dealt_with(each) for each in named):
                    finished.append(message.receipt)
            self._delete(finished)
        return [each for each in found.values() if each is not None]

    def _stat(self, key: str) -> Stored | None:
        with suppress(StoreError):
            return self._store.stat(key)
        return None

    def _receive(self) -> Iterator[_Message]:
        for _ in range(_MOST // _PAGE):
            answer = self._client.receive_message(
                QueueUrl=self._queue_url,
                MaxNumberOfMessages=_PAGE,
                VisibilityTimeout=_HIDDEN_S,
                WaitTimeSeconds=0,
            )
            messages = answer.get("Messages", [])
            for each in messages:
                keys = named_uploads(each.get("Body", ""), self._store.location)
                yield _Message(each["ReceiptHandle"], keys)
            if not messages:
                return

    def _delete(self, receipts: list[str]) -> None:
        for at in range(0, len(receipts), _PAGE):
            entries = [
                {"Id": str(n), "ReceiptHandle": receipt}
                for n, receipt in enumerate(receipts[at : at + _PAGE])
            ]
            self._client.delete_message_batch(
                QueueUrl=self._queue_url,
                Entries=entries,  # type: ignore[arg-type]
            )

    @cached_property
    def _client(self) -> "SQSClient":
        from boto3.session import Session

        session, url = Session(), urlsplit(self._queue_url)
        named = _REGION.match(url.hostname or "")
        return session.client(
            "sqs",
            # Not AWS_ENDPOINT_URL, which is where S3 is.
            endpoint_url=f"{url.scheme}://{url.netloc}",
            region_name=named[1] if named else session.region_name or "us-east-1",
        )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except (BotoCoreError, ClientError, ValueError) as error:
            answer = getattr(error, "response", {}).get("Error", {})
            why = answer.get("Code") or type(error).__name__
            raise SettingsError(
                f"The queue {self._queue_url!r} cannot be read: {why}; check "
                "LECTURE_S3__NOTIFICATIONS_QUEUE_URL and what the key in AWS_ACCESS_KEY_ID may do."
            ) from error


def named_uploads(body: str, location: str) -> list[str]:
    """Return the keys below ``uploads/`` of a store that an event of S3 says were written.

    Args:
        body: The message; one that is no such event names none.
        location: The store, as ``s3://bucket/prefix``.
    """
    bucket, _, prefix = location.removeprefix("s3://").partition("/")
    start = f"{prefix}/" if prefix else ""
    keys = []
    for record in _records(body):
        try:
            place = record["s3"]
            created = str(record["eventName"]).startswith("ObjectCreated:")
            ours = place["bucket"]["name"] == bucket
            full = unquote_plus(place["object"]["key"], errors="surrogateescape")
        except (KeyError, TypeError):
            continue
        if created and ours and full.startswith(start + UPLOADS):
            keys.append(full.removeprefix(start))
    return keys


def _records(body: str) -> list[dict[str, dict[str, dict[str, str]]]]:
    try:
        records = json.loads(body)["Records"]
    except (ValueError, KeyError, TypeError):
        return []
    return records if isinstance(records, list) else []
