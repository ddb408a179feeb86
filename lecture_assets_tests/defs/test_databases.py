"""Tests of making Dagster's databases: whole or not at all, and by one process at a time."""

import os
import signal
import time
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.instance.ref import InstanceRef

from lecture_assets.defs.command import dagster_home, open_instance
from lecture_assets.defs.databases import make_databases
from lecture_assets.studio import Studio


@pytest.fixture
def home(empty_store: Studio) -> Path:
    return dagster_home(empty_store.store)


def making(home: Path) -> int:
    """Make the databases in a process of its own, and return its number."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            make_databases(InstanceRef.from_dir(str(home)))
            code = 0
        finally:
            os._exit(code)
    return child


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("after_s", [0.02, 0.1, 0.2, 0.4])
def test_killed_while_the_databases_are_made_they_are_made_anew(home: Path, after_s: float) -> None:
    child = making(home)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with open_instance(home) as instance:
        assert instance.get_runs() == []
        assert instance.all_asset_keys() == []
    assert not (home / ".unfinished").exists()


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_first_commands_that_start_at_once_share_the_databases(home: Path) -> None:
    ends = [os.waitpid(child, 0)[1] for child in [making(home) for _ in range(4)]]
    assert ends == [0] * 4
    with open_instance(home) as instance:
        assert instance.get_runs() == []


def test_databases_that_are_there_are_left_alone(home: Path) -> None:
    with open_instance(home) as instance:
        instance.add_dynamic_partitions("lectures", ["week1"])
    with open_instance(home) as instance:
        assert isinstance(instance, dg.DagsterInstance)
        assert instance.get_dynamic_partitions("lectures") == ["week1"]
