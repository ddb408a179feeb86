"""Makes Dagster's databases as a whole or not at all."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from sqlalchemy.exc import SQLAlchemyError

_LAST = "history"


def _errors() -> tuple[type[Exception], ...]:
    """Return what Dagster's records raise; dagster-postgres has an error outside Dagster's tree."""
    try:
        from dagster_postgres.utils import DagsterPostgresException  # noqa: PLC0415
    except ImportError:
        return dg.DagsterError, SQLAlchemyError
    return dg.DagsterError, SQLAlchemyError, DagsterPostgresException


RECORDS_ERRORS = _errors()
"""What using Dagster's records may raise."""


def records_cannot_be_used(home: Path, error: Exception) -> str:
    """Say that Dagster's records cannot be used, why, and what to do.

    Args:
        home: Dagster's folder.
        error: One of ``RECORDS_ERRORS``.
    """
    cause = getattr(error, "orig", None) or error.__cause__ or error
    said = " ".join(str(getattr(cause, "orig", None) or cause).split())[:200].rstrip(".")
    cure = "make room if the disk is full, else move the folder away and start again, which loses "
    cure += "no result"
    if "psycopg" in f"{type(cause).__module__} {type(getattr(cause, 'orig', None)).__module__}":
        cure = "see that the database runs and that POSTGRES_* in the environment lead to it"
    return f"Dagster's records in {home} cannot be used: {said}; {cure}."


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait until no other process is making something in the folder, which is there."""
    with (folder / ".making").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_databases(ref: InstanceRef) -> None:
    """Make the SQLite databases of an instance that has none yet; others are left alone.

    Dagster makes them table by table where they are used. A process that is killed meanwhile leaves
    a database that Dagster takes for whole until it misses a table, and of two processes that start
    at once the second fails, since the table is there. So they are made beside and then moved.

    Args:
        ref: Says what the instance keeps its records in.
    """
    storage = ref.storage_data
    if storage is None or storage.class_name != DagsterSqliteStorage.__name__:
        return
    base = Path(storage.config_dict["base_dir"])
    if (base / _LAST).exists():
        return
    base.mkdir(parents=True, exist_ok=True)
    unfinished = base / ".unfinished"
    with one_at_a_time(base):
        shutil.rmtree(unfinished, ignore_errors=True)
        if (base / _LAST).exists():
            return
        DagsterSqliteStorage.from_local(str(unfinished)).dispose()
        for name in ("schedules", _LAST):
            if not (base / name).exists():
                (unfinished / name).replace(base / name)
        shutil.rmtree(unfinished)
