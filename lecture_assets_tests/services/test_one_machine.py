"""One machine with everything on it, whose power fails."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import pytest

from lecture_assets.defs.command import dagster_home, open_instance
from lecture_assets.settings import Settings
from lecture_assets.storage.keys import UPLOADS, video_id
from lecture_assets.storage.open import open_store
from lecture_assets_tests.servers.processes import kill_session, session_of, start, stop
from lecture_assets_tests.servers.waiting import wait_for

pytestmark = pytest.mark.services

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


def test_a_run_that_was_under_way_when_the_power_failed_is_made_again(
    tiny_lecture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    store = open_store(Settings(store=str(tmp_path / "store")))
    store.take_in(UPLOADS + KEY, tiny_lecture)
    home = dagster_home(store)
    config = home / "dagster.yaml"
    config.write_text(config.read_text().replace("interval_seconds: 15", "interval_seconds: 2"))
    with open_instance(home) as instance:

        def statuses() -> list[str]:
            asked = dg.RunsFilter(job_name="highlight_lecture")
            return [run.status.value for run in reversed(instance.get_runs(asked))]

        def rendering() -> bool:
            return (store.scratch("lectures") / video_id(KEY) / "transcript.json").exists()

        with daemon(store.location, home) as pid:
            wait_for(rendering, 120, "the transcript")
            kill_session(pid)
            assert session_of(pid) == []
        assert statuses() == ["STARTED"]
        with daemon(store.location, home):
            wait_for(lambda: statuses() == ["FAILURE", "SUCCESS"], 120, "the retry", every_s=1)
    assert store.stat(f"lectures/{video_id(KEY)}/index.html")
