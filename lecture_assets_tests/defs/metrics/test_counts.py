"""Tests of what is counted of Dagster's events."""

import dagster as dg
import pytest

from lecture_assets.defs.metrics import counts
from lecture_assets_tests.defs.metrics.conftest import Exporter

_FAILED = dg.DagsterRunStatus.FAILURE


def _failures(exporter: Exporter, kind: str, stage: str) -> float | None:
    return exporter.value("lecture_failures_total", kind=kind, stage=stage)


def test_failures_are_counted_by_kind_and_stage_from_nought(exporter: Exporter) -> None:
    exporter.run(_FAILED, {"lecture/failure": "StoreError", "lecture/stage": "layout"})
    assert _failures(exporter, "StoreError", "layout") == 0
    exporter.run(_FAILED, {"lecture/failure": "StoreError", "lecture/stage": "layout"})
    exporter.run(_FAILED)
    for _ in range(2):
        assert _failures(exporter, "StoreError", "layout") == 1
        assert _failures(exporter, "crash", "none") == 1
        assert _failures(exporter, "MediaTimeoutError", "rendered_clips") == 0


def test_a_failure_of_a_moment_ago_waits_until_its_run_has_its_tags(
    exporter: Exporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _failures(exporter, "crash", "none") == 0
    monkeypatch.setattr(counts, "_SETTLED_S", 60.0)
    exporter.run(_FAILED)
    assert _failures(exporter, "crash", "none") == 0
    monkeypatch.setattr(counts, "_SETTLED_S", -1.0)
    assert _failures(exporter, "crash", "none") == 1


def test_what_was_made_is_counted_with_its_seconds_cost_and_length(exporter: Exporter) -> None:
    exporter.made("transcript", seconds=500.0)
    assert exporter.value("lecture_stage_seconds_count", stage="transcript") == 0
    exporter.made("lecture_video", seconds=2.5, media_seconds=3600.0)
    exporter.made("transcript", seconds=90.0, cost_usd=0.36, provider="openai")
    exporter.made("transcript", provider="openai")
    exporter.made("highlight_catalog", seconds=1.0)
    for _ in range(2):
        assert exporter.value("lecture_stage_seconds_sum", stage="transcript") == 90
        assert exporter.value("lecture_stage_seconds_count", stage="transcript") == 1
        assert exporter.value("lecture_media_seconds_total") == 3600
        assert exporter.value("lecture_provider_cost_usd_total", provider="openai") == 0.36
        assert exporter.value("lecture_stage_seconds_count", stage="highlight_catalog") is None
    in_time = exporter.value("lecture_stage_seconds_bucket", stage="transcript", le="120.0")
    too_late = exporter.value("lecture_stage_seconds_bucket", stage="transcript", le="60.0")
    assert (in_time, too_late) == (1, 0)


def test_more_events_than_one_scrape_takes_are_counted_by_the_next(
    exporter: Exporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "_MOST_AT_ONCE", 2)
    assert exporter.value("lecture_media_seconds_total") == 0
    for _ in range(3):
        exporter.made("lecture_video", seconds=1.0, media_seconds=10.0)
    assert exporter.value("lecture_media_seconds_total") == 20
    assert exporter.value("lecture_media_seconds_total") == 30
