"""Amazon's S3 and SQS as moto plays them, on loopback: a bucket that tells a queue."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import boto3
import pytest
from moto.server import ThreadedMotoServer
from mypy_boto3_s3 import S3Client
from mypy_boto3_sqs import SQSClient

from lecture_assets.storage.keys import UPLOADS


@dataclass(frozen=True)
class Aws:
    """A bucket that tells a queue of what is written into it and removed from it."""

    s3: S3Client
    sqs: SQSClient
    queue_url: str
    bucket: str

    @property
    def location(self) -> str:
        """The store, for LECTURE_STORE."""
        return f"s3://{self.bucket}/term"

    def upload(self, name: str, body: bytes = b"x") -> None:
        """Write a file into the drop folder."""
        self.put(UPLOADS + name, body)

    def put(self, key: str, body: bytes = b"x") -> None:
        """Write an object."""
        self.s3.put_object(Bucket=self.bucket, Key=f"term/{key}", Body=body)

    def waiting(self) -> int:
        """How many messages there are, hidden ones counted."""
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=["All"])
        return sum(
            int(attributes["Attributes"][name])
            for name in (
                "ApproximateNumberOfMessages",
                "ApproximateNumberOfMessagesNotVisible",
            )
        )


@contextmanager
def running_aws(monkeypatch: pytest.MonkeyPatch, hidden_s: int) -> Iterator[Aws]:
    """Start both, and point the ``AWS_*`` settings at them.

    Args:
        monkeypatch: Takes the settings back.
        hidden_s: For how long a message that was received is not shown again.
    """
    monkeypatch.setattr("lecture_assets.storage.notifications._HIDDEN_S", hidden_s)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    # Of its own, since moto keeps what it has for all servers of a process.
    bucket = f"t{secrets.token_hex(6)}"
    s3, sqs = boto3.client("s3"), boto3.client("sqs")
    url = sqs.create_queue(QueueName=bucket)["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    s3.create_bucket(Bucket=bucket)
    heard = {
        "QueueArn": found["Attributes"]["QueueArn"],
        "Events": ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"],
    }
    s3.put_bucket_notification_configuration(
        Bucket=bucket,
        NotificationConfiguration={"QueueConfigurations": [heard]},  # type: ignore[list-item]
    )
    try:
        yield Aws(s3, sqs, url, bucket)
    finally:
        server.stop()
