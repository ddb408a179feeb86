"""Tests of what is looked at beside the scrapes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lecture_assets.defs.metrics.watch import Watch
from lecture_assets.errors import StoreError
from lecture_assets.storage.store import Stored
from lecture_assets.studio import Studio
from lecture_assets_tests.defs.metrics.conftest import Exporter


def _drop(studio: Studio, *names: str) -> None:
    folder = Path(studio.store.location) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"x")


def test_lectures_are_counted_by_state_once_they_were_looked_at(exporter: Exporter) -> None:
    _drop(exporter.studio, "week1.mp4", "week2.mp4", "week2.yaml")
    assert exporter.value("lecture_lectures", state="missing") is None
    assert exporter.value("lecture_library_age_seconds") is None
    exporter.watch.look()
    assert exporter.value("lecture_lectures", state="missing") == 2
    assert exporter.value("lecture_lectures", state="done") == 0
    assert exporter.value("lecture_store_up") == 1
    age = exporter.value("lecture_library_age_seconds")
    assert age is not None
    assert 0 <= age < 30


class _Away:
    """A store that cannot be listed."""

    def list(self, prefix: str) -> Iterator[Stored]:
        raise StoreError(f"{prefix} cannot be listed; see AWS_ENDPOINT_URL.")


def test_a_store_that_cannot_be_listed_leaves_the_last_sight_of_the_lectures(
    exporter: Exporter, caplog: pytest.LogCaptureFixture
) -> None:
    _drop(exporter.studio, "week1.mp4")
    exporter.watch.look()
    away = replace(exporter.studio, store=_Away())  # type: ignore[arg-type]
    exporter.watch._studio = away
    exporter.watch.look()
    assert exporter.value("lecture_store_up") == 0
    assert exporter.value("lecture_lectures", state="missing") == 1
    assert "uploads/ cannot be listed" in caplog.text


def test_there_are_no_workers_to_count_where_runs_are_launched_here(exporter: Exporter) -> None:
    exporter.watch.look()
    assert exporter.value("lecture_workers") is None


def test_the_watch_goes_on_whatever_it_meets(
    exporter: Exporter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    watch = Watch(lambda: exporter.instance, exporter.studio)
    looks = []

    def fail() -> None:
        looks.append(1)
        if len(looks) == 2:
            watch.stop()
        raise ZeroDivisionError

    monkeypatch.setattr("lecture_assets.defs.metrics.watch._INTERVAL_S", 0.01)
    monkeypatch.setattr(watch, "look", fail)
    watch.start()
    watch._thread.join(timeout=5)
    assert len(looks) == 2
    assert "The watch failed unexpectedly" in caplog.text
