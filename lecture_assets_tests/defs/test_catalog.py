"""Tests of the catalog at the edge: who brings it up to date, and what Dagster is told."""

import logging
from io import BytesIO
from pathlib import Path

import dagster as dg
import pandas as pd
import pytest

from lecture_assets.defs.build import build_defs
from lecture_assets.defs.catalog import CATALOG, catalogued_page, newest_page
from lecture_assets.defs.catalog_sensor import finished_lectures, update_library
from lecture_assets.defs.command import open_instance
from lecture_assets.defs.partitions import lectures
from lecture_assets.render.models import RenderedClips
from lecture_assets_tests.defs.conftest import Processed

PARQUET = "library/highlight_catalog.parquet"


def listed(processed: Processed) -> set[str]:
    frame = pd.read_parquet(BytesIO(processed.studio.store.read(PARQUET)))
    return set(frame["video_id"])


def tick(instance: dg.DagsterInstance, cursor: str | None = None) -> dg.SensorResult:
    context = dg.build_sensor_context(instance, cursor=cursor)
    result = finished_lectures(context)
    if isinstance(result, dg.SkipReason):
        return dg.SensorResult(skip_reason=result, cursor=cursor)
    assert isinstance(result, dg.SensorResult)
    return result


def run_catalog(instance: dg.DagsterInstance, processed: Processed) -> dg.ExecuteInProcessResult:
    job = build_defs(studio=processed.studio).resolve_job_def(update_library.name)
    return job.execute_in_process(instance=instance)


def metadata(instance: dg.DagsterInstance) -> dict[str, dg.MetadataValue]:
    event = instance.get_latest_materialization_event(CATALOG)
    assert event is not None
    assert event.asset_materialization is not None
    return dict(event.asset_materialization.metadata)


def test_the_command_leaves_a_library_with_its_lecture(processed_once: Processed) -> None:
    store = processed_once.studio.store
    rendered = RenderedClips.model_validate_json(
        store.read(f"lectures/{processed_once.lecture}/clips/clips.json")
    )
    frame = pd.read_parquet(BytesIO(store.read(PARQUET)))
    assert list(frame["sha256"]) == [clip.sha256 for clip in rendered.clips]
    assert all(store.stat(key) for name in ("file", "thumbnail", "page") for key in frame[name])
    page = store.read("library/index.html").decode()
    assert f"../lectures/{processed_once.lecture}/index.html" in page


def test_the_command_makes_a_library_that_is_missing(processed: Processed) -> None:
    processed.studio.store.delete_all("library/")
    assert processed.process().stages == []
    assert listed(processed) == {processed.lecture}


def test_a_library_that_cannot_be_written_does_not_fail_the_lecture(
    processed: Processed, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("lecture_assets"), "propagate", True)
    store = processed.studio.store
    store.delete_all("library/")
    store.write("library", b"a file where the folder should be")
    assert processed.process().lecture == processed.lecture
    assert "The library was not brought up to date: " in caplog.text


def test_dagster_shows_a_table_counts_columns_and_pictures_of_the_library(
    processed: Processed,
) -> None:
    with open_instance(processed.home) as instance:
        shown = metadata(instance)
    table = shown["newest_clips"]
    assert isinstance(table, dg.TableMetadataValue)
    rows = table.records
    assert rows[0].data["lecture_title"] == processed.key
    assert shown["dagster/row_count"].value == len(rows)
    assert shown["lectures"].value == 1
    assert Path(str(shown["page"].value)).is_file()
    schema = shown["dagster/column_schema"]
    assert isinstance(schema, dg.TableSchemaMetadataValue)
    assert "loudness_lufs" in [column.name for column in schema.schema.columns]
    for name in ("clips_per_week", "clip_lengths", "scores"):
        assert "](data:image/png;base64,iVBOR" in str(shown[name].value)


def test_after_the_command_the_sensor_asks_for_nothing(processed: Processed) -> None:
    with open_instance(processed.home) as instance:
        first = tick(instance)
        assert not first.run_requests
        assert first.cursor == str(newest_page(instance))
        assert tick(instance, first.cursor).skip_reason


def test_one_run_is_asked_for_however_many_lectures_finish(processed: Processed) -> None:
    with open_instance(processed.home) as instance:
        cursor = tick(instance).cursor
        for number in range(3):
            finish_again(instance, f"other-{number}-00000000")
        asked = tick(instance, cursor)
        assert asked.run_requests is not None
        assert len(asked.run_requests) == 1
        assert tick(instance, cursor).run_requests == asked.run_requests
        assert run_catalog(instance, processed).success
        assert catalogued_page(instance) == newest_page(instance)
        after = tick(instance, cursor)
        assert not after.run_requests
        assert after.cursor != cursor


def finish_again(instance: dg.DagsterInstance, lecture: str) -> None:
    instance.add_dynamic_partitions(str(lectures.name), [lecture])
    instance.report_runless_asset_event(
        dg.AssetMaterialization("highlights_page", partition=lecture)
    )


def test_no_second_run_is_asked_for_while_one_is_at_work(processed: Processed) -> None:
    with open_instance(processed.home) as instance:
        finish_again(instance, "other-00000000")
        run = instance.create_run_for_job(
            build_defs(studio=processed.studio).resolve_job_def(update_library.name),
            status=dg.DagsterRunStatus.STARTED,
        )
        assert not tick(instance).run_requests
        instance.report_run_failed(run)
        assert tick(instance).run_requests


def test_a_lecture_whose_partition_was_removed_drops_out(processed: Processed) -> None:
    with open_instance(processed.home) as instance:
        instance.delete_dynamic_partition(str(lectures.name), processed.lecture)
        assert run_catalog(instance, processed).success
        assert listed(processed) == set()
        instance.add_dynamic_partitions(str(lectures.name), [processed.lecture])
        assert run_catalog(instance, processed).success
        assert listed(processed) == {processed.lecture}


def test_an_unchanged_library_keeps_its_data_version(processed: Processed) -> None:
    with open_instance(processed.home) as instance:
        result = run_catalog(instance, processed)
        (made,) = result.asset_materializations_for_node("highlight_catalog")
        assert made.metadata["lectures_read_again"].value == 0
        made_by_command_and_run = [
            record.asset_materialization.tags
            for record in instance.fetch_materializations(CATALOG, limit=2).records
            if record.asset_materialization is not None
        ]
        versions = {(tags or {})["dagster/data_version"] for tags in made_by_command_and_run}
        assert len(made_by_command_and_run) == 2
        assert len(versions) == 1
