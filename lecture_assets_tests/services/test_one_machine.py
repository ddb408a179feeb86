"""One machine with everything on it, whose power fails."""

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest

from lecture_assets.defs.command import dagster_home, open_instance
from lecture_assets.settings import Settings
from lecture_assets.storage.keys import UPLOADS, lecture_key, video_id
from lecture_assets.storage.open import open_store
from lecture_assets.storage.store import ArtifactStore
from lecture_assets_tests.servers.processes import kill_session, session_of, start, stop
from lecture_assets_tests.servers.waiting import wait_for

pytestmark = [pytest.mark.services, pytest.mark.long]

KEY = "lecture.mp4"


@contextmanager
def daemon(store: str, home: Path) -> Iterator[int]:
    """Run Dagster's daemon, whose code server launches the runs; nothing of it is left behind."""
    program = str(Path(sys.executable).with_name("dagster-daemon"))
    env = os.environ | {"LECTURE_STORE": store, "DAGSTER_HOME": str(home)}
    command = [program, "run", "-m", "lecture_assets.definitions"]
    process = start(command, home / "daemon.log", env)
    try:
        yield process.pid
    finally:
        stop(process, patience_s=20, number=signal.SIGINT)


@dataclass(frozen=True)
class Machine:
    """A store, and Dagster's records of it."""

    store: ArtifactStore
    home: Path
    instance: dg.DagsterInstance

    def runs(self) -> list[dg.DagsterRun]:
        """All runs of lectures, the oldest first."""
        asked = dg.RunsFilter(job_name="highlight_lecture")
        return list(reversed(self.instance.get_runs(asked)))

    def statuses(self) -> list[str]:
        return [run.status.value for run in self.runs()]

    def wait_for_transcript(self) -> None:
        key = lecture_key(video_id(KEY), "transcript.json")
        wait_for(lambda: self.store.stat(key) is not None, 400, "the transcript")

    def wait_for_retry(self) -> None:
        wait_for(lambda: self.statuses() == ["FAILURE", "SUCCESS"], 400, "the retry", every_s=1)
        assert self.store.stat(lecture_key(video_id(KEY), "index.html"))


@pytest.fixture
def machine(
    tiny_lecture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Machine]:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    store = open_store(Settings(store=str(tmp_path / "store")))
    store.take_in(UPLOADS + KEY, tiny_lecture)
    home = dagster_home(store)
    config = home / "dagster.yaml"
    config.write_text(config.read_text().replace("interval_seconds: 15", "interval_seconds: 2"))
    with open_instance(home) as instance:
        yield Machine(store, home, instance)


def test_a_run_that_was_under_way_when_the_power_failed_is_made_again(machine: Machine) -> None:
    with daemon(machine.store.location, machine.home) as pid:
        machine.wait_for_transcript()
        kill_session(pid)
        assert session_of(pid) == []
    assert machine.statuses() == ["STARTED"]
    with daemon(machine.store.location, machine.home):
        machine.wait_for_retry()


def test_the_steps_of_a_killed_run_end_with_it_and_it_is_made_again(machine: Machine) -> None:
    with daemon(machine.store.location, machine.home):
        machine.wait_for_transcript()
        killed = machine.runs()[0].run_id
        said = [entry.message for entry in machine.instance.all_logs(killed)]
        os.kill(
            int(re.findall(r"Started process for run \(pid: (\d+)\)", str(said))[0]), signal.SIGKILL
        )
        machine.wait_for_retry()
    entries = machine.instance.all_logs(killed)
    events = [entry.dagster_event.event_type_value for entry in entries if entry.dagster_event]
    assert "STEP_SUCCESS" not in events[events.index("PIPELINE_FAILURE") :]
