"""Tells Dagster which edits there are, what they made stale, and why they cannot be obeyed."""

from collections.abc import Sequence

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_TAG, extract_data_version_from_entry

from lecture_assets.edits.in_force import NO_FILE, edits_version, why_unusable
from lecture_assets.edits.misnamed import misnamed, why_not_obeyed
from lecture_assets.media.models import LectureVideo
from lecture_assets.stages import EDITS
from lecture_assets.storage.store import ArtifactStore

USABLE = dg.AssetCheckSpec(
    "edits_can_be_obeyed",
    asset=EDITS,
    description=(
        "An edits.yaml says nothing that nobody can do, and none is there under another name; told "
        "before anything is made."
    ),
)


def observation(lecture: str, version: str) -> dg.AssetObservation:
    """Say which edits there are of a lecture."""
    return dg.AssetObservation(
        asset_key=dg.AssetKey(EDITS), partition=lecture, tags={DATA_VERSION_TAG: version}
    )


def usable(lecture: str, why_not: str | None) -> dg.AssetCheckResult:
    """Say whether a lecture's edits can be obeyed.

    Args:
        lecture: The video ID.
        why_not: A sentence where they cannot.
    """
    return dg.AssetCheckResult(
        check_name=USABLE.name,
        asset_key=EDITS,
        passed=why_not is None,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"lecture": lecture},
        description=why_not,
    )


def evaluation(lecture: str, why_not: str | None) -> dg.AssetCheckEvaluation:
    """Say the same outside a run, see ``usable``."""
    said = usable(lecture, why_not)
    return dg.AssetCheckEvaluation(
        asset_key=dg.AssetKey(EDITS),
        check_name=USABLE.name,
        passed=said.passed,
        severity=said.severity,
        metadata=said.metadata,
        description=said.description,
    )


def tell_if_unusable(
    context: dg.AssetExecutionContext, store: ArtifactStore, measured: LectureVideo
) -> str | None:
    """Say as soon as a recording is measured whether the edits of it can be obeyed.

    Args:
        context: The step's context.
        store: Has the edits.
        measured: The recording.

    Returns:
        A sentence where they cannot.
    """
    lecture = context.partition_key
    other_name = misnamed(store, lecture)
    if edits_version(store, lecture) == NO_FILE and not other_name:
        return None
    why_not = why_unusable(store, lecture, measured)
    context.instance.report_runless_asset_event(evaluation(lecture, why_not or other_name))
    if why_not or other_name:
        context.log.warning(why_not or other_name)
    return why_not


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
        context.instance.report_runless_asset_event(
            evaluation(lecture, why_not_obeyed(store, lecture))
        )
    context.get_step_execution_context().wipe_input_asset_version_info(key)
