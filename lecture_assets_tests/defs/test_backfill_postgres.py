"""Tests of the state of all lectures, the backfill and the audit over a real Postgres."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from lecture_assets.defs import tags
from lecture_assets.studio import Studio
from lecture_assets_tests.defs.recorded import FAILED, Recorded
from lecture_assets_tests.defs.test_library_state import statements
from lecture_assets_tests.defs.test_schedules import lectures_of, run, tick
from lecture_assets_tests.servers.postgres import Database

pytestmark = pytest.mark.services
_PAGE = Path(__file__).parents[2] / "docs" / "backfill.md"


@pytest.fixture
def recorded(empty_store: Studio, database: Database) -> Iterator[Recorded]:
    storage = {"postgres": {"postgres_url": database.url}}
    with dg.instance_for_test(overrides={"storage": storage}) as instance:
        yield Recorded(instance, empty_store)


def test_two_thousand_lectures_take_as_many_queries_as_two_hundred(recorded: Recorded) -> None:
    recorded.states()
    counts = []
    for first, last in ((0, 200), (200, 2000)):
        recorded.fill(first, last)
        with statements() as sent:
            assert len(recorded.states()) == last
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_night_requests_what_is_missing_failed_or_stale_and_the_next_none(
    recorded: Recorded,
) -> None:
    stale, failed, missing = (
        recorded.upload(f"{name}.mp4", 1_700_000_000 + at)
        for at, name in ((30, "stale"), (20, "failed"), (10, "missing"))
    )
    recorded.finish("stale.mp4")
    recorded.upload("stale.mp4", 1_700_000_040)
    recorded.run(failed, FAILED)
    recorded.refuse(recorded.upload("refused.mp4"))
    recorded.run(recorded.upload("queued.mp4"), dg.DagsterRunStatus.QUEUED)
    recorded.upload("current.mp4")
    recorded.finish("current.mp4")
    requests = tick(recorded)
    assert lectures_of(requests) == [stale, failed, missing]
    run(recorded, requests)
    assert tick(recorded) == []


def test_the_documented_audit_tells_who_ran_what(recorded: Recorded, database: Database) -> None:
    lecture = recorded.upload("week1.mp4")

    @dg.asset
    def page() -> None: ...

    by_command = {tags.COMMAND: "true", "dagster/partition": lecture}
    dg.materialize([page], instance=recorded.instance, tags=by_command)
    first = recorded.run(lecture, FAILED, {"dagster/sensor_name": "new_uploads"})
    recorded.run(lecture, FAILED, {"dagster/parent_run_id": first, "dagster/sensor_name": "x"})
    recorded.run(lecture, FAILED, {"dagster/schedule_name": "nightly_backfill"})
    recorded.run(lecture, FAILED, {"dagster/backfill": "abc"})
    recorded.run(lecture, FAILED, {"user": "ada@example.org", tags.REASON: "The disk is full."})
    recorded.run(lecture, FAILED)
    found = list(reversed(audit(database)))
    assert [row["who"] for row in found] == [
        *("command line", "sensor new_uploads", f"again after {first}"),
        *("schedule nightly_backfill", "backfill abc", "ada@example.org", "by hand"),
    ]
    assert {row["lecture"] for row in found} == {lecture}
    assert (found[0]["made"], found[0]["status"]) == ("page", "SUCCESS")
    assert found[0]["requested_utc"] is not None
    assert found[0]["ended"] >= found[0]["started"]
    assert found[5]["reason"] == "The disk is full."


def audit(database: Database) -> list[dict[str, Any]]:
    query = _PAGE.read_text().partition("```sql")[2].partition("```")[0]
    engine = create_engine(database.url)
    try:
        with engine.connect() as connection:
            return [dict(row) for row in connection.exec_driver_sql(query).mappings()]
    finally:
        engine.dispose()


def test_the_longest_reason_that_a_run_notes_can_be_written(recorded: Recorded) -> None:
    run_id = recorded.run("week1-1eed3610", FAILED)
    reason = "".join(chr(0x4E00 + number) for number in range(5000))
    recorded.instance.add_run_tags(run_id, {tags.REASON: tags.fitting(reason)})
    with pytest.raises(DBAPIError, match="index row"):
        recorded.instance.add_run_tags(run_id, {tags.REASON: reason})
