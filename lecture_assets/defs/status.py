"""What ``lecture-assets status`` tells, as data that its ``--json`` prints."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any

import dagster as dg

from lecture_assets.defs import tags
from lecture_assets.defs.command import open_instance
from lecture_assets.defs.databases import RECORDS_ERRORS, records_cannot_be_used
from lecture_assets.defs.dead_runs import fail_dead_runs
from lecture_assets.defs.lecture_detail import lecture_detail
from lecture_assets.defs.library_state import LectureState, State, library_state
from lecture_assets.errors import LectureError
from lecture_assets.storage.keys import UPLOADS
from lecture_assets.studio import Studio

_UNDER_WAY = [State.RUNNING, State.QUEUED]
_NEAREST = 3


def library_status(studio: Studio, home: Path, limit: int) -> dict[str, Any]:
    """Tell how all lectures stand, and the newest of them in a line each.

    Args:
        studio: Settings, store and providers.
        home: Dagster's folder.
        limit: At most how many lines.

    Raises:
        LectureError: Dagster's records or the store cannot be read.
    """
    try:
        with open_instance(home) as instance:
            states = _states(instance, studio)
            shown = sorted(states, key=_newest_first)[:limit]
            lines = _lines(instance, shown)
    except RECORDS_ERRORS as error:
        raise LectureError(records_cannot_be_used(home, error)) from error
    counts = {state.value: 0 for state in State}
    for each in states:
        counts[each.state.value] += 1
    return {"total": len(states), "counts": counts, "lectures": lines}


def lecture_status(studio: Studio, home: Path, lecture: str) -> dict[str, Any]:
    """Tell all about one lecture.

    Args:
        studio: Settings, store and providers.
        home: Dagster's folder.
        lecture: The video ID.

    Raises:
        LectureError: There is no such lecture, or the records or the store cannot be read.
    """
    try:
        with open_instance(home) as instance:
            states = {each.lecture: each for each in _states(instance, studio)}
            if lecture not in states:
                raise LectureError(_unknown(lecture, states))
            (line,) = _lines(instance, [states[lecture]])
            return line | lecture_detail(instance, studio, lecture, states[lecture].upload)
    except RECORDS_ERRORS as error:
        raise LectureError(records_cannot_be_used(home, error)) from error


def _states(instance: dg.DagsterInstance, studio: Studio) -> list[LectureState]:
    fail_dead_runs(instance, studio.store)
    return library_state(instance, studio, studio.store.list(UPLOADS))


def _newest_first(state: LectureState) -> tuple[bool, float, str]:
    return state.state not in _UNDER_WAY, -state.at, state.lecture


def _unknown(lecture: str, known: Iterable[str]) -> str:
    near = get_close_matches(lecture, known, n=_NEAREST, cutoff=0.3)
    if near:
        return f"There is no lecture {lecture!r}; did you mean {' or '.join(near)}?"
    return f"There is no lecture {lecture!r}; 'lecture-assets status' lists all."


def _lines(instance: dg.DagsterInstance, states: Sequence[LectureState]) -> list[dict[str, Any]]:
    run_ids = [each.run_id for each in states if each.run_id]
    found = instance.get_run_records(dg.RunsFilter(run_ids=run_ids)) if run_ids else []
    records = {record.dagster_run.run_id: record for record in found}
    return [_line(each, records.get(each.run_id or "")) for each in states]


def _line(state: LectureState, record: dg.RunRecord | None) -> dict[str, Any]:
    key = _readable(state.upload.key.removeprefix(UPLOADS)) if state.upload else None
    noted = record.dagster_run.tags if record else {}
    queued_at = record.create_timestamp.timestamp() if record else state.at
    at = queued_at if state.state == State.QUEUED else state.at
    return {
        "video_id": state.lecture,
        "state": state.state.value,
        "title": noted.get(tags.TITLE) or (PurePosixPath(key).name if key else state.lecture),
        "key": key,
        "at": datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds"),
        "reason": _reason(state, noted.get(tags.REASON)),
        "run_id": state.run_id,
    }


def _readable(key: str) -> str:
    """Put question marks for the bytes of a file's name that are no UTF-8."""
    return key.encode(errors="replace").decode()


def _reason(state: LectureState, noted: str | None) -> str | None:
    if state.state in (State.FAILED, State.REFUSED):
        return noted or "Its run ended without a reason; the run has the details."
    if state.state == State.STALE:
        changed = "the code, the settings or a model" if state.same_upload else "its recording"
        return f"Since it was made, {changed} changed."
    if state.state == State.MISSING and state.upload is None:
        return "Its recording is gone from uploads/."
    if state.state == State.MISSING and not state.known:
        return "The sensor has not seen it yet; 'lecture-assets ui' or a daemon runs it."
    if state.state == State.MISSING:
        return "These records know no run that finished it; the nightly backfill asks for one."
    return None
