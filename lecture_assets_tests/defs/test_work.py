"""Tests of what all stages have in common: their upload, and a disk that is full."""

import errno
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest

from lecture_assets.defs import tags
from lecture_assets.defs.command import open_instance
from lecture_assets.defs.work import Edge
from lecture_assets.errors import LectureError, StoreError
from lecture_assets.storage.keys import UPLOADS, video_id
from lecture_assets.storage.store import Stored
from lecture_assets.studio import Studio
from lecture_assets_tests.defs.bucket import Bucket, Daemon
from lecture_assets_tests.defs.conftest import Processed, deaf


def without_listing(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Edge:
    def listing(prefix: str) -> Iterator[Stored]:
        raise AssertionError(prefix)

    monkeypatch.setattr(studio.store, "list", listing)
    return Edge(studio, deaf)


def test_a_run_that_the_sensor_asked_for_does_not_look_through_all_uploads(
    tmp_path: Path, empty_store: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = Bucket(tmp_path / "bucket")
    bucket.upload("bio/week 1.mp4")
    studio = replace(empty_store, store=bucket)
    with dg.DagsterInstance.ephemeral() as instance:
        (request,) = Daemon(studio, instance).tick()
    edge = without_listing(studio, monkeypatch)
    lecture = str(request.partition_key)
    assert edge.upload_key(lecture, request.tags) == "bio/week 1.mp4"


@pytest.mark.parametrize("told", ["other.mp4", "week1.mp4"])
def test_a_run_is_not_led_to_another_upload_or_to_one_that_is_gone(
    empty_store: Studio, told: str
) -> None:
    store, lecture = empty_store.store, video_id("week1.mp4")
    store.write(UPLOADS + "other.mp4", b"another")
    with pytest.raises(StoreError, match="not in the drop folder; upload it again"):
        Edge(empty_store, deaf).upload_key(lecture, {tags.UPLOAD: told})


@pytest.mark.parametrize("name", ["week\udcff1.mp4", f"{'/'.join(['講義' * 40] * 10)}.mp4"])
def test_a_name_that_databases_do_not_take_is_in_no_tag_and_its_upload_is_looked_for(
    empty_store: Studio, name: str
) -> None:
    empty_store.store.write(UPLOADS + name, b"video")
    run_tags = tags.upload_tag(name)
    assert run_tags == {}
    assert Edge(empty_store, deaf).upload_key(video_id(name), run_tags) == name


def test_a_disk_that_is_full_while_a_stage_works_is_told_in_one_sentence(
    processed: Processed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "a font", None, "the copy")

    monkeypatch.setattr("lecture_assets.defs.assets.layout.detect_layout", full)
    processed.path("layout.json").unlink()
    with pytest.raises(LectureError) as told:
        processed.process()
    assert str(told.value) == (
        "layout cannot be made, since the disk is full; make room for the copy, then start it "
        "again."
    )
    with open_instance(processed.home) as instance:
        assert instance.get_runs()[0].tags[tags.REASON] == str(told.value)
    assert not processed.path("work").exists()
