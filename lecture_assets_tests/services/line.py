"""A system with one worker on a folder that all its processes share."""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from lecture_assets.defs.command import dagster_home, process_upload
from lecture_assets.settings import Settings
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import UPLOADS, video_id
from lecture_assets.studio import open_studio
from lecture_assets_tests.servers.postgres import Postgres
from lecture_assets_tests.servers.redis import Redis, running_redis
from lecture_assets_tests.servers.waiting import wait_for
from lecture_assets_tests.servers.weed import Weed
from lecture_assets_tests.services.system import System, running_system, service_variables


@dataclass(frozen=True)
class Line:
    """What tests of workers stand on, see ``running_line``.

    Attributes:
        system: Its worker is killed where an order says so, see ``killed``.
        instance: Dagster's.
        redis: The broker.
        store: The shared folder.
        orders: Folder of the orders to kill.
    """

    system: System
    instance: dg.DagsterInstance
    redis: Redis
    store: Path
    orders: Path

    def upload(self, key: str, recording: Path) -> str:
        """Put a recording into the store, and queue a run of it; return the video ID."""
        target = self.store / UPLOADS / key
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(recording, target)
        self.instance.add_dynamic_partitions("lectures", [video_id(key)])
        self.system.submit(self.instance, video_id(key))
        return video_id(key)

    def order_kill(self, place: str) -> None:
        """Have the worker killed at a place, such as ``transcript`` or ``transcript.end``."""
        (self.orders / place).touch()

    def runs(self, lecture: str) -> list[dg.DagsterRun]:
        """All runs of a lecture, the oldest first."""
        asked = dg.RunsFilter(tags={"dagster/partition": lecture})
        return list(reversed(self.instance.get_runs(asked)))

    def wait_for_runs(self, lecture: str, *statuses: str) -> None:
        """Wait until a lecture's runs have these statuses, the oldest first."""

        def there() -> list[str]:
            return [run.status.value for run in self.runs(lecture)]

        wait_for(lambda: there() == list(statuses), 900, f"runs {statuses}", every_s=0.5)

    def wait_for_step(self, lecture: str, stage: str) -> None:
        """Wait until a stage of the lecture's newest run has begun."""

        def begun() -> bool:
            run = self.runs(lecture)[-1].run_id
            started = self.instance.all_logs(run, dg.DagsterEventType.STEP_START)
            return any(entry.step_key == stage for entry in started)

        wait_for(begun, 300, f"{stage} to begin", every_s=0.2)

    def said(self, run: dg.DagsterRun) -> str:
        """Return all messages of a run."""
        return "\n".join(entry.message for entry in self.instance.all_logs(run.run_id))

    def made(self, run: dg.DagsterRun) -> set[str]:
        """Return the stages whose work a run did, rather than finding it done."""
        entries = self.instance.all_logs(run.run_id, dg.DagsterEventType.ASSET_MATERIALIZATION)
        made = [entry.asset_materialization for entry in entries]
        return {each.asset_key.path[-1] for each in made if each and "seconds" in each.metadata}

    def documents(self, lecture: str) -> dict[str, Any]:
        """Return what a lecture's documents say."""
        return read_documents(self.store / "lectures" / lecture)

    def heal(self) -> None:
        """Have exactly one worker, a new one where the last was killed or stopped."""
        if not self.system.workers or self.system.workers[-1].poll() is not None:
            self.system.add_worker()


def read_documents(folder: Path) -> dict[str, Any]:
    """What a lecture's documents say, but for versions of software and the time of the upload."""
    documents = {}
    for stage in STAGES.values():
        document = json.loads((folder / stage.path).read_text())
        del document["made_by"]["software"]
        document["made_by"]["inputs"].pop("upload", None)
        documents[stage.name] = document
    return documents


def undisturbed(key: str, recording: Path, folder: Path) -> dict[str, Any]:
    """Return the documents of a recording as the command makes them, in a store of its own."""
    studio = open_studio(Settings(store=str(folder)))
    studio.store.take_in(UPLOADS + key, recording)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DAGSTER_HOME", raising=False)
        process_upload(studio, dagster_home(studio.store), key, lambda _stage, _share: None)
    return read_documents(folder / "lectures" / video_id(key))


@contextmanager
def running_line(folder: Path, postgres: Postgres, weed: Weed) -> Iterator[Line]:
    """Start a line; everything is stopped in the end."""
    orders = folder / "orders"
    orders.mkdir()
    with ExitStack() as stack:
        redis = stack.enter_context(running_redis(folder))
        database = postgres.new_database()
        variables = service_variables(database, redis, weed, weed.new_bucket())
        variables |= {"LECTURE_STORE": str(folder / "store"), "KILL_FOLDER": str(orders)}
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name, value in variables.items():
            patch.setenv(name, value)
        module = "lecture_assets_tests.services.killed"
        running = running_system(folder, variables, workers=1, module=module)
        system = stack.enter_context(running)
        for name in ("DAGSTER_HOME", "LECTURE_WORKERS"):
            patch.setenv(name, system.env[name])
        instance = stack.enter_context(system.instance())
        yield Line(system, instance, redis, folder / "store", orders)
