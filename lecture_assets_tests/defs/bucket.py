"""A bucket's drop folder without a bucket, and what the daemon makes of a tick, kills included."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
from dagster._core.storage.tags import RUN_KEY_TAG
from dagster._core.utils import make_new_run_id

from lecture_assets.defs.sensors import new_uploads
from lecture_assets.defs.work import Edge
from lecture_assets.errors import StoreError
from lecture_assets.storage.keys import UPLOADS
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.store import Stored
from lecture_assets.studio import Studio
from lecture_assets_tests.defs.conftest import deaf


class Killed(BaseException):
    """What ends a tick in the place where a process would be killed."""


class Bucket(LocalStore):
    """Uploads are but names with an etag for each writing, as in a bucket; the rest is a folder."""

    shows_growing = False

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.uploads: dict[str, Stored] = {}
        self.written = 0
        self.kill: str | None = None
        self.down = False

    def upload(self, name: str, modified_ns: int | None = None) -> Stored:
        self.written += 1
        when = self.written if modified_ns is None else modified_ns
        stored = Stored(UPLOADS + name, 1, f"e{self.written}", when)
        self.uploads[stored.key] = stored
        return stored

    def list(self, prefix: str) -> Iterator[Stored]:
        if prefix != UPLOADS:
            yield from super().list(prefix)
            return
        if self.down:
            raise StoreError("The bucket lectures does not answer.")
        yield from list(self.uploads.values())
        self._kill("after the listing")

    def stat(self, key: str) -> Stored | None:
        return self.uploads.get(key) if key.startswith(UPLOADS) else super().stat(key)

    def write(self, key: str, data: bytes) -> None:
        self._kill("before the record is written")
        super().write(key, data)
        self._kill("after the record is written")

    def _kill(self, here: str) -> None:
        if self.kill == here:
            raise Killed


KILLS = (
    "after the listing",
    "before the record is written",
    "after the record is written",
    "before the partitions are added",
    "before the run IDs are saved",
    "before the runs are made",
    "between the runs",
    "before the cursor is saved",
)


class Daemon:
    """What Dagster's daemon does with the sensor, in its order: partitions, runs, cursor."""

    def __init__(self, studio: Studio, instance: dg.DagsterInstance) -> None:
        self.studio = studio
        self.instance = instance
        self.cursor: str | None = None
        self.reserved: tuple[list[dg.RunRequest], str | None] | None = None
        self.kill: str | None = None
        self.requested: list[str] = []

    def evaluate(self) -> dg.SensorResult:
        resources = {"edge": Edge(self.studio, deaf)}
        with dg.build_sensor_context(
            instance=self.instance, cursor=self.cursor, resources=resources
        ) as context:
            result = new_uploads(context)
        assert isinstance(result, dg.SensorResult)
        return result

    def tick(self) -> list[dg.RunRequest]:
        """One tick; a killed one's saved run IDs are taken up first, as the daemon does."""
        if self.reserved is None:
            result = self.evaluate()
            self._killed("before the partitions are added")
            for each in result.dynamic_partitions_requests or []:
                self.instance.add_dynamic_partitions("lectures", list(each.partition_keys))
            self._killed("before the run IDs are saved")
            self.reserved = (list(result.run_requests or []), result.cursor)
        requests, cursor = self.reserved
        self._killed("before the runs are made")
        for number, request in enumerate(requests):
            if number == len(requests) // 2:
                self._killed("between the runs")
            self._run(request)
        self._killed("before the cursor is saved")
        self.cursor, self.reserved = cursor, None
        return requests

    def _run(self, request: dg.RunRequest) -> None:
        assert request.run_key is not None
        self.requested.append(request.run_key)
        tags = {RUN_KEY_TAG: request.run_key, "dagster/partition": str(request.partition_key)}
        if not self.instance.get_runs(dg.RunsFilter(tags={RUN_KEY_TAG: request.run_key})):
            name = "highlight_lecture"
            run = dg.DagsterRun(job_name=name, run_id=make_new_run_id(), tags=tags)
            self.instance.add_run(run)

    def _killed(self, here: str) -> None:
        if self.kill == here:
            raise Killed

    def run_keys(self) -> list[str]:
        return [str(run.tags[RUN_KEY_TAG]) for run in self.instance.get_runs()]

    def forget(self, lecture: str) -> None:
        """Remove the lecture's runs and partition, as the command ``forget`` does."""
        for run in self.instance.get_runs(dg.RunsFilter(tags={"dagster/partition": lecture})):
            self.instance.delete_run(run.run_id)
        self.instance.delete_dynamic_partition("lectures", lecture)
