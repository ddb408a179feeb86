"""Tests of telling a webhook how lectures end."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import dagster as dg
import pytest
from dagster._core.definitions.sensor_definition import SensorExecutionData
from dagster._core.test_utils import create_run_for_test

from lecture_assets.defs import outcomes
from lecture_assets.defs import webhook as module
from lecture_assets.defs.build import build_defs
from lecture_assets.defs.command import open_instance
from lecture_assets.defs.webhook import tell_webhook
from lecture_assets.defs.work import Edge
from lecture_assets.errors import SettingsError
from lecture_assets.lineage import read_document
from lecture_assets.operations import WebhookOptions
from lecture_assets.render.models import RenderedClips
from lecture_assets.stages import STAGES
from lecture_assets.studio import Studio
from lecture_assets_tests.defs.conftest import Processed, deaf
from lecture_assets_tests.servers.webhook import Receiver, receiver

_REFUSED = {
    "lecture/failure": "RefusedLectureError",
    "lecture/stage": "lecture_video",
    "lecture/reason": "week1.mp4 has no sound.",
    "lecture/title": "Memory",
    "lecture/course": "Psychology 1",
}


@dataclass
class Teller:
    """The sensor, tick by tick."""

    instance: dg.DagsterInstance
    studio: Studio
    cursor: str | None = "0"

    def tick(self) -> SensorExecutionData:
        context = dg.build_sensor_context(
            instance=self.instance,
            cursor=self.cursor,
            resources={"edge": Edge(self.studio, deaf)},
        )
        done = tell_webhook.evaluate_tick(context)
        self.cursor = done.cursor
        return done

    def end(
        self,
        *,
        failed: bool = True,
        job: str = "highlight_lecture",
        tags: Mapping[str, str] | None = None,
        makes: str | None = None,
    ) -> str:
        """Make a run that has ended; return its ID."""
        run = create_run_for_test(
            self.instance,
            job,
            tags={"dagster/partition": "week-1-abc", **(tags or {})},
            asset_selection=frozenset({dg.AssetKey(makes)}) if makes else None,
        )
        if failed:
            self.instance.report_run_failed(run, "it failed")
        else:
            kind = dg.DagsterEventType.RUN_SUCCESS.value
            event = dg.DagsterEvent(event_type_value=kind, job_name=job, message="")
            self.instance.report_dagster_event(event, run.run_id)
        return str(run.run_id)


@pytest.fixture
def got() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


@pytest.fixture
def teller(
    empty_store: Studio,
    got: Receiver,
    instance: dg.DagsterInstance,
    monkeypatch: pytest.MonkeyPatch,
) -> Teller:
    monkeypatch.setattr(outcomes, "_SETTLED_S", -1.0)
    monkeypatch.setattr("lecture_assets.webhook._PAUSES_S", (0.0, 0.0))
    return Teller(instance, _telling(empty_store, got))


def _telling(studio: Studio, got: Receiver, **settings: object) -> Studio:
    changed = {"webhook": WebhookOptions(url=got.url), **settings}
    return Studio(
        settings=studio.settings.model_copy(update=changed),
        store=studio.store,
        transcriber=studio.transcriber,
        analyzer=studio.analyzer,
    )


def test_a_lecture_that_is_done_is_told_with_its_clips_and_its_page(
    processed: Processed, got: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "_SETTLED_S", -1.0)
    studio = _telling(processed.studio, got, base_url="https://clips.example/l/")
    with open_instance(processed.home) as instance:
        done = Teller(instance, studio).tick()
        (run,) = instance.get_runs(dg.RunsFilter(job_name="highlight_lecture"))
    rendered = read_document(studio.store, processed.lecture, STAGES["rendered_clips"])
    assert isinstance(rendered, RenderedClips)
    (told,) = got.documents
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "event": "done",
        "video_id": processed.lecture,
        "upload": "Week 1, Memory.mp4",
        "title": None,
        "course": None,
        "run_id": run.run_id,
        "reason": None,
        "clips": len(rendered.clips),
        "page": f"https://clips.example/l/lectures/{processed.lecture}/index.html",
    }
    assert done.dagster_run_reactions is not None
    assert [each.error for each in done.dagster_run_reactions] == [None]


def test_a_refusal_is_told_with_its_reason(teller: Teller, got: Receiver) -> None:
    run_id = teller.end(tags=_REFUSED)
    teller.tick()
    (told,) = got.documents
    assert (told["event"], told["run_id"]) == ("refused", run_id)
    assert told["reason"] == "week1.mp4 has no sound."
    assert (told["title"], told["course"]) == ("Memory", "Psychology 1")
    assert told["clips"] is None
    assert told["page"] is None


def test_a_failure_is_told_whatever_it_was(teller: Teller, got: Receiver) -> None:
    teller.end(tags={"lecture/failure": "StoreError", "lecture/reason": "The store is away."})
    teller.end()
    teller.tick()
    assert [(each["event"], each["reason"]) for each in got.documents] == [
        ("failed", "The store is away."),
        ("failed", "The run ended unexpectedly; Dagster's UI has its log."),
    ]


def test_each_run_is_told_once_and_in_order(teller: Teller, got: Receiver) -> None:
    first = [teller.end(failed=failed) for failed in (True, False, True)]
    teller.tick()
    second = teller.end()
    for _ in range(3):
        teller.tick()
    assert [each["run_id"] for each in got.documents] == [*first, second]


def test_what_is_no_end_of_a_lecture_is_not_told(teller: Teller, got: Receiver) -> None:
    teller.end(tags={"dagster/will_retry": "true"})
    teller.end(job="__ASSET_JOB", makes="layout")
    teller.end(job="update_library")
    teller.instance.delete_run(teller.end())
    canceled = create_run_for_test(teller.instance, "highlight_lecture")
    teller.instance.report_run_canceled(canceled)
    told = teller.end(job="__ASSET_JOB", makes="highlights_page")
    teller.tick()
    assert [each["run_id"] for each in got.documents] == [told]


def test_what_ended_before_the_first_tick_is_history(teller: Teller, got: Receiver) -> None:
    teller.end()
    teller.cursor = None
    teller.tick()
    teller.end(failed=False)
    teller.tick()
    assert [each["event"] for each in got.documents] == ["done"]


def test_an_event_of_a_moment_ago_waits_for_the_next_tick(
    teller: Teller, got: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "_SETTLED_S", 60.0)
    teller.end()
    teller.tick()
    assert got.documents == []
    monkeypatch.setattr(outcomes, "_SETTLED_S", -1.0)
    teller.tick()
    assert len(got.documents) == 1


def test_what_could_not_be_delivered_fails_the_tick_and_is_told_by_the_next(
    teller: Teller, got: Receiver
) -> None:
    runs = [teller.end(), teller.end()]
    got.answers = [204, 503, 503, 503]
    failed = teller.tick()
    assert failed.dagster_run_reactions is not None
    (fine, broken) = failed.dagster_run_reactions
    assert fine.error is None
    assert broken.error is not None
    assert broken.error.message.startswith("The webhook on 127.0.0.1 answers with HTTP 503")
    got.bodies.clear()
    teller.tick()
    assert [each["run_id"] for each in got.documents] == runs[1:]


def test_a_document_that_is_not_wanted_holds_up_no_other(teller: Teller, got: Receiver) -> None:
    teller.end()
    wanted = teller.end()
    got.answers = [422]
    teller.tick()
    got.bodies.clear()
    teller.tick()
    assert [each["run_id"] for each in got.documents] == [wanted]


def test_after_a_day_a_document_is_not_sent_again(
    teller: Teller, got: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    teller.end()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 25 * 3600)
    got.answers = [503, 503, 503]
    (reaction,) = teller.tick().dagster_run_reactions or []
    assert reaction.error is not None
    assert reaction.error.message.endswith("after a day the document is not sent again.")
    got.bodies.clear()
    teller.tick()
    assert got.documents == []


def test_a_slow_receiver_leaves_the_rest_to_the_next_tick(
    teller: Teller, got: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BUDGET_S", 0.1)
    got.delay_s = 0.2
    runs = [teller.end(), teller.end()]
    teller.tick()
    assert len(got.documents) == 1
    teller.tick()
    assert [each["run_id"] for each in got.documents] == runs


def test_more_ends_than_one_tick_takes_are_told_in_order_by_the_next_ones(
    teller: Teller, got: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "_MOST_AT_ONCE", 2)
    runs = [teller.end(failed=number % 3 == 0) for number in range(5)]
    for _ in range(5):
        teller.tick()
    assert [each["run_id"] for each in got.documents] == runs


def test_there_is_no_sensor_where_nobody_is_to_be_told(empty_store: Studio, got: Receiver) -> None:
    assert _sensors(empty_store).isdisjoint({"tell_webhook"})
    assert "tell_webhook" in _sensors(_telling(empty_store, got))
    mistyped = WebhookOptions(url="hooks.example/x")
    with pytest.raises(SettingsError, match="LECTURE_WEBHOOK__URL"):
        _sensors(_telling(empty_store, got, webhook=mistyped))


def _sensors(studio: Studio) -> set[str]:
    return {each.name for each in build_defs(studio=studio).sensors or []}
