"""Tests of how long a run may take."""

import dagster as dg
import pytest
from dagster._core.test_utils import create_run_for_test

from lecture_assets.defs.max_runtime import limit_runtime, max_runtime_s


@pytest.mark.parametrize(
    ("minutes", "expected_minutes"), [(0, 30), (1, 32), (60, 150), (6 * 60, 750)]
)
def test_a_run_may_take_half_an_hour_and_twice_the_lecture(
    minutes: int, expected_minutes: int
) -> None:
    assert max_runtime_s(minutes * 60_000) == expected_minutes * 60


def test_the_limit_stands_where_run_monitoring_looks_for_it() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        run = create_run_for_test(instance)
        limit_runtime(instance, run, 3_600_000)
        limited = instance.get_run_by_id(run.run_id)
    assert limited is not None
    assert limited.tags["dagster/max_runtime"] == "9000"
