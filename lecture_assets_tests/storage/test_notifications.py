"""Tests of the queue that hears of new objects, against moto's S3 and SQS."""

import json
import time
from collections.abc import Iterator

import pytest

from lecture_assets.errors import SettingsError
from lecture_assets.settings import Settings
from lecture_assets.storage.keys import UPLOADS
from lecture_assets.storage.notifications import Notifications, named_uploads
from lecture_assets.storage.open import open_store
from lecture_assets.storage.store import ArtifactStore, Stored
from lecture_assets_tests.servers.aws import Aws, running_aws


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    with running_aws(monkeypatch, hidden_s=1) as server:
        yield server


@pytest.fixture
def store(aws: Aws) -> ArtifactStore:
    return open_store(Settings(store=aws.location))


def nothing(_upload: Stored) -> bool:
    return False


def everything(_upload: Stored) -> bool:
    return True


def test_an_upload_is_told_of_until_it_was_dealt_with(aws: Aws, store: ArtifactStore) -> None:
    names = ["week 1.mp4", "a/b+c, d.mp4", "講義 1.mp4"]
    for name in names:
        aws.upload(name)
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
    aws.upload("gone.mp4")
    aws.s3.delete_object(Bucket=aws.bucket, Key=f"term/{UPLOADS}gone.mp4")
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
        aws.upload("week1.mp4", body)
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
