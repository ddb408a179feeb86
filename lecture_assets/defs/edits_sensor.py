"""Looks for edits that were written, changed or removed."""

import hashlib
import time
from bisect import bisect_right
from collections.abc import Sequence

import dagster as dg

from lecture_assets.defs import tags
from lecture_assets.defs.edits_observed import changed_versions, evaluation, observation
from lecture_assets.defs.jobs import highlight_lecture
from lecture_assets.defs.partitions import lectures
from lecture_assets.defs.work import Edge
from lecture_assets.edits.misnamed import why_not_obeyed
from lecture_assets.storage.keys import lecture_key

_AT_ONCE = 50
_LONGEST_LOOK_S = 10.0


@dg.sensor(
    job=highlight_lecture,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "Looks for edits.yaml that changed, notes what lecture_edits is now, and starts a run for "
        "each such lecture that makes what the edits made stale."
    ),
)
def changed_edits(
    context: dg.SensorEvaluationContext, edge: dg.ResourceParam[Edge]
) -> dg.SensorResult:
    """Go through the lectures in turn, as far as a tick's time reaches."""
    store = edge.studio.store
    known = _from(context.cursor or "", context.instance.get_dynamic_partitions(str(lectures.name)))
    began, changed, last = time.monotonic(), dict[str, str](), context.cursor
    for first in range(0, len(known), _AT_ONCE):
        some = known[first : first + _AT_ONCE]
        changed |= changed_versions(context.instance, store, some)
        last = _place(some[-1])
        if time.monotonic() - began > _LONGEST_LOOK_S:
            break
    measured = [each for each in changed if store.stat(lecture_key(each, "lecture_video.json"))]
    return dg.SensorResult(
        asset_events=[
            *(observation(lecture, version) for lecture, version in changed.items()),
            *(evaluation(lecture, why_not_obeyed(store, lecture)) for lecture in changed),
        ],
        run_requests=[_request(lecture) for lecture in measured],
        skip_reason=None if measured else "No edits changed.",
        cursor=last,
    )


def _from(last: str, known: Sequence[str]) -> list[str]:
    """Put lectures in the order in which to look at them: those after the last one first."""
    ordered = sorted(known, key=_place)
    at = bisect_right(ordered, last, key=_place)
    return ordered[at:] + ordered[:at]


def _place(lecture: str) -> str:
    """Where a lecture stands in the order; Dagster keeps it, and is to keep no name."""
    return hashlib.sha256(lecture.encode()).hexdigest()[:16]


def _request(lecture: str) -> dg.RunRequest:
    # No run key: the same edits may come again, and a run for what is current does nothing.
    return dg.RunRequest(partition_key=lecture, tags={tags.ONLY_STALE: "true"})
