"""How long a run may take, by the length of its lecture."""

import dagster as dg
from dagster._core.storage.tags import MAX_RUNTIME_SECONDS_TAG

_BASE_S = 1800
_PER_SECOND = 2


def max_runtime_s(duration_ms: int) -> int:
    """Return half an hour and twice the lecture's length, in seconds.

    On two cores a run took 0.13 of the lecture's length, so a machine may be fifteen times slower.
    """
    return _BASE_S + _PER_SECOND * duration_ms // 1000


def limit_runtime(instance: dg.DagsterInstance, run: dg.DagsterRun, duration_ms: int) -> None:
    """Let run monitoring end a run that takes far longer than its lecture should.

    Args:
        instance: Dagster's instance.
        run: The lecture's run.
        duration_ms: The lecture's length.
    """
    limit = str(max_runtime_s(duration_ms))
    instance.add_run_tags(run.run_id, {MAX_RUNTIME_SECONDS_TAG: limit})
