"""Takes a lecture out of Dagster's records, further than Dagster itself does.

Dagster deletes a run with its events, and a partition's key. What it leaves behind holds the
lecture's name, title and words: captured logs, results of checks, the last event of each asset, a
cache of the assets' state, ticks of the sensor, and with SQLite the run's own database.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from dagster._core.scheduler.instigation import SensorInstigatorData, TickStatus
from dagster._core.storage.event_log.schema import (
    AssetCheckExecutionsTable,
    AssetEventTagsTable,
    AssetKeyTable,
    SqlEventLogStorageTable,
)
from dagster._core.storage.event_log.sql_event_log import SqlEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.schedules.schema import JobTickTable
from dagster._core.storage.schedules.sql_schedule_storage import SqlScheduleStorage
from dagster._core.storage.tags import PARTITION_NAME_TAG
from sqlalchemy import ColumnElement, delete, event, or_, select
from sqlalchemy.pool import Pool

from lecture_assets.defs.catalog import CATALOG
from lecture_assets.defs.jobs import highlight_lecture
from lecture_assets.defs.partitions import lectures
from lecture_assets.errors import LectureBusyError, LectureError
from lecture_assets.stages import EDITS, STAGES

_STAGE_KEYS = {dg.AssetKey(stage) for stage in STAGES}
_RUNNING = {
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
}


def runs_of(instance: dg.DagsterInstance, lecture: str) -> list[dg.DagsterRun]:
    """Return all runs of a lecture, the newest first; those of other projects are left out."""
    found = instance.get_runs(dg.RunsFilter(tags={PARTITION_NAME_TAG: lecture}))
    return [run for run in found if _ours(run)]


def _ours(run: dg.DagsterRun) -> bool:
    return run.job_name == highlight_lecture.name or bool(
        _STAGE_KEYS & (run.asset_selection or set())
    )


def stop_queued(instance: dg.DagsterInstance, lecture: str) -> None:
    """Cancel a lecture's runs that have not begun.

    Raises:
        LectureBusyError: One has begun.
    """
    for run in runs_of(instance, lecture):
        if run.status == dg.DagsterRunStatus.QUEUED:
            instance.report_run_canceling(run, message="The lecture is to be forgotten.")
            instance.report_run_canceled(run)
    for run in runs_of(instance, lecture):
        if run.status in _RUNNING:
            raise LectureBusyError(
                f"{lecture} is being processed by run {run.run_id}; wait for it or cancel it in "
                "Dagster's UI, then forget again."
            )


def erase_lecture(instance: dg.DagsterInstance, lecture: str) -> None:
    """Erase runs, their events and logs, and at last the partition, by which it is found again."""
    storage = instance.event_log_storage
    assert isinstance(storage, SqlEventLogStorage)
    with _overwriting():
        for run in runs_of(instance, lecture):
            _erase_run(instance, storage, run.run_id)
        _erase_from_others(storage, lecture)
        _erase_ticks(instance, lecture)
        _erase_last_run_key(instance, lecture)
        _renew_asset_keys(instance, storage, lecture)
        instance.delete_dynamic_partition(str(lectures.name), lecture)


def _erase_run(instance: dg.DagsterInstance, storage: SqlEventLogStorage, run_id: str) -> None:
    _delete_logs(instance, run_id)
    with storage.index_connection() as connection:
        connection.execute(
            delete(AssetCheckExecutionsTable).where(AssetCheckExecutionsTable.c.run_id == run_id)
        )
    # The run goes last, since its row is what leads to the rest after an interruption.
    storage.delete_events(run_id)
    if isinstance(storage, SqliteEventLogStorage):
        database = Path(storage.path_for_shard(run_id))
        for suffix in ("", "-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
    instance.run_storage.delete_run(run_id)


def _delete_logs(instance: dg.DagsterInstance, run_id: str) -> None:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        instance.compute_log_manager.delete_logs(prefix=[run_id])
    except (OSError, BotoCoreError, ClientError) as error:
        said = " ".join(str(error).split())[:200]
        raise LectureError(
            f"The captured logs of run {run_id} cannot be removed ({said}); mend compute_logs in "
            "dagster.yaml or who may delete there, then forget again."
        ) from error


def _erase_from_others(storage: SqlEventLogStorage, lecture: str) -> None:
    """Remove the events of no run of the lecture that name it.

    Those are events of the catalog, which is made anew, observations of the lecture's edits, and
    what was found when these were checked.
    """
    log, names_it = SqlEventLogStorageTable.c, _names(SqlEventLogStorageTable.c.event, lecture)
    others = [CATALOG.to_string(), dg.AssetKey(EDITS).to_string()]
    shown = select(log.run_id).where(log.asset_key.in_(others)).where(names_it)
    with storage.index_connection() as connection:
        runs = {run_id for (run_id,) in connection.execute(shown)}
        checks = AssetCheckExecutionsTable
        connection.execute(delete(checks).where(_names(checks.c.evaluation_event, lecture)))
    for run_id in runs:
        told = [log.run_id == run_id, names_it]
        # With SQLite each run's events are in a database of its own, and some in the index as well.
        for connect in (
            lambda run_id=run_id: storage.run_connection(run_id),
            storage.index_connection,
        ):
            with connect() as connection:
                events = select(log.id).where(*told)
                connection.execute(
                    delete(AssetEventTagsTable).where(AssetEventTagsTable.c.event_id.in_(events))
                )
                connection.execute(delete(SqlEventLogStorageTable).where(*told))


def _erase_ticks(instance: dg.DagsterInstance, lecture: str) -> None:
    """Remove the finished ticks of sensors and schedules that asked for runs of the lecture."""
    storage = instance.schedule_storage
    assert isinstance(storage, SqlScheduleStorage)
    tick = JobTickTable.c
    with storage.connect() as connection:
        connection.execute(
            delete(JobTickTable)
            .where(tick.status != TickStatus.STARTED.value)
            .where(_names(tick.tick_body, lecture))
        )


def _erase_last_run_key(instance: dg.DagsterInstance, lecture: str) -> None:
    """Take the lecture out of what sensors keep of the last run that they asked for."""
    for state in instance.all_instigator_state():
        data = state.instigator_data
        if isinstance(data, SensorInstigatorData) and lecture in (data.last_run_key or ""):
            instance.update_instigator_state(state.with_data(data._replace(last_run_key=None)))


def _names(column: ColumnElement[str], lecture: str) -> ColumnElement[bool]:
    """Tell whether an event names a lecture, whose letters may be escaped in it."""
    return or_(*(column.contains(name, autoescape=True) for name in _spellings(lecture)))


def _spellings(lecture: str) -> set[str]:
    return {lecture, json.dumps(lecture)[1:-1]}


def _renew_asset_keys(
    instance: dg.DagsterInstance, storage: SqlEventLogStorage, lecture: str
) -> None:
    """Let each asset's last event be the last that is left, where it names the lecture."""
    query = select(AssetKeyTable.c.asset_key, AssetKeyTable.c.last_materialization)
    with storage.index_connection() as connection:
        rows = connection.execute(query).fetchall()
    for name, last in rows:
        key = dg.AssetKey.from_db_string(name)
        assert key is not None
        storage.wipe_asset_cached_status(key)
        if last is None or not any(spelling in last for spelling in _spellings(lecture)):
            continue
        left = instance.fetch_materializations(key, limit=1).records
        if left:
            storage.store_asset_event(left[0].event_log_entry, left[0].storage_id)
            continue
        with storage.index_connection() as connection:
            connection.execute(delete(AssetKeyTable).where(AssetKeyTable.c.asset_key == name))


@contextmanager
def _overwriting() -> Iterator[None]:
    """Have SQLite write zeros over what it deletes, which it need not do by itself."""

    def ask(connection: object, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA secure_delete = ON")

    event.listen(Pool, "connect", ask)
    try:
        yield
    finally:
        event.remove(Pool, "connect", ask)
