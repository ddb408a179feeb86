"""Answers a scrape, with a number of queries that does not grow with the library."""

import logging
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import dagster as dg
from dagster._core.storage.dagster_run import RunRecord
from prometheus_client import Counter, Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from lecture_assets.defs.metrics.counts import EventCounts
from lecture_assets.defs.metrics.ticks import heartbeats, ticks
from lecture_assets.defs.metrics.watch import Watch

_LOG = logging.getLogger(__name__)
_QUEUED = [dg.DagsterRunStatus.QUEUED]
_STARTING = [dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTING]
_RUNNING = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]


class LectureCollector(Collector):
    """All metrics of the system; where Dagster's records cannot be read, those that do not need it.

    Args:
        instance: Returns Dagster's instance.
        watch: Looks at what is slow.
        folders: Folders whose disks may fill up, by what they are for.
    """

    def __init__(
        self, instance: Callable[[], dg.DagsterInstance], watch: Watch, folders: dict[str, Path]
    ) -> None:
        self._instance = instance
        self._watch = watch
        self._folders = folders
        self._counts = EventCounts()
        self._errors = Counter(
            "lecture_scrape_errors_total",
            "Scrapes for which Dagster's records could not be read.",
            registry=None,
        )

    def collect(self) -> Iterator[Metric]:
        """Return all metrics."""
        up = GaugeMetricFamily("lecture_up", "Whether Dagster's records could be read.")
        read: list[Metric] = []
        try:
            instance = self._instance()
            self._counts.update(instance)
            read = [*_runs(instance), *heartbeats(instance), *ticks(instance)]
        except Exception as error:
            # Postgres that is away has many names, and a scrape is to tell of it in any case.
            self._errors.inc()
            said = " ".join(str(getattr(error, "orig", error)).split())[:300]
            _LOG.warning("Dagster's records cannot be read: %s: %s", type(error).__name__, said)
        up.add_metric([], 1.0 if read else 0.0)
        yield up
        yield from read
        yield from self._counts.collect()
        yield from self._errors.collect()
        yield from self._watch.collect()
        yield from _disks(self._folders)


def _runs(instance: dg.DagsterInstance) -> Iterator[Metric]:
    """Return how many runs wait, start and run, in four queries."""
    oldest = instance.get_run_records(dg.RunsFilter(statuses=_QUEUED), limit=1, ascending=True)
    for name, description, value in (
        ("lecture_queue_length", "Runs that wait for their turn.", _count(instance, _QUEUED)),
        ("lecture_oldest_queued_seconds", "How long the first of them waits.", _age(oldest)),
        ("lecture_runs_starting", "Runs on their way to a worker.", _count(instance, _STARTING)),
        ("lecture_runs_in_progress", "Runs under way.", _count(instance, _RUNNING)),
    ):
        gauge = GaugeMetricFamily(name, description)
        gauge.add_metric([], value)
        yield gauge


def _count(instance: dg.DagsterInstance, statuses: list[dg.DagsterRunStatus]) -> int:
    return instance.get_runs_count(dg.RunsFilter(statuses=statuses))


def _age(oldest: Sequence[RunRecord]) -> float:
    return time.time() - oldest[0].create_timestamp.timestamp() if oldest else 0.0


def _disks(folders: dict[str, Path]) -> Iterator[Metric]:
    free = GaugeMetricFamily(
        "lecture_disk_free_bytes", "Room on a folder's disk.", labels=["folder"]
    )
    size = GaugeMetricFamily(
        "lecture_disk_size_bytes", "Size of a folder's disk.", labels=["folder"]
    )
    for name, folder in folders.items():
        there = next((each for each in (folder, *folder.parents) if each.exists()), None)
        if there is not None:
            usage = shutil.disk_usage(there)
            free.add_metric([name], usage.free)
            size.add_metric([name], usage.total)
    yield free
    yield size
