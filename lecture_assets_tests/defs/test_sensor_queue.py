"""Tests of the sensor that a queue tells of new uploads, against moto's S3 and SQS."""

from collections.abc import Iterator

import dagster as dg
import pytest

from lecture_assets.defs import sensors
from lecture_assets.operations import S3Options
from lecture_assets.settings import Settings
from lecture_assets.storage.keys import UPLOADS, video_id
from lecture_assets.storage.store import Stored
from lecture_assets.studio import open_studio
from lecture_assets_tests.defs.bucket import Daemon, Killed
from lecture_assets_tests.servers.aws import Aws, running_aws


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    with running_aws(monkeypatch, hidden_s=0) as server:
        yield server


@pytest.fixture
def daemon(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Iterator[Daemon]:
    s3 = S3Options(notifications_queue_url=aws.queue_url)
    studio = open_studio(Settings(store=aws.location, s3=s3))
    with dg.DagsterInstance.ephemeral() as instance:
        yield Daemon(studio, instance)


def lectures(requests: list[dg.RunRequest]) -> list[str]:
    return sorted(str(request.partition_key) for request in requests)


def forbid_listing(daemon: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    real = daemon.studio.store.list

    def listing(prefix: str) -> Iterator[Stored]:
        assert prefix != UPLOADS, "All uploads were listed."
        return real(prefix)

    monkeypatch.setattr(daemon.studio.store, "list", listing)


def test_once_all_were_listed_only_what_the_queue_names_is_looked_at(
    aws: Aws, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws.upload("old.mp4")
    assert lectures(daemon.tick()) == [video_id("old.mp4")]
    forbid_listing(daemon, monkeypatch)
    aws.upload("new 1.mp4")
    assert lectures(daemon.tick()) == [video_id("new 1.mp4")]
    assert daemon.tick() == []
    assert aws.waiting() == 0


def test_a_message_is_there_until_its_run_is_sure(
    aws: Aws, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws.upload("old.mp4")
    daemon.tick()
    daemon.tick()
    forbid_listing(daemon, monkeypatch)
    aws.upload("new.mp4")
    daemon.kill = "before the run IDs are saved"
    with pytest.raises(Killed):
        daemon.tick()
    daemon.kill = None
    assert aws.waiting() > 0
    assert lectures(daemon.tick()) == [video_id("new.mp4")]
    assert aws.waiting() > 0
    assert daemon.tick() == []
    assert aws.waiting() == 0
    assert len(daemon.run_keys()) == len(set(daemon.run_keys())) == 2


def test_more_uploads_than_one_tick_takes_are_listed_until_none_waits(
    aws: Aws, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sensors, "_MOST_AT_ONCE", 2)
    for n in range(5):
        aws.upload(f"{n}.mp4")
    aws.sqs.purge_queue(QueueUrl=aws.queue_url)
    assert [len(daemon.tick()) for _ in range(4)] == [2, 2, 1, 0]


def test_an_upload_whose_message_was_lost_is_found_by_the_listing_that_comes_from_time_to_time(
    aws: Aws, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws.upload("old.mp4")
    daemon.tick()
    aws.upload("unheard.mp4")
    aws.sqs.purge_queue(QueueUrl=aws.queue_url)
    assert daemon.tick() == []
    monkeypatch.setattr(sensors, "_LISTED_EVERY_S", -1)
    assert lectures(daemon.tick()) == [video_id("unheard.mp4")]
