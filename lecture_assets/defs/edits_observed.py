"""Tells Dagster which edits there are, so that the UI shows what they made stale."""

from collections.abc import Sequence

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_TAG, extract_data_version_from_entry

from lecture_assets.edits.in_force import NO_FILE, edits_version
from lecture_assets.stages import EDITS
from lecture_assets.storage.store import ArtifactStore


def observation(lecture: str, version: str) -> dg.AssetObservation:
    """Say which edits there are of a lecture."""
    return dg.AssetObservation(
        asset_key=dg.AssetKey(EDITS), partition=lecture, tags={DATA_VERSION_TAG: version}
    )


def changed_versions(
    instance: dg.DagsterInstance, store: ArtifactStore, lectures: Sequence[str]
) -> dict[str, str]:
    """Return by lecture the version of its edits, where it is not the one observed last.

    Args:
        instance: Dagster's instance.
        store: Has the edits.
        lectures: Which to look at.
    """
    found = instance.event_log_storage.get_latest_tags_by_partition(
        dg.AssetKey(EDITS),
        dg.DagsterEventType.ASSET_OBSERVATION,
        [DATA_VERSION_TAG],
        asset_partitions=lectures,
    )
    observed = {lecture: tags[DATA_VERSION_TAG] for lecture, tags in found.items()}
    now = {lecture: edits_version(store, lecture) for lecture in lectures}
    return {each: v for each, v in now.items() if v != observed.get(each, NO_FILE)}


def note_edits(context: dg.AssetExecutionContext, store: ArtifactStore) -> None:
    """Note the edits that a step is about to read, so that its lineage points at them.

    Dagster looks up what a step reads before the step begins; without this, edits that nobody had
    observed until then would seem to have come later, and the step's result would seem stale.
    """
    lecture, key = context.partition_key, dg.AssetKey(EDITS)
    last = context.instance.get_latest_data_version_record(
        key, is_source=True, partition_key=lecture
    )
    version = edits_version(store, lecture)
    if last is None or extract_data_version_from_entry(last.event_log_entry) != dg.DataVersion(
        version
    ):
        context.log_event(observation(lecture, version))
    context.get_step_execution_context().wipe_input_asset_version_info(key)
