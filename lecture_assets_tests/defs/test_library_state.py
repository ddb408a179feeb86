"""Tests of how all lectures stand, over Dagster's records."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from lecture_assets.studio import Studio, open_studio
from lecture_assets_tests.defs.recorded import FAILED, Recorded

CANCELED = dg.DagsterRunStatus.CANCELED
QUEUED = dg.DagsterRunStatus.QUEUED
STARTED = dg.DagsterRunStatus.STARTED
SUCCESS = dg.DagsterRunStatus.SUCCESS
_KINDS = ["new", "queued", "running", "done", "barren", "stale", "refused", "failed", "canceled"]


@pytest.fixture
def recorded(empty_store: Studio, instance: dg.DagsterInstance) -> Recorded:
    return Recorded(instance, empty_store)


def with_highlights(studio: Studio, most: int) -> Studio:
    highlights = studio.settings.highlights.model_copy(update={"max_highlights": most})
    return open_studio(studio.settings.model_copy(update={"highlights": highlights}))


def test_each_lecture_stands_as_its_records_say(recorded: Recorded) -> None:
    named = {name: recorded.upload(f"{name}.mp4") for name in _KINDS}
    recorded.run(named["queued"], FAILED)
    recorded.run(named["queued"], QUEUED)
    recorded.run(named["running"], STARTED)
    recorded.run(named["running"], QUEUED)
    recorded.run(named["done"], FAILED)
    recorded.finish("done.mp4")
    recorded.finish("barren.mp4", clips=0)
    recorded.finish("stale.mp4", with_highlights(recorded.studio, 3))
    recorded.refuse(named["refused"])
    recorded.run(named["failed"], SUCCESS)
    recorded.run(named["failed"], FAILED)
    recorded.run(named["canceled"], CANCELED)
    assert recorded.words() == {
        named["new"]: "missing",
        named["queued"]: "queued",
        named["running"]: "running",
        named["done"]: "done",
        named["barren"]: "done without highlights",
        named["stale"]: "stale",
        named["refused"]: "refused",
        named["failed"]: "failed",
        named["canceled"]: "missing",
    }


def test_a_new_upload_makes_the_lecture_stale_and_no_upload_leaves_it_done(
    recorded: Recorded,
) -> None:
    lecture = recorded.upload("week1.mp4")
    recorded.finish("week1.mp4")
    assert recorded.words() == {lecture: "done"}
    recorded.upload("week1.mp4", written_at=1_700_000_000)
    assert recorded.words() == {lecture: "stale"}
    recorded.studio.store.delete("uploads/week1.mp4")
    assert recorded.words() == {lecture: "done"}


def test_a_crashed_run_that_dagster_is_about_to_retry_is_queued(recorded: Recorded) -> None:
    lecture = recorded.upload("week1.mp4")
    run_id = recorded.run(lecture, STARTED)
    run = recorded.instance.get_run_by_id(run_id)
    assert run is not None
    recorded.instance.report_run_failed(run)
    recorded.instance.add_run_tags(run_id, {"dagster/will_retry": "true"})
    assert recorded.words() == {lecture: "queued"}
    recorded.run(lecture, FAILED, {"dagster/will_retry": "false"})
    assert recorded.words() == {lecture: "failed"}


def test_a_refusal_stands_until_the_limits_change(recorded: Recorded) -> None:
    lecture = recorded.upload("week1.mp4")
    recorded.refuse(lecture)
    assert recorded.states()[lecture].stands
    longer = recorded.studio.settings.limits.model_copy(update={"max_streams": 99})
    studio = open_studio(recorded.studio.settings.model_copy(update={"limits": longer}))
    later = Recorded(recorded.instance, studio).states()[lecture]
    assert (later.state, later.stands) == ("refused", False)


def test_what_no_sensor_has_seen_is_missing_and_unknown_and_sidecars_are_no_lectures(
    recorded: Recorded,
) -> None:
    store = recorded.studio.store
    store.write("uploads/week1.mp4", b"x")
    store.write("uploads/week1.mp4.yaml", b"title: x")
    ((state,)) = recorded.states().values()
    assert (state.state, state.known) == ("missing", False)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect what is sent to any database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_two_thousand_lectures_take_as_many_queries_as_two_hundred(
    recorded: Recorded,
) -> None:
    counts = []
    for first, last in ((0, 200), (200, 2000)):
        recorded.fill(first, last)
        with statements() as sent:
            states = recorded.states()
        counts.append(len(sent))
        assert len(states) == last
    assert counts[0] == counts[1]
    expected = {"done": 400, "failed": 400, "refused": 400, "queued": 400, "missing": 400}
    assert Counter(state.state.value for state in states.values()) == expected
