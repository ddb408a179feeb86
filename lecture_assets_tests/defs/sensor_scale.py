"""Measures a tick over very many uploads of which none is new, in a process of its own.

``python -m lecture_assets_tests.defs.sensor_scale prepare FOLDER COUNT``, then ``... tick FOLDER``;
with ``LECTURE_STORE`` and the ``AWS_*`` settings on the uploads of a bucket, else on made-up ones.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import dagster as dg
from dagster._core.storage.runs import SqlRunStorage

from lecture_assets.defs.sensors import new_uploads
from lecture_assets.defs.work import Edge
from lecture_assets.settings import Settings
from lecture_assets.storage.keys import UPLOADS, video_id
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.seen import Seen, SeenRecords, mark_of
from lecture_assets.storage.store import ArtifactStore, Stored
from lecture_assets.studio import Studio, open_studio

_WARM = 100
_BATCH = 1000


class MadeUp(LocalStore):
    """A folder whose drop folder has made-up uploads that are listed one after the other."""

    shows_growing = False

    def __init__(self, root: Path, count: int) -> None:
        super().__init__(root)
        self.count = count

    def list(self, prefix: str) -> Iterator[Stored]:
        if prefix != UPLOADS:
            yield from super().list(prefix)
            return
        for n in range(self.count):
            etag = f"{n:032x}-{n:x}"
            yield Stored(f"{UPLOADS}Course {n % 97}/Lecture {n}, part.mp4", 5, etag, n)


def studio_of(folder: Path, count: int) -> Studio:
    """Open the store that is set, or one of made-up uploads."""
    if "LECTURE_STORE" in os.environ:
        return open_studio(Settings())
    studio = open_studio(Settings(store=str(folder / "store")))
    return replace(studio, store=MadeUp(folder / "store", count))


def prepare(folder: Path, count: int) -> None:
    """Make an instance that knows all lectures and has seen all uploads."""
    store = studio_of(folder, count).store
    for size in {_WARM, count}:
        there = list(first(store, size))
        ids = list({video_id(each.key.removeprefix(UPLOADS)) for each in there})
        with instance_of(folder, size) as instance:
            for at in range(0, len(ids), _BATCH):
                instance.add_dynamic_partitions("lectures", ids[at : at + _BATCH])
            assert isinstance(instance.run_storage, SqlRunStorage)
            records = SeenRecords(store, instance.run_storage.get_run_storage_id())
            name = records.write(Seen({mark_of(each) for each in there}), "")
            (folder / f"cursor-{size}").write_text(json.dumps({"record": name}))


def instance_of(folder: Path, size: int) -> dg.DagsterInstance:
    home = folder / f"home-{size}"
    home.mkdir(exist_ok=True)
    return dg.DagsterInstance.local_temp(str(home))


def first(store: ArtifactStore, count: int) -> Iterator[Stored]:
    for n, each in enumerate(store.list(UPLOADS)):
        if n >= count:
            return
        yield each


class Few(LocalStore):
    """The first few uploads of another store."""

    shows_growing = False

    def __init__(self, store: ArtifactStore, count: int) -> None:
        self.store = store
        self.count = count

    def read(self, key: str) -> bytes:
        return self.store.read(key)

    def list(self, prefix: str) -> Iterator[Stored]:
        assert prefix == UPLOADS
        yield from first(self.store, self.count)


def tick(folder: Path, count: int) -> dict[str, float]:
    """Tick over few, so that all is loaded, and then over all; say what the second one took."""
    studio = studio_of(folder, count)
    with instance_of(folder, _WARM) as instance:
        evaluate(replace(studio, store=Few(studio.store, _WARM)), instance, folder, _WARM)
    with instance_of(folder, count) as instance:
        list_s, list_cpu_s = timed(lambda: sum(1 for _ in studio.store.list(UPLOADS)))
        before = peak_mb()
        tick_s, tick_cpu_s = timed(lambda: evaluate(studio, instance, folder, count))
        return {
            "objects": count,
            "list_s": round(list_s, 2),
            "list_cpu_s": round(list_cpu_s, 2),
            "tick_s": round(tick_s, 2),
            "beyond_listing_cpu_s": round(tick_cpu_s - list_cpu_s, 2),
            "grown_mb": round(peak_mb() - before, 1),
        }


def evaluate(studio: Studio, instance: dg.DagsterInstance, folder: Path, count: int) -> None:
    cursor = (folder / f"cursor-{count}").read_text()
    resources = {"edge": Edge(studio, lambda _stage, _share: None)}
    with dg.build_sensor_context(instance=instance, cursor=cursor, resources=resources) as context:
        result = new_uploads(context)
    assert isinstance(result, dg.SensorResult)
    assert not result.run_requests
    assert result.cursor == cursor


def timed(work: object) -> tuple[float, float]:
    began, began_cpu = time.monotonic(), time.process_time()
    work()  # type: ignore[operator]
    return time.monotonic() - began, time.process_time() - began_cpu


def peak_mb() -> float:
    # Not getrusage, whose peak a process takes over from the one that started it.
    (line,) = [
        line
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmHWM:")
    ]
    return int(line.split()[1]) / 1024


def main() -> None:
    what, folder, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if what == "prepare":
        prepare(folder, count)
    else:
        sys.stdout.write(json.dumps(tick(folder, count)) + "\n")


if __name__ == "__main__":
    main()
