"""What is counted of the events of Dagster's runs, from the moment that counting begins."""

import threading
import time
from collections.abc import Iterable, Iterator

import dagster as dg
from dagster._core.event_api import RunStatusChangeEventType
from prometheus_client import Counter, Histogram, Metric

from lecture_assets.defs import tags
from lecture_assets.errors import LectureError
from lecture_assets.stages import STAGES

_MOST_AT_ONCE = 1000
_SETTLED_S = 5.0
"""After that an event's run has its tags, and no event with a lower number is on its way."""
_CRASH = "crash"
_NO_STAGE = "none"
_SECONDS = (1, 3, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200)


class EventCounts:
    """Counters that follow Dagster's events; they begin at nought with each process."""

    def __init__(self) -> None:
        self._failures = Counter(
            "lecture_failures_total",
            "Failed runs, by the kind of error and the stage.",
            ["kind", "stage"],
            registry=None,
        )
        self._seconds = Histogram(
            "lecture_stage_seconds",
            "Seconds that a stage took to make a lecture's document.",
            ["stage"],
            buckets=_SECONDS,
            registry=None,
        )
        self._cost = Counter(
            "lecture_provider_cost_usd_total",
            "What providers charged, in US dollars.",
            ["provider"],
            registry=None,
        )
        self._media = Counter(
            "lecture_media_seconds_total",
            "Seconds of recordings that were measured.",
            registry=None,
        )
        self._one_at_a_time = threading.Lock()
        self._last_failure: int | None = None
        self._last_made: int | None = None
        # An increase is seen only of what was there before it.
        for stage in STAGES:
            self._seconds.labels(stage)
            for kind in [*_kinds(LectureError), _CRASH]:
                self._failures.labels(kind, stage)
        self._failures.labels(_CRASH, _NO_STAGE)

    def collect(self) -> Iterator[Metric]:
        """Return the counters as they are."""
        for each in (self._failures, self._seconds, self._cost, self._media):
            yield from each.collect()

    def update(self, instance: dg.DagsterInstance) -> None:
        """Count what has happened since the last time, in three queries; the first begins."""
        # Two Prometheus servers may ask at once, each in a thread.
        with self._one_at_a_time:
            self._last_failure = self._count_failures(instance, self._last_failure)
            self._last_made = self._count_made(instance, self._last_made)

    def _count_failures(self, instance: dg.DagsterInstance, after: int | None) -> int:
        kind: RunStatusChangeEventType = dg.DagsterEventType.RUN_FAILURE
        if after is None:
            newest = instance.fetch_run_status_changes(kind, limit=1).records
            return newest[0].storage_id if newest else 0
        new = list(
            _settled(
                instance.fetch_run_status_changes(
                    dg.RunStatusChangeRecordsFilter(kind, after_storage_id=after),
                    limit=_MOST_AT_ONCE,
                    ascending=True,
                ).records
            )
        )
        if not new:
            return after
        for run in instance.get_runs(dg.RunsFilter(run_ids=[each.run_id for each in new])):
            self._failures.labels(
                run.tags.get(tags.FAILURE, _CRASH), run.tags.get(tags.STAGE, _NO_STAGE)
            ).inc()
        return new[-1].storage_id

    def _count_made(self, instance: dg.DagsterInstance, after: int | None) -> int:
        log = instance.event_log_storage
        kind = dg.DagsterEventType.ASSET_MATERIALIZATION
        if after is None:
            newest = log.get_event_records(dg.EventRecordsFilter(kind), limit=1)
            return newest[0].storage_id if newest else 0
        new = log.get_event_records(
            dg.EventRecordsFilter(kind, after_cursor=after), limit=_MOST_AT_ONCE, ascending=True
        )
        for record in _settled(new):
            made = record.asset_materialization
            if made is not None and made.asset_key.path[-1] in STAGES:
                self._count_document(made)
            after = record.storage_id
        return after

    def _count_document(self, made: dg.AssetMaterialization) -> None:
        seconds = _number(made, "seconds")
        if seconds is None:
            # It was current, and was not made again.
            return
        self._seconds.labels(made.asset_key.path[-1]).observe(seconds)
        self._media.inc(_number(made, "media_seconds") or 0)
        cost = _number(made, "cost_usd")
        if cost is not None:
            self._cost.labels(str(made.metadata["provider"].value)).inc(cost)


def _kinds(error: type[Exception]) -> list[str]:
    below = [name for child in error.__subclasses__() for name in _kinds(child)]
    return [error.__name__, *below]


def _settled(records: Iterable[dg.EventLogRecord]) -> Iterator[dg.EventLogRecord]:
    for record in records:
        if record.timestamp > time.time() - _SETTLED_S:
            return
        yield record


def _number(made: dg.AssetMaterialization, name: str) -> float | None:
    value = made.metadata[name].value if name in made.metadata else None
    return float(value) if isinstance(value, int | float) else None
