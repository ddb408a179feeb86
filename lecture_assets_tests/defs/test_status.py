"""Tests of ``lecture-assets status``."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lecture_assets.cli import app
from lecture_assets.defs import tags
from lecture_assets.defs.command import dagster_home, open_instance
from lecture_assets.defs.library_state import State
from lecture_assets.errors import LectureError
from lecture_assets_tests.defs.conftest import Processed, open_store_at
from lecture_assets_tests.defs.recorded import FAILED, Recorded

LONG_AGO = 1_700_000_000


@pytest.fixture
def recorded(tmp_path_factory: pytest.TempPathFactory, databases: Path) -> Iterator[Recorded]:
    studio = open_store_at(tmp_path_factory.mktemp("store"))
    shutil.copytree(databases, studio.store.home())
    with open_instance(dagster_home(studio.store)) as instance:
        yield Recorded(instance, studio)


def told(store: str, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["status", "--store", store, *arguments])
    if result.exception is not None:
        raise result.exception
    return result.output


def told_as_json(store: str, *arguments: str) -> dict[str, Any]:
    found = json.loads(told(store, "--json", *arguments))
    assert isinstance(found, dict)
    return found


def test_an_empty_store_has_no_lectures(recorded: Recorded) -> None:
    assert told(recorded.studio.store.location) == "0 lectures\n"


def test_a_mistyped_store_is_no_store_without_lectures(tmp_path: Path) -> None:
    mistyped = tmp_path / "lectrue-store"
    with pytest.raises(LectureError, match=r"There is no store at .*lectrue-store; check"):
        told(str(mistyped))
    assert not mistyped.exists()


def test_it_counts_the_states_and_lists_the_newest_first(recorded: Recorded) -> None:
    for day in range(4):
        recorded.upload(f"day {day}.mp4", LONG_AGO + day)
    recorded.finish("day 2.mp4")
    store = recorded.studio.store.location
    lines = told(store, "--limit", "2").splitlines()
    assert lines[0] == "4 lectures: 3 missing, 1 done"
    assert [line.split()[0][:5] for line in lines[2:4]] == ["day-3", "day-2"]
    assert lines[4] == "2 more; see them with --limit 4."
    found = told_as_json(store, "--limit", "2")
    assert (found["total"], len(found["lectures"])) == (4, 2)
    assert set(found["counts"]) == {state.value for state in State}
    assert found["counts"]["missing"] == 3


def test_it_says_why_a_lecture_failed_or_is_stale(recorded: Recorded) -> None:
    failed = recorded.upload("failed.mp4", LONG_AGO + 1)
    recorded.run(failed, FAILED, {tags.REASON: "The disk is full.", tags.TITLE: "Week 1"})
    recorded.upload("stale.mp4", LONG_AGO)
    recorded.finish("stale.mp4")
    recorded.upload("stale.mp4", LONG_AGO - 1)
    first, second = told_as_json(recorded.studio.store.location)["lectures"]
    assert (first["title"], first["reason"]) == ("Week 1", "The disk is full.")
    assert (second["title"], second["state"]) == ("stale.mp4", "stale")
    assert second["reason"] == "Since it was made, its recording changed."


def test_names_that_people_gave_steer_neither_the_table_nor_the_terminal(
    recorded: Recorded,
) -> None:
    lecture = recorded.upload("[red]week[/red] \x1b[2J 1.mp4")
    recorded.run(lecture, FAILED, {tags.REASON: "[bold]\x07\nbad", tags.TITLE: "[link=x]\x1b]0;"})
    store = recorded.studio.store.location
    for output in (told(store), told(store, lecture)):
        assert "[link=x]" in output
        assert "[bold] bad" in output
        assert "\x1b" not in output
        assert "\x07" not in output


def test_a_name_that_is_not_utf8_does_not_stop_it(recorded: Recorded) -> None:
    folder = recorded.studio.store.scratch("uploads")
    Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.mp4")).write_bytes(b"x")
    store = recorded.studio.store.location
    (line,) = told_as_json(store)["lectures"]
    assert (line["key"], line["state"]) == ("bad?.mp4", "missing")
    assert "bad?.mp4" in told(store)


def test_an_unknown_lecture_is_one_sentence_with_the_nearest_names(recorded: Recorded) -> None:
    lecture = recorded.upload("week 1.mp4")
    with pytest.raises(LectureError, match=f"no lecture 'week-1'; did you mean {lecture}"):
        told(recorded.studio.store.location, "week-1")


def test_a_processed_lecture_shows_its_stages_runs_and_page(processed: Processed) -> None:
    store = processed.studio.store.location
    found = told_as_json(store, processed.lecture)
    assert (found["state"], found["key"], found["reason"]) == ("done", processed.key, None)
    assert [stage["state"] for stage in found["stages"]] == ["current"] * 8
    assert all(stage["at"] for stage in found["stages"])
    assert [run["status"] for run in found["runs"]] == ["success"]
    assert found["run_id"] == found["runs"][0]["run_id"]
    assert found["page"] == str(processed.path("index.html"))
    output = told(store, processed.lecture)
    assert f"Page: {processed.path('index.html')}" in output
    assert "done since" in output


def test_a_lost_document_shows_with_all_that_follows_it(processed: Processed) -> None:
    processed.path("clips/clips.json").unlink()
    found = told_as_json(processed.studio.store.location, processed.lecture)
    states = {stage["name"]: stage["state"] for stage in found["stages"]}
    assert states["selected_highlights"] == "current"
    assert (states["rendered_clips"], states["highlights_page"]) == ("missing", "stale")
