"""The sensor at the size that it is made for, with Dagster's own daemon code killed 50 times."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.tags import RUN_KEY_TAG

from lecture_assets.settings import Settings
from lecture_assets.storage.keys import UPLOADS, video_id
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.studio import open_studio
from lecture_assets_tests.servers.postgres import Database
from lecture_assets_tests.servers.weed import Weed

pytestmark = pytest.mark.soak

_OBJECTS = 5000
_OBJECTS_ON_POSTGRES = 1000
"""Fewer: Dagster opens some thirty connections to it for each run that it records."""
_TOGETHER = 200
_KILLS = 50
_MANY = 100_000
_OLD_NS = 946_684_800 * 10**9


def python(module: str, *arguments: str, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"lecture_assets_tests.defs.{module}", *arguments]
    return subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    )


def drop(store: ArtifactStore, name: str, content: bytes) -> str:
    """Upload a file and return the key of the run that it should have."""
    store.write(UPLOADS + name, content)
    return run_key(store, name)


def run_key(store: ArtifactStore, name: str) -> str:
    found = store.stat(UPLOADS + name)
    assert found is not None
    return f"{video_id(name)}|{found.etag}"


def drop_old(store: ArtifactStore, name: str) -> str:
    """Drop a file that brings its old date, as ``mv`` and ``rsync -a`` do."""
    folder = Path(store.location) / UPLOADS
    hidden = folder / f".{name}"
    hidden.write_bytes(b"old")
    os.utime(hidden, ns=(_OLD_NS, _OLD_NS))
    hidden.rename(folder / name)
    return run_key(store, name)


def wait_for_run(instance: dg.DagsterInstance, key: str, daemon: subprocess.Popen[str]) -> None:
    while not instance.get_runs(dg.RunsFilter(tags={RUN_KEY_TAG: key})):
        assert daemon.poll() is None, f"There is no run for {key}."
        time.sleep(1)


def killed_often(
    store: ArtifactStore, home: Path, environment: Mapping[str, str], objects: int = _OBJECTS
) -> str:
    """Drop files while the daemon is killed again and again; each has one run in the end."""
    before = objects - _TOGETHER
    expected = {drop(store, f"c{n % 9}/week {n}.mp4", str(n).encode()) for n in range(before)}
    with dg.DagsterInstance.from_config(str(home)) as instance:
        daemon = python("killed_daemon", str(home), str(_KILLS), environment=environment)
        together = [f"together {n}.mp4" for n in range(_TOGETHER)]
        began = time.time()
        with ThreadPoolExecutor(8) as pool:
            expected |= set(pool.map(partial(drop, store, content=b"x"), together))
        spent = time.time() - began
        if isinstance(store, LocalStore):
            expected |= {drop_old(store, f"old {n}.mp4") for n in range(20)}
        for content in (b"A", b"B", b"A"):
            key = drop(store, "again.mp4", content)
            wait_for_run(instance, key, daemon)
            expected.add(key)
        (home / "enough").touch()
        said, _ = daemon.communicate(timeout=1800)
        assert json.loads(said) == {"killed": _KILLS, "ended": 0}
        runs = Counter(str(run.tags[RUN_KEY_TAG]) for run in instance.get_runs())
        statuses = {run.status for run in instance.get_runs()}
    assert set(runs) == expected
    assert set(runs.values()) == {1}
    assert statuses == {dg.DagsterRunStatus.QUEUED}
    where = "a folder" if isinstance(store, LocalStore) else "a bucket"
    return (
        f"{len(expected)} uploads in {where}, {_TOGETHER} of them within {spent:.1f} s: one run "
        f"each after {_KILLS} kills and {time.time() - began:.0f} s"
    )


def home_with(folder: Path, storage: Mapping[str, object]) -> Path:
    folder.mkdir()
    quiet: dict[str, object] = {"telemetry": {"enabled": False}, "nux": {"enabled": False}}
    (folder / "dagster.yaml").write_text(json.dumps({**quiet, **storage}))
    dg.DagsterInstance.from_config(str(folder)).dispose()
    return folder


@pytest.fixture
def postgres_home(tmp_path: Path, database: Database) -> Path:
    where = {
        "scheme": "postgresql+psycopg2",
        "hostname": database.host,
        "port": database.port,
        "username": database.user,
        "password": database.password,
        "db_name": database.name,
    }
    return home_with(tmp_path / "home", {"storage": {"postgres": {"postgres_db": where}}})


@pytest.fixture
def sqlite_home(tmp_path: Path) -> Path:
    """Dagster's records in SQLite, all runs' events in one file, since 5,000 files take long."""
    parts = {
        "run_storage": ("runs", "SqliteRunStorage"),
        "event_log_storage": ("event_log", "ConsolidatedSqliteEventLogStorage"),
        "schedule_storage": ("schedules", "SqliteScheduleStorage"),
    }
    storage = {
        name: {
            "module": f"dagster._core.storage.{module}",
            "class": kind,
            "config": {"base_dir": str(tmp_path / "home" / module)},
        }
        for name, (module, kind) in parts.items()
    }
    return home_with(tmp_path / "home", storage)


def test_in_a_folder_every_upload_has_one_run_though_the_sensor_is_killed_50_times(
    tmp_path: Path, sqlite_home: Path, figure: Callable[[str], None]
) -> None:
    location = str(tmp_path / "store")
    store = open_studio(Settings(store=location)).store
    figure(killed_often(store, sqlite_home, {"LECTURE_STORE": location}))


@pytest.mark.parametrize(
    ("records", "objects"),
    [("sqlite_home", _OBJECTS), ("postgres_home", _OBJECTS_ON_POSTGRES)],
)
def test_in_a_bucket_every_upload_has_one_run_though_the_sensor_is_killed_50_times(
    records: str,
    objects: int,
    weed: Weed,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    figure: Callable[[str], None],
) -> None:
    home: Path = request.getfixturevalue(records)
    settings = weed.environment() | {"LECTURE_STORE": f"s3://{weed.new_bucket()}/store"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    store = open_studio(Settings()).store
    figure(f"{records}: {killed_often(store, home, settings, objects)}")


@pytest.mark.parametrize("where", ["made up", "in a bucket"])
def test_a_tick_over_100_000_uploads_of_which_none_is_new_is_cheap(
    where: str, tmp_path: Path, request: pytest.FixtureRequest, figure: Callable[[str], None]
) -> None:
    environment = dict[str, str]()
    if where == "in a bucket":
        weed: Weed = request.getfixturevalue("weed")
        bucket = weed.new_bucket()
        fill(weed, bucket)
        environment = weed.environment() | {"LECTURE_STORE": f"s3://{bucket}"}
    for what in ("prepare", "tick"):
        arguments = (what, str(tmp_path), str(_MANY))
        process = python("sensor_scale", *arguments, environment=environment)
        said, _ = process.communicate(timeout=1800)
        assert process.returncode == 0
    took = json.loads(said)
    figure(f"a tick over {_MANY} uploads {where}, none of them new: {took}")
    assert took["beyond_listing_cpu_s"] < 2
    assert took["grown_mb"] < 150


def fill(weed: Weed, bucket: str) -> None:
    client = weed.client()

    def put(n: int) -> None:
        name = f"{UPLOADS}Course {n % 97}/Lecture {n}, part.mp4"
        client.put_object(Bucket=bucket, Key=name, Body=b"x")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(_MANY)))
