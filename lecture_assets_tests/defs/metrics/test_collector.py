"""Tests of a scrape."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
import pytest
from dagster._core.remote_origin import RemoteInstigatorOrigin
from dagster._core.scheduler.instigation import (
    InstigatorState,
    InstigatorStatus,
    InstigatorType,
    SensorInstigatorData,
    TickData,
    TickStatus,
)
from dagster._daemon.types import DaemonHeartbeat
from dagster_shared.error import SerializableErrorInfo
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from lecture_assets_tests.defs.metrics.conftest import CODE, Exporter

_STATUS = dg.DagsterRunStatus
_BROKEN = SerializableErrorInfo("It broke.", [], "StoreError")


@contextmanager
def _counting_statements() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_runs_are_counted_by_where_they_are(exporter: Exporter) -> None:
    for status in (_STATUS.QUEUED, _STATUS.QUEUED, _STATUS.STARTING, _STATUS.STARTED):
        exporter.run(status)
    for finished in (_STATUS.SUCCESS, _STATUS.CANCELED):
        exporter.run(finished)
    assert exporter.value("lecture_up") == 1
    assert exporter.value("lecture_queue_length") == 2
    assert exporter.value("lecture_runs_starting") == 1
    assert exporter.value("lecture_runs_in_progress") == 1


def test_the_first_of_the_queue_tells_how_long_one_waits(exporter: Exporter) -> None:
    assert exporter.value("lecture_oldest_queued_seconds") == 0
    exporter.run(_STATUS.QUEUED)
    time.sleep(0.3)
    exporter.run(_STATUS.QUEUED)
    waited = exporter.value("lecture_oldest_queued_seconds")
    assert waited is not None
    assert 0.3 <= waited < 30


def test_a_scrape_asks_as_many_queries_of_many_runs_as_of_few(exporter: Exporter) -> None:
    asked = []
    for more in (1, 12):
        exporter.value("lecture_up")
        for _ in range(more):
            exporter.run(_STATUS.QUEUED)
            exporter.run(_STATUS.FAILURE)
            exporter.made("layout", seconds=1.0)
        with _counting_statements() as statements:
            exporter.value("lecture_up")
        asked.append(len(statements))
    assert asked[0] == asked[1]
    assert asked[0] < 25


def test_a_daemon_s_silence_is_measured(exporter: Exporter) -> None:
    long_ago = DaemonHeartbeat(time.time() - 600, "SENSOR", None, None)
    exporter.instance.add_daemon_heartbeat(long_ago)
    age = exporter.value("lecture_daemon_heartbeat_age_seconds", daemon="sensor")
    assert age is not None
    assert 600 <= age < 660


@pytest.mark.parametrize(
    ("ticks", "failing"),
    [
        ([TickStatus.SKIPPED], 0),
        ([TickStatus.SUCCESS, TickStatus.FAILURE], 1),
        ([TickStatus.FAILURE, TickStatus.STARTED], 1),
        ([TickStatus.FAILURE, TickStatus.SKIPPED], 0),
    ],
)
def test_a_sensor_s_last_finished_tick_tells_whether_it_fails(
    exporter: Exporter, ticks: list[TickStatus], failing: int
) -> None:
    _tick(exporter.instance, ticks, InstigatorStatus.DECLARED_IN_CODE)
    age = exporter.value("lecture_tick_age_seconds", name="new_uploads")
    assert age is not None
    assert 0 <= age - 100 < 60
    assert exporter.value("lecture_tick_failing", name="new_uploads") == failing


def test_a_sensor_that_is_off_has_no_ticks(exporter: Exporter) -> None:
    _tick(exporter.instance, [TickStatus.SUCCESS], InstigatorStatus.STOPPED)
    assert exporter.value("lecture_tick_age_seconds", name="new_uploads") is None


def _tick(
    instance: dg.DagsterInstance, statuses: list[TickStatus], status: InstigatorStatus
) -> None:
    """Leave a sensor's ticks in the records, the last 100 s ago."""
    origin = RemoteInstigatorOrigin(CODE, "new_uploads")
    sensor = InstigatorType.SENSOR
    state = InstigatorState(origin, sensor, status, SensorInstigatorData())
    instance.add_instigator_state(state)
    for number, each in enumerate(statuses, start=1 - len(statuses)):
        tick = TickData(
            origin.get_id(),
            "new_uploads",
            sensor,
            each,
            time.time() - 100 + number,
            run_ids=[],
            run_keys=[],
            error=_BROKEN if each == TickStatus.FAILURE else None,
            selector_id=state.selector_id,
        )
        instance.create_tick(tick)


def test_records_that_cannot_be_read_are_a_metric_and_no_crash(
    exporter: Exporter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    exporter.made("lecture_video", seconds=1.0)
    assert exporter.value("lecture_up") == 1

    def down(*_: object, **__: object) -> int:
        raise OperationalError("SELECT", {}, Exception("connection refused"))

    with monkeypatch.context() as broken:
        broken.setattr(type(exporter.instance), "get_runs_count", down)
        assert exporter.value("lecture_up") == 0
        assert exporter.value("lecture_queue_length") is None
        assert exporter.value("lecture_media_seconds_total") == 0
        errors = exporter.value("lecture_scrape_errors_total")
        assert errors == 4
    assert "connection refused" in caplog.text
    assert exporter.value("lecture_up") == 1


def test_the_room_on_the_disks_of_what_grows_is_told(exporter: Exporter) -> None:
    free = exporter.value("lecture_disk_free_bytes", folder="dagster")
    size = exporter.value("lecture_disk_size_bytes", folder="dagster")
    assert free is not None
    assert size is not None
    assert 0 < free < size
