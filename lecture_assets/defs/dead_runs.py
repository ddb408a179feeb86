"""Finds the command's runs whose process is gone."""

import dagster as dg
from dagster._core.storage.tags import PARTITION_NAME_TAG

from lecture_assets.defs import tags
from lecture_assets.storage.store import ArtifactStore

_UNFINISHED = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def fail_dead_runs(instance: dg.DagsterInstance, store: ArtifactStore) -> set[str]:
    """Mark the command's runs failed whose process is gone, so that they hold nothing up.

    The command holds its lecture's lock while it runs, and the kernel frees the lock of a killed
    process, so a run that claims to be running while its lock is free is dead. A run that was
    executed again from the UI has a parent, and may have its tags; it is none of the command's.

    Args:
        instance: Dagster's instance.
        store: Has the locks.

    Returns:
        The lectures that the command is working on.
    """
    busy = set()
    claimed = dg.RunsFilter(tags={tags.COMMAND: "true"}, statuses=_UNFINISHED)
    for run in instance.get_runs(claimed):
        if run.parent_run_id is not None:
            continue
        lecture = run.tags[PARTITION_NAME_TAG]
        with store.lock(lecture, shared=False) as had:
            if had:
                instance.report_run_failed(run, "The command was killed.")
            else:
                busy.add(lecture)
    return busy
