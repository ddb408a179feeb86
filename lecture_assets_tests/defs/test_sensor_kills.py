"""Every upload has exactly one run, wherever the sensor and the daemon are killed."""

import json
import shutil
import tempfile
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lecture_assets.defs import sensors
from lecture_assets.settings import Settings
from lecture_assets.storage.keys import UPLOADS, video_id
from lecture_assets.studio import open_studio
from lecture_assets_tests.defs.bucket import KILLS, Bucket, Daemon, Killed

_MOST = 1
names = st.sampled_from(["a.mp4", "b.mp4", "b/a.mp4", "c.pdf", "講義.mp4", "d, e...f.mkv"])


class KilledSensor(RuleBasedStateMachine):
    """Uploads come and go while the sensor ticks and is killed, one upload a tick at most."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = Bucket(self.folder)
        studio = replace(open_studio(Settings(store=str(self.folder))), store=self.store)
        self.instance = dg.DagsterInstance.ephemeral()
        self.daemon = Daemon(studio, self.instance)
        self.lost: set[str | None] = set()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(sensors, "_MOST_AT_ONCE", _MOST)

    @rule(name=names, modified_ns=st.none() | st.integers(0, 5))
    def an_upload_comes(self, name: str, modified_ns: int | None) -> None:
        self.store.upload(name, modified_ns)

    @rule(name=names)
    def an_upload_goes(self, name: str) -> None:
        self.store.uploads.pop(UPLOADS + name, None)

    @rule(kill=st.none() | st.sampled_from(KILLS))
    def the_sensor_ticks(self, kill: str | None) -> None:
        self.store.kill = self.daemon.kill = kill
        with suppress(Killed):
            assert len(self.daemon.tick()) <= _MOST
        self.store.kill = self.daemon.kill = None

    @rule()
    def a_killed_tick_is_too_old_to_be_taken_up(self) -> None:
        self.daemon.reserved = None

    @invariant()
    def the_record_that_the_cursor_names_is_there(self) -> None:
        cursor = self.daemon.cursor if hasattr(self, "daemon") else None
        if cursor is None or cursor in self.lost:
            return
        name = json.loads(cursor)["record"]
        assert name == "" or list(self.folder.glob(f".sensor/*/{name}"))

    @rule()
    def the_record_is_lost(self) -> None:
        self.lost.add(self.daemon.cursor)
        if self.daemon.reserved is not None:
            self.lost.add(self.daemon.reserved[1])
        shutil.rmtree(self.folder / ".sensor", ignore_errors=True)

    @rule(name=names)
    def a_lecture_is_forgotten(self, name: str) -> None:
        self.store.uploads.pop(UPLOADS + name, None)
        if self.daemon.reserved is None:
            self.daemon.forget(video_id(name))

    @rule(name=names)
    def a_lecture_is_forgotten_and_its_old_file_dropped_again(self, name: str) -> None:
        stored = self.store.uploads.get(UPLOADS + name)
        if stored is not None and self.daemon.reserved is None:
            self.daemon.forget(video_id(name))

    def teardown(self) -> None:
        if not hasattr(self, "daemon"):
            return
        with ExitStack() as stack:
            stack.callback(shutil.rmtree, self.folder)
            stack.callback(self.instance.dispose)
            stack.callback(self.patch.undo)
            self.check_runs()

    def check_runs(self) -> None:
        for _ in range(20):
            self.daemon.tick()
        assert self.daemon.tick() == []
        runs = Counter(self.daemon.run_keys())
        assert set(runs.values()) <= {1}
        for upload in self.store.uploads.values():
            assert runs[f"{video_id(upload.key.removeprefix(UPLOADS))}|{upload.etag}"] == 1


TestKilledSensor = KilledSensor.TestCase
TestKilledSensor.settings = settings(max_examples=40, stateful_step_count=30)


@pytest.mark.parametrize("kill", KILLS)
def test_a_kill_anywhere_loses_no_upload_and_runs_none_twice(kill: str, tmp_path: Path) -> None:
    store = Bucket(tmp_path)
    studio = replace(open_studio(Settings(store=str(tmp_path))), store=store)
    with dg.DagsterInstance.ephemeral() as instance:
        daemon = Daemon(studio, instance)
        for name in ("a.mp4", "b.mp4", "c.mp4"):
            store.upload(name)
        store.kill = daemon.kill = kill
        with pytest.raises(Killed):
            daemon.tick()
        store.kill = daemon.kill = None
        store.upload("a.mp4")
        for _ in range(3):
            daemon.tick()
        runs = daemon.run_keys()
    assert len(runs) == len(set(runs))
    expected = {
        f"{video_id(each.key.removeprefix(UPLOADS))}|{each.etag}" for each in store.uploads.values()
    }
    assert expected <= set(runs)
