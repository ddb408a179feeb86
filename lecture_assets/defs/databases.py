"""Makes Dagster's databases as a whole or not at all."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage

_LAST = "history"


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
