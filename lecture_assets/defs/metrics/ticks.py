"""Whether Dagster's daemons, sensors and schedules are alive."""

import time
from collections.abc import Iterator

import dagster as dg
from dagster._core.scheduler.instigation import InstigatorTick, TickStatus
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily


def heartbeats(instance: dg.DagsterInstance) -> Iterator[Metric]:
    """Return how long ago each daemon gave a sign of life, in one query."""
    ages = GaugeMetricFamily(
        "lecture_daemon_heartbeat_age_seconds",
        "Seconds since a daemon's last sign of life.",
        labels=["daemon"],
    )
    for daemon, heartbeat in sorted(instance.get_daemon_heartbeats().items()):
        ages.add_metric([daemon.lower()], time.time() - heartbeat.timestamp)
    yield ages


def ticks(instance: dg.DagsterInstance) -> Iterator[Metric]:
    """Return when each sensor and schedule that is on last ticked, in a query for each."""
    ages = GaugeMetricFamily(
        "lecture_tick_age_seconds",
        "Seconds since the last tick of a sensor or schedule that is on.",
        labels=["name"],
    )
    failing = GaugeMetricFamily(
        "lecture_tick_failing", "Whether its last finished tick failed.", labels=["name"]
    )
    for name, found in sorted(_last_ticks(instance).items()):
        ages.add_metric([name], time.time() - found[0].timestamp)
        finished = [each for each in found if each.status != TickStatus.STARTED]
        failing.add_metric([name], bool(finished) and finished[0].status == TickStatus.FAILURE)
    yield ages
    yield failing


def _last_ticks(instance: dg.DagsterInstance) -> dict[str, list[InstigatorTick]]:
    """Return the last two ticks, newest first; of two of one name those that ticked last."""
    latest: dict[str, list[InstigatorTick]] = {}
    for state in instance.all_instigator_state():
        if not state.is_running:
            continue
        found = list(instance.get_ticks(state.instigator_origin_id, state.selector_id, limit=2))
        known = latest.get(state.name)
        if found and (known is None or found[0].timestamp > known[0].timestamp):
            latest[state.name] = found
    return latest
