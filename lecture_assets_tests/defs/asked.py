"""What a sensor's asking for a lecture leaves in Dagster's records."""

from dagster._core.remote_origin import RemoteInstigatorOrigin
from dagster._core.scheduler.instigation import (
    InstigatorState,
    InstigatorStatus,
    InstigatorType,
    SensorInstigatorData,
    TickData,
    TickStatus,
)

from lecture_assets_tests.defs.metrics.conftest import CODE


def tick_for(lecture: str) -> TickData:
    return TickData(
        instigator_origin_id="origin",
        instigator_name="new_uploads",
        instigator_type=InstigatorType.SENSOR,
        status=TickStatus.SUCCESS,
        timestamp=1e9,
        run_ids=["run"],
        run_keys=[f"{lecture}|1"],
        selector_id="selector",
    )


def sensor_that_asked_for(lecture: str) -> InstigatorState:
    return InstigatorState(
        RemoteInstigatorOrigin(CODE, "new_uploads"),
        InstigatorType.SENSOR,
        InstigatorStatus.DECLARED_IN_CODE,
        SensorInstigatorData(last_run_key=f"{lecture}|1", cursor="{}"),
    )
