"""Runs the definitions in this process, for the command line."""

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from glob import escape
from importlib.resources import files
from pathlib import Path

import dagster as dg
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.noop_compute_log_manager import NoOpComputeLogManager
from yaml import YAMLError

from lecture_assets.defs import tags
from lecture_assets.defs.build import build_defs
from lecture_assets.defs.catalog import report_catalog
from lecture_assets.defs.databases import (
    RECORDS_ERRORS,
    make_databases,
    one_at_a_time,
    records_cannot_be_used,
)
from lecture_assets.defs.dead_runs import fail_dead_runs
from lecture_assets.defs.jobs import highlight_lecture
from lecture_assets.defs.partitions import lectures
from lecture_assets.defs.reports import Listener, tell_nobody
from lecture_assets.defs.work import Edge
from lecture_assets.edits.in_force import why_unusable
from lecture_assets.edits.misnamed import misnamed
from lecture_assets.errors import LectureBusyError, LectureError, SettingsError
from lecture_assets.library.page import INDEX
from lecture_assets.lineage import stale_stages
from lecture_assets.storage.keys import video_id
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.studio import Studio

_OBEYS = "selected_highlights"
"""The stage that obeys edits, and fails by itself where it cannot."""
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How a command's run ended.

    Attributes:
        lecture: The video ID.
        stages: Names of the stages that were run, in order.
    """

    lecture: str
    stages: Sequence[str]


def dagster_home(store: ArtifactStore) -> Path:
    """Return ``DAGSTER_HOME``, else the store's own; it gets our dagster.yaml if it has none.

    The same folder serves ``dagster dev``, so that the command's runs show in the UI.

    Raises:
        SettingsError: The folder cannot be used.
    """
    home = Path(os.environ.get("DAGSTER_HOME") or store.home()).absolute()
    if "?" in str(home):
        raise SettingsError(
            f"Dagster's folder {home} cannot be used, since SQLite's addresses end at a '?'; set "
            "DAGSTER_HOME or the store to a folder without one."
        )
    config = home / "dagster.yaml"
    try:
        if not config.exists():
            home.mkdir(parents=True, exist_ok=True)
            with one_at_a_time(home):
                unfinished = home / ".dagster.yaml.part"
                ours = files("lecture_assets.defs").joinpath("dagster.yaml")
                unfinished.write_text(ours.read_text())
                unfinished.replace(config)
    except OSError as error:
        raise SettingsError(
            f"Dagster's folder {home} cannot be used: {error.strerror}; set DAGSTER_HOME or the "
            "store to a folder that can be written."
        ) from error
    return home


def open_instance(home: Path, *, with_logs: bool = False) -> dg.DagsterInstance:
    """Open Dagster's instance without its capture of standard output, which is the terminal's.

    Args:
        home: Dagster's folder.
        with_logs: Whether what was captured of launched runs is at hand, for who removes it.

    Raises:
        SettingsError: Its dagster.yaml or its databases cannot be used.
    """
    no_logs = {"module": NoOpComputeLogManager.__module__, "class": "NoOpComputeLogManager"}
    overrides = {} if with_logs else {"compute_logs": no_logs}
    # Dagster takes the name for a pattern, and a pattern without a match for no configuration.
    config = escape(str(home / "dagster.yaml"))
    try:
        ref = InstanceRef.from_dir(str(home), config_filename=config, overrides=overrides)
        make_databases(ref)
        return dg.DagsterInstance.from_ref(ref)
    except (dg.DagsterInvalidConfigError, YAMLError, OSError) as error:
        said = " ".join(str(error).split())[:200]
        raise SettingsError(
            f"{home / 'dagster.yaml'} cannot be used: {said}; mend it, or remove it for the one "
            "that comes with lecture-assets."
        ) from error
    except RECORDS_ERRORS as error:
        raise SettingsError(records_cannot_be_used(home, error)) from error


def process_upload(
    studio: Studio,
    home: Path,
    upload_key: str,
    listener: Listener,
    tell: Callable[[str], None] = tell_nobody,
) -> Outcome:
    """Make what is not current of a lecture.

    Args:
        studio: Settings, store and providers.
        home: Dagster's folder.
        upload_key: Path of the upload below the drop folder.
        listener: Hears of progress.
        tell: Told in a sentence what should be known before the end.

    Raises:
        LectureBusyError: Another process is working on the lecture.
        LectureError: A stage failed.
        KeyboardInterrupt: It was interrupted; the run is marked failed, and nothing is left over.
    """
    try:
        with open_instance(home) as instance:
            fail_dead_runs(instance, studio.store)
            outcome = _process(instance, studio, upload_key, listener, tell)
            if outcome.stages or studio.store.stat(INDEX) is None:
                _update_library(instance, studio)
            return outcome
    except RECORDS_ERRORS as error:
        raise LectureError(records_cannot_be_used(home, error)) from error


def _process(
    instance: dg.DagsterInstance,
    studio: Studio,
    upload_key: str,
    listener: Listener,
    tell: Callable[[str], None],
) -> Outcome:
    lecture = video_id(upload_key)
    with studio.store.lock(lecture, shared=False) as had:
        if not had:
            raise LectureBusyError(
                f"{lecture} is being processed by another process; wait for it, or cancel its run."
            )
        other_name = misnamed(studio.store, lecture)
        if other_name:
            tell(other_name)
        stale = stale_stages(studio, lecture, upload_key)
        if stale:
            why_not = why_unusable(studio.store, lecture)
            if why_not and stale[0] != _OBEYS:
                tell(why_not)
            edge = Edge(studio, listener, holds_lock=True, tell=tell_nobody if why_not else tell)
            _execute(instance, edge, lecture, stale)
    return Outcome(lecture=lecture, stages=stale)


def _update_library(instance: dg.DagsterInstance, studio: Studio) -> None:
    """Take the lecture into the library; the lecture is done, whatever becomes of that."""
    try:
        report_catalog(instance, studio)
    except LectureError as error:
        _logger.warning("The library was not brought up to date: %s", error)


def _execute(instance: dg.DagsterInstance, edge: Edge, lecture: str, stages: Sequence[str]) -> None:
    instance.add_dynamic_partitions(str(lectures.name), [lecture])
    definitions = build_defs({"edge": edge}, edge.studio)
    result = definitions.resolve_job_def(highlight_lecture.name).execute_in_process(
        instance=instance,
        partition_key=lecture,
        asset_selection=[dg.AssetKey(stage) for stage in stages],
        tags={tags.COMMAND: "true", tags.ONLY_STALE: "true"},
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        raise_on_error=False,
    )
    if not result.success:
        raise LectureError(_why(result))


def _why(result: dg.ExecuteInProcessResult) -> str:
    """Return the sentence of the first step that failed."""
    for event in result.all_events:
        if not event.is_step_failure:
            continue
        data = event.step_failure_data
        if data.user_failure_data is not None and data.user_failure_data.description:
            return str(data.user_failure_data.description)
        error = data.error
        if error is not None and error.cls_name == DagsterExecutionInterruptedError.__name__:
            raise KeyboardInterrupt
        while error is not None and error.cause is not None:
            error = error.cause
        said = " ".join(error.message.split()) if error else "it said nothing"
        return (
            f"The stage {event.step_key} failed unexpectedly: {said}; "
            f"run {result.run_id} in Dagster's UI has the details."
        )
    return f"The run {result.run_id} did not finish; see it in Dagster's UI."
