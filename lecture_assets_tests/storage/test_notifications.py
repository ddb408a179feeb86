"""Tests of the queue that hears of new objects, against moto's S3 and SQS."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

import boto3
import pytest
from moto.server import ThreadedMotoServer
from mypy_boto3_s3 import S3Client
from mypy_boto3_sqs import SQSClient

from lecture_assets.errors import SettingsError
from lecture_assets.settings import Settings
from lecture_assets.storage.keys import UPLOADS
from lecture_assets.storage.notifications import Notifications, named_uploads
from lecture_assets.storage.open import open_store
from lecture_assets.storage.store import ArtifactStore, Stored

_BUCKET = "lectures"


@dataclass(frozen=True)
class Aws:
    """A bucket that tells a queue of what is written into it and removed from it."""

    s3: S3Client
    sqs: SQSClient
    queue_url: str

    def put(self, key: str, body: bytes = b"x") -> None:
        self.s3.put_object(Bucket=_BUCKET, Key=f"term/{key}", Body=body)

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


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setattr("lecture_assets.storage.notifications._HIDDEN_S", 1)
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    s3, sqs = boto3.client("s3"), boto3.client("sqs")
    url = sqs.create_queue(QueueName="new-uploads")["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    s3.create_bucket(Bucket=_BUCKET)
    heard = {
        "QueueArn": found["Attributes"]["QueueArn"],
        "Events": ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"],
    }
    s3.put_bucket_notification_configuration(
        Bucket=_BUCKET,
        NotificationConfiguration={"QueueConfigurations": [heard]},  # type: ignore[list-item]
    )
    yield Aws(s3, sqs, url)
    server.stop()


@pytest.fixture
def store(aws: Aws) -> ArtifactStore:
    return open_store(Settings(store=f"s3://{_BUCKET}/term"))


def nothing(_upload: Stored) -> bool:
    return False


def everything(_upload: Stored) -> bool:
    return True


def test_an_upload_is_told_of_until_it_was_dealt_with(aws: Aws, store: ArtifactStore) -> None:
    names = ["week 1.mp4", "a/b+c, d.mp4", "講義 1.mp4"]
    for name in names:
        aws.put(UPLOADS + name)
    queue = Notifications(aws.queue_url, store)
    told = queue.uploads(nothing)
    assert sorted(each.key for each in told) == sorted(UPLOADS + name for name in names)
    assert told == [store.stat(each.key) for each in told]
    assert aws.waiting() >= len(names)
    time.sleep(1.2)  # until they are shown again
    assert len(queue.uploads(everything)) == len(names)
    assert aws.waiting() == 0


def test_what_is_gone_or_no_upload_or_no_event_is_taken_off_the_queue(
    aws: Aws, store: ArtifactStore
) -> None:
    aws.put(f"{UPLOADS}gone.mp4")
    aws.s3.delete_object(Bucket=_BUCKET, Key=f"term/{UPLOADS}gone.mp4")
    aws.put("lectures/x/index.html")
    for body in ("no JSON", "{}", '{"Event": "s3:TestEvent", "Bucket": "lectures"}', "[1]"):
        aws.sqs.send_message(QueueUrl=aws.queue_url, MessageBody=body)
    assert aws.waiting() >= 6
    assert Notifications(aws.queue_url, store).uploads(nothing) == []
    assert aws.waiting() == 0


def test_several_writings_of_one_upload_are_one_upload_as_it_is_now(
    aws: Aws, store: ArtifactStore
) -> None:
    for body in (b"A", b"B", b"AAA"):
        aws.put(f"{UPLOADS}week1.mp4", body)
    told = Notifications(aws.queue_url, store).uploads(nothing)
    assert [(each.key, each.size_bytes) for each in told] == [(f"{UPLOADS}week1.mp4", 3)]


def test_a_queue_that_is_not_there_is_one_sentence(aws: Aws, store: ArtifactStore) -> None:
    with pytest.raises(SettingsError, match=r"LECTURE_S3__NOTIFICATIONS_QUEUE_URL") as caught:
        Notifications(f"{aws.queue_url}-not", store).uploads(nothing)
    assert "\n" not in str(caught.value)


def event(**changes: object) -> str:
    record = {
        "eventName": "ObjectCreated:Put",
        "s3": {"bucket": {"name": "lectures"}, "object": {"key": "uploads/w%281%29+a.mp4"}},
    }
    return json.dumps({"Records": [record | changes]})


def test_keys_in_events_are_decoded() -> None:
    assert named_uploads(event(), "s3://lectures") == ["uploads/w(1) a.mp4"]
    assert named_uploads(event(), "s3://lectures/term") == []
    assert named_uploads(event(), "s3://other") == []


@pytest.mark.parametrize(
    "changes", [{"eventName": "ObjectRemoved:Delete"}, {"s3": None}, {"s3": {"bucket": "x"}}]
)
def test_other_events_name_no_upload(changes: dict[str, object]) -> None:
    assert named_uploads(event(**changes), "s3://lectures") == []
