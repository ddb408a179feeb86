"""Requests every night what is missing, failed or stale."""

from collections.abc import Collection, Iterable

import dagster as dg
from dagster._core.storage.tags import PRIORITY_TAG, RUN_KEY_TAG

from lecture_assets.defs import tags
from lecture_assets.defs.jobs import highlight_lecture
from lecture_assets.defs.library_state import LectureState, State, library_state
from lecture_assets.defs.work import Edge
from lecture_assets.errors import LectureError
from lecture_assets.lineage import refusal_stands
from lecture_assets.storage.keys import UPLOADS
from lecture_assets.studio import Studio

_DAY_S = 24 * 60 * 60
_AFTER_UPLOADS = "-5"
_WORTH_A_RUN = {State.MISSING, State.FAILED, State.STALE, State.REFUSED}


@dg.schedule(
    job=highlight_lecture,
    cron_schedule="0 2 * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Asks for the lectures that are missing, failed or stale, the newest first.",
)
def nightly_backfill(
    context: dg.ScheduleEvaluationContext, edge: dg.ResourceParam[Edge]
) -> list[dg.RunRequest] | dg.SkipReason:
    """Request the lectures that are missing, failed or stale, the newest uploads first."""
    _sweep(context, edge.studio)
    states = library_state(context.instance, edge.studio, edge.studio.store.list(UPLOADS))
    found = dict(context.instance.get_run_tags([RUN_KEY_TAG]))
    requests = requests_of_tonight(edge.studio, states, found.get(RUN_KEY_TAG, set()))
    return requests or dg.SkipReason("Every lecture is current, refused or under way.")


def requests_of_tonight(
    studio: Studio, states: Iterable[LectureState], run_keys: Collection[str]
) -> list[dg.RunRequest]:
    """Choose what to request, at most as many lectures as the settings allow.

    Args:
        studio: Has the settings and the store.
        states: How all lectures stand.
        run_keys: The keys of all runs that were ever requested.
    """
    asked = {_asker(key) for key in run_keys}
    requests: list[dg.RunRequest] = []
    for state in sorted(filter(_could_run, states), key=_age):
        if len(requests) == studio.settings.backfill.max_lectures:
            break
        number = _number_of_try(state, run_keys, studio.settings.backfill.max_tries)
        if number is None or _left_to_the_sensor(state, run_keys, asked):
            continue
        if state.run_id is None and _stands(studio, state):
            continue
        requests.append(_request(state, number))
    return requests


def _sweep(context: dg.ScheduleEvaluationContext, studio: Studio) -> None:
    try:
        swept = studio.store.sweep(_DAY_S)
    except LectureError as error:
        context.log.warning("Uploads that were never finished are still there: %s", error)
    else:
        if swept:
            context.log.info("Removed %d uploads that were never finished.", swept)


def _could_run(state: LectureState) -> bool:
    return (
        state.state in _WORTH_A_RUN
        and state.known
        and state.upload is not None
        and not (state.state == State.REFUSED and state.stands)
    )


def _age(state: LectureState) -> tuple[int, str]:
    return -(state.upload.modified_ns if state.upload else 0), state.lecture


def _number_of_try(state: LectureState, run_keys: Collection[str], most: int) -> int | None:
    """Number the next try for what is wanted now; None where there were enough.

    What nobody has tried is no retry, so one try is always allowed.
    """
    allowed = most if state.state == State.FAILED else max(most, 1)
    free = (n for n in range(1, allowed + 1) if _run_key(state, n) not in run_keys)
    return next(free, None)


def _run_key(state: LectureState, number: int) -> str:
    return f"backfill:{state.lecture}:{state.wanted}:{number}"


def _asker(run_key: str) -> str:
    """Return the lecture whose upload the sensor asked a run for; empty for others' keys."""
    return run_key.rpartition("|")[0]


def _left_to_the_sensor(
    state: LectureState, run_keys: Collection[str], asked: Collection[str]
) -> bool:
    """Tell whether a new upload took the place of one that the sensor knew, and it was not asked.

    It may still be growing, and the sensor will ask for it once.
    """
    assert state.upload is not None
    asked_for_another = state.lecture in asked
    return (
        not state.same_upload
        and asked_for_another
        and f"{state.lecture}|{state.upload.etag}" not in run_keys
    )


def _stands(studio: Studio, state: LectureState) -> bool:
    """Tell whether an upload without a run was refused before this instance knew it."""
    assert state.upload is not None
    return refusal_stands(studio, state.lecture, state.upload.etag)


def _request(state: LectureState, number: int) -> dg.RunRequest:
    assert state.upload is not None
    return dg.RunRequest(
        run_key=_run_key(state, number),
        partition_key=state.lecture,
        tags={
            tags.ONLY_STALE: "true",
            tags.BACKFILL: state.wanted,
            PRIORITY_TAG: _AFTER_UPLOADS,
            **tags.upload_tag(state.upload.key.removeprefix(UPLOADS)),
        },
    )
