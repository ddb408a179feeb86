"""Keeps the library current as lectures finish."""

from datetime import UTC, datetime

import dagster as dg
from dagster._core.storage.tags import MAX_RUNTIME_SECONDS_TAG, PRIORITY_TAG

from lecture_assets.defs.assets.highlight_catalog import highlight_catalog
from lecture_assets.defs.catalog import catalogued_page, newest_page

_UNFINISHED = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]

update_library = dg.define_asset_job(
    "update_library",
    selection=[highlight_catalog],
    description="The catalog of all clips, and the page that leads to every lecture's.",
    # It takes seconds, so it need not wait behind lectures, and must not hold the next one up.
    tags={PRIORITY_TAG: "10", MAX_RUNTIME_SECONDS_TAG: "1800"},
    executor_def=dg.in_process_executor,
)


@dg.sensor(
    job=update_library,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Asks for the catalog anew when lectures have finished.",
)
def finished_lectures(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Request one run of the catalog when lectures have finished since the last one began."""
    newest = newest_page(context.instance)
    if context.cursor == str(newest):
        return dg.SkipReason("No lecture has finished.")
    unfinished = dg.RunsFilter(job_name=update_library.name, statuses=_UNFINISHED)
    if context.instance.get_runs(unfinished, limit=1):
        return dg.SkipReason("The library is being brought up to date.")
    if catalogued_page(context.instance) == newest:
        return dg.SensorResult(
            skip_reason="Every lecture that has finished is in the library.", cursor=str(newest)
        )
    # A run that fails is asked for again in the next hour, if nothing finishes until then.
    hour = f"{datetime.now(UTC):%Y-%m-%dT%H}"
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=f"{newest}|{hour}")])
