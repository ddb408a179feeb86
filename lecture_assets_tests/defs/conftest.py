"""A lecture that was processed once by the command, with every part real."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import dagster as dg
import pytest

from lecture_assets.defs.command import Outcome, dagster_home, process_upload
from lecture_assets.defs.reports import Listener
from lecture_assets.settings import Settings
from lecture_assets.storage.keys import UPLOADS, lecture_key, video_id
from lecture_assets.studio import Studio, open_studio
from lecture_assets_tests.once import made_once

_KEY = "Week 1, Memory.mp4"


def deaf(_stage: str, _share: float) -> None:
    """Hear of progress and forget it."""


@dataclass(frozen=True)
class Processed:
    """A store with one lecture in it."""

    studio: Studio
    key: str
    lecture: str
    home: Path

    def process(self, listener: Listener = deaf) -> Outcome:
        return process_upload(self.studio, self.home, self.key, listener)

    def path(self, name: str) -> Path:
        return Path(self.studio.store.location) / lecture_key(self.lecture, name)

    def with_settings(self, **changes: object) -> "Processed":
        settings = self.studio.settings.model_copy(update=changes)
        return replace(self, studio=open_studio(settings))


def open_store_at(folder: Path) -> Studio:
    return open_studio(Settings(store=str(folder)))


@pytest.fixture(scope="session")
def processed_once(tmp_path_factory: pytest.TempPathFactory, tiny_lecture: Path) -> Processed:
    """A store whose files all processes of the run read; Dagster's records open in a copy alone."""

    def make(folder: Path) -> None:
        studio = open_store_at(folder)
        studio.store.take_in(UPLOADS + _KEY, tiny_lecture)
        process_upload(studio, dagster_home(studio.store), _KEY, deaf)

    studio = open_store_at(made_once(tmp_path_factory, "processed", make))
    home = dagster_home(studio.store)
    return Processed(studio=studio, key=_KEY, lecture=video_id(_KEY), home=home)


@pytest.fixture
def processed(processed_once: Processed, tmp_path: Path) -> Processed:
    """Return a copy of the processed store that a test may change."""
    root = tmp_path / "store"
    shutil.copytree(Path(processed_once.studio.store.location), root, copy_function=shutil.copy2)
    return replace(processed_once, studio=open_store_at(root), home=root / ".dagster")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Dagster's databases without a record, to be copied: making them takes half a second."""

    def make(folder: Path) -> None:
        with dg.instance_for_test(temp_dir=str(folder)):
            (folder / "dagster.yaml").unlink()

    return made_once(tmp_path_factory, "databases", make)


@pytest.fixture
def instance(databases: Path, tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    """An instance of Dagster's without a record."""
    home = shutil.copytree(databases, tmp_path / "instance")
    with dg.instance_for_test(temp_dir=str(home)) as made:
        yield made


@pytest.fixture
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    return open_store_at(tmp_path / "store")
