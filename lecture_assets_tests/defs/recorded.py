"""Lectures that stand as a test wants them to, in Dagster's records and the drop folder."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
from dagster._core.remote_origin import (
    RegisteredCodeLocationOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.storage.dagster_run import DagsterRun
from dagster._core.storage.event_log import SqlEventLogStorage
from dagster._core.storage.event_log.schema import AssetEventTagsTable, SqlEventLogStorageTable
from dagster._core.storage.runs import SqlRunStorage
from dagster._core.storage.runs.schema import RunsTable, RunTagsTable
from dagster._serdes import serialize_value

from lecture_assets.defs import tags
from lecture_assets.defs.jobs import highlight_lecture
from lecture_assets.defs.library_state import LectureState, library_state
from lecture_assets.defs.partitions import lectures
from lecture_assets.lineage import limits_hash, upload_mark, versions_in_force, wanted_of
from lecture_assets.storage.keys import UPLOADS, video_id
from lecture_assets.studio import Studio

FAILED = dg.DagsterRunStatus.FAILURE
_LOCATION = RegisteredCodeLocationOrigin("lecture_assets")
_ORIGIN = RemoteJobOrigin(
    RemoteRepositoryOrigin(_LOCATION, "__repository__"), highlight_lecture.name
)


def wanted(studio: Studio, key: str) -> str:
    """Return what a recording's page would be made of now."""
    return wanted_of(upload_mark(studio.store, key), versions_in_force(studio))


@dataclass(frozen=True)
class Recorded:
    """Dagster's records of a store."""

    instance: dg.DagsterInstance
    studio: Studio

    def upload(self, key: str, written_at: int = 0) -> str:
        """Drop a file and make its partition, as the sensor does; return the lecture."""
        store = self.studio.store
        store.write(UPLOADS + key, key.encode())
        if written_at:
            path = Path(store.location) / UPLOADS / key
            os.utime(path, (written_at, written_at))
        lecture = video_id(key)
        self.instance.add_dynamic_partitions(str(lectures.name), [lecture])
        return lecture

    def run(
        self, lecture: str, status: dg.DagsterRunStatus, with_tags: Mapping[str, str] | None = None
    ) -> str:
        """Record a run; return its ID."""
        run = self._new_run(lecture, status, with_tags or {})
        self.instance.run_storage.add_run(run)
        return run.run_id

    @staticmethod
    def _new_run(
        lecture: str, status: dg.DagsterRunStatus, with_tags: Mapping[str, str]
    ) -> DagsterRun:
        return DagsterRun(
            job_name=highlight_lecture.name,
            status=status,
            remote_job_origin=_ORIGIN,
            tags={"dagster/partition": lecture, **with_tags},
        )

    def refuse(self, lecture: str, limits: str | None = None) -> None:
        """Record that a run refused its upload."""
        noted = {
            tags.FAILURE: "RefusedLectureError",
            tags.REASON: "It is no recording.",
            tags.STAGE: "lecture_video",
            tags.LIMITS: limits or limits_hash(self.studio),
        }
        self.run(lecture, FAILED, noted)

    def finish(self, key: str, studio: Studio | None = None, clips: int = 3) -> None:
        """Record a page that was made under the settings in force, or of another studio."""
        made_of = wanted(studio or self.studio, key)
        self.instance.report_runless_asset_event(
            dg.AssetMaterialization(
                "highlights_page",
                partition=video_id(key),
                tags={"dagster/data_version": f"content.{clips}.{made_of}"},
            )
        )

    def fill(self, first: int, last: int) -> None:
        """Record lectures of five kinds in turn, all in a few statements."""
        keys = [f"lecture {number}.mp4" for number in range(first, last)]
        folder = self.studio.store.scratch("uploads")
        for key in keys:
            (folder / key).touch()
        self.instance.add_dynamic_partitions(str(lectures.name), [video_id(key) for key in keys])
        kinds = [keys[kind::5] for kind in range(4)]
        self._add_pages(kinds[0], first + 1)
        self._add_runs(kinds[1], FAILED, {})
        refused = {tags.FAILURE: "RefusedLectureError", tags.LIMITS: limits_hash(self.studio)}
        self._add_runs(kinds[2], FAILED, refused)
        self._add_runs(kinds[3], dg.DagsterRunStatus.QUEUED, {})

    def _add_pages(self, keys: list[str], first_id: int) -> None:
        asset, version = '["highlights_page"]', "dagster/data_version"
        events, values = [], []
        versions = versions_in_force(self.studio)
        for number, key in enumerate(keys, first_id):
            made_of = wanted_of(upload_mark(self.studio.store, key), versions)
            event = {"id": number, "asset_key": asset, "partition": video_id(key), "event": ""}
            events.append(event | {"dagster_event_type": "ASSET_MATERIALIZATION"})
            value = {"event_id": number, "asset_key": asset, "key": version}
            values.append(value | {"value": f"content.3.{made_of}"})
        storage = self.instance.event_log_storage
        assert isinstance(storage, SqlEventLogStorage)
        with storage.index_transaction() as connection:
            connection.execute(SqlEventLogStorageTable.insert(), events)
            connection.execute(AssetEventTagsTable.insert(), values)

    def _add_runs(
        self, keys: list[str], status: dg.DagsterRunStatus, with_tags: Mapping[str, str]
    ) -> None:
        runs, noted = [], []
        for key in keys:
            run = self._new_run(video_id(key), status, with_tags)
            row = {"run_id": run.run_id, "run_body": serialize_value(run)}
            runs.append(row | {"status": status.value, "partition": video_id(key)})
            noted += [
                {"run_id": run.run_id, "key": name, "value": value}
                for name, value in run.tags.items()
            ]
        storage = self.instance.run_storage
        assert isinstance(storage, SqlRunStorage)
        with storage.connect() as connection:
            connection.execute(RunsTable.insert(), runs)
            connection.execute(RunTagsTable.insert(), noted)

    def states(self) -> dict[str, LectureState]:
        found = library_state(self.instance, self.studio, self.studio.store.list(UPLOADS))
        return {each.lecture: each for each in found}

    def words(self) -> dict[str, str]:
        return {lecture: state.state.value for lecture, state in self.states().items()}
