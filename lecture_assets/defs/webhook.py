"""Tells the webhook how lectures ended.

A run status sensor of Dagster's goes on when its body raises, and the event is lost; it also leaves
out the command's runs. This sensor keeps its own place in the list of ended runs instead, and moves
past an event once it was delivered, so that each is told at least once, in order.
"""

import logging
import time
from collections.abc import Iterator

import dagster as dg
from dagster._core.definitions.run_request import DagsterRunReaction
from dagster_shared.error import SerializableErrorInfo

from lecture_assets.defs.outcomes import Ended, ended_runs, latest_end, outcome
from lecture_assets.defs.work import Edge
from lecture_assets.errors import DeliveryError, UnwantedError
from lecture_assets.operations import WebhookOptions
from lecture_assets.webhook import check_address, deliver

_LOG = logging.getLogger(__name__)
_BUDGET_S = 20.0
"""No delivery but the first begins later in a tick: Dagster allows a minute, one may take 34 s."""
_KEPT_S = 24 * 3600.0


def webhook_sensors(webhook: WebhookOptions) -> list[dg.SensorDefinition]:
    """Return the sensor that tells the webhook, where there is one.

    Raises:
        SettingsError: Its address cannot be one.
    """
    if webhook.url is None:
        return []
    check_address(webhook)
    return [tell_webhook]


@dg.sensor(
    minimum_interval_seconds=15,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells the webhook which lectures are done, refused or failed.",
)
def tell_webhook(
    context: dg.SensorEvaluationContext, edge: dg.ResourceParam[Edge]
) -> Iterator[DagsterRunReaction | dg.SkipReason]:
    """Tell the webhook which lectures are done, refused or failed."""
    instance = context.instance
    if context.cursor is None:
        context.update_cursor(str(latest_end(instance)))
        yield dg.SkipReason("From now on the webhook is told how lectures end.")
        return
    began, told = time.monotonic(), 0
    for each in ended_runs(instance, int(context.cursor)):
        if told and time.monotonic() - began > _BUDGET_S:
            break
        document = outcome(each, edge.studio)
        if each.run is not None and document is not None:
            try:
                _tell(edge.studio.settings.webhook, each, document)
            except DeliveryError as error:
                _LOG.warning(
                    "The webhook was not told how run %s ended: %s", each.run.run_id, error
                )
                if isinstance(error, UnwantedError):
                    context.update_cursor(str(each.number))
                yield _reaction(each.run, str(error))
                return
            told += 1
            yield _reaction(each.run)
        context.update_cursor(str(each.number))
    if not told:
        yield dg.SkipReason("No lecture has ended.")


def _tell(webhook: WebhookOptions, ended: Ended, document: dict[str, object]) -> None:
    try:
        deliver(webhook, document)
    except UnwantedError:
        raise
    except DeliveryError as error:
        if time.time() - ended.at > _KEPT_S:
            said = str(error).rstrip(".")
            raise UnwantedError(f"{said}; after a day the document is not sent again.") from None
        raise


def _reaction(run: dg.DagsterRun, sentence: str | None = None) -> DagsterRunReaction:
    """Have Dagster note a delivery in the run's log, or a failure in the tick."""
    error = SerializableErrorInfo(sentence, [], "DeliveryError") if sentence else None
    return DagsterRunReaction(dagster_run=run, error=error, run_status=run.status)
