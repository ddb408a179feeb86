"""Tests of when edits are looked at, and of what the UI and the command tell of them."""

from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus
from dagster._core.loader import LoadingContextForTest

from lecture_assets.defs import edits_sensor
from lecture_assets.defs.assets import selected_highlights
from lecture_assets.defs.build import build_defs
from lecture_assets.defs.command import open_instance, process_upload
from lecture_assets.defs.edits_observed import USABLE, note_edits
from lecture_assets.defs.work import Edge
from lecture_assets.errors import LectureError
from lecture_assets.lineage import read_document
from lecture_assets.media.models import LectureVideo
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.timeline import clock
from lecture_assets_tests.defs.conftest import Processed, deaf
from lecture_assets_tests.defs.editor import AFTER, Editor, editor_of


@pytest.fixture
def editor(processed: Processed, monkeypatch: pytest.MonkeyPatch) -> Editor:
    return editor_of(processed, monkeypatch)


def found_out(lecture: Processed) -> list[tuple[bool, str | None]]:
    """Tell what the checks of the edits found, the newest first."""
    with open_instance(lecture.home) as instance:
        records = instance.event_log_storage.get_asset_check_execution_history(USABLE.key, 9)
    found = [record.event.dagster_event for record in records if record.event]
    return [
        (event.asset_check_evaluation_data.passed, event.asset_check_evaluation_data.description)
        for event in found
        if event
    ]


def test_what_cannot_be_obeyed_is_told_before_anything_is_made(editor: Editor) -> None:
    lecture = editor.lecture
    heard: list[str] = []

    def process() -> list[str]:
        heard.clear()
        (Path(lecture.studio.store.location) / "uploads" / lecture.key).touch()
        lecture.studio.store.delete(lecture_key(lecture.lecture, "silence_map.json"))
        with pytest.raises(LectureError) as refused:
            process_upload(
                lecture.studio, lecture.home, lecture.key, lambda at, _: heard.append(at), said
            )
        assert str(refused.value) == why
        assert heard.index(why) < heard.index("silence_map")
        return heard

    said = heard.append
    editor.write("clips: 2\n\npins:\n  - 0:01-0:04\n")
    why = "edits.yaml, line 3: there is no key pins; did you mean pin?"
    assert process()[0] == why
    assert heard.count(why) == 1
    assert read_document(lecture.studio.store, lecture.lecture, STAGES["silence_map"])

    editor.write("pin:\n  - 0:01-9:04\n")
    ends = clock(editor.read(LectureVideo).duration_ms)
    why = (
        f"edits.yaml, line 2: 9:04 lies outside the lecture, which ends at {ends}; mend the file, "
    )
    why += "or remove it."
    lecture.studio.store.delete(lecture_key(lecture.lecture, "lecture_video.json"))
    assert process().index("lecture_video") < heard.index(why)
    assert found_out(lecture)[0] == (False, why)

    editor.write("clips: 1\n")
    editor.process()
    assert found_out(lecture)[0] == (True, None)


def test_edits_that_change_while_clips_are_made_wait_for_the_next_run(editor: Editor) -> None:
    first = f"clips: 1\npin:\n  - {{at: {editor.stretch(0, 0)}, title: First}}\n"
    second = f"clips: 1\npin:\n  - {{at: {editor.stretch(3, 4)}, title: Second}}\n"
    editor.write(first)

    def interfere(stage: str, share: float) -> None:
        if (stage, share) == ("rendered_clips", 0.0):
            editor.write(second)

    editor.lecture.process(interfere)
    page = editor.lecture.path("index.html")
    assert (list(editor.clips), "First" in page.read_text()) == (["First"], True)
    assert "Second" not in page.read_text()
    assert editor.stale() == AFTER
    assert editor.process() == AFTER
    assert (list(editor.clips), "First" in page.read_text()) == (["Second"], False)
    assert editor.stale() == []


def test_edits_that_change_at_the_instant_they_are_read_leave_a_stale_choice(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = f"clips: 1\npin:\n  - {{at: {editor.stretch(3, 4)}, title: Second}}\n"
    editor.write("clips: 1\n")

    def noted_then_changed(context: dg.AssetExecutionContext, store: ArtifactStore) -> None:
        note_edits(context, store)
        editor.write(second)

    with monkeypatch.context() as patch:
        patch.setattr(selected_highlights, "note_edits", noted_then_changed)
        editor.process()
    assert editor.stale() == AFTER
    editor.process()
    assert (list(editor.clips), editor.stale()) == (["Second"], [])


def status(lecture: Processed, instance: dg.DagsterInstance) -> dict[str, StaleStatus]:
    """Tell which stages the UI shows as stale."""
    graph = build_defs(studio=lecture.studio).get_repository_def().asset_graph
    resolver = CachingStaleStatusResolver(instance, graph, LoadingContextForTest(instance))
    return {name: resolver.get_status(dg.AssetKey(name), lecture.lecture) for name in STAGES}


def look(
    lecture: Processed, instance: dg.DagsterInstance, cursor: str | None = None
) -> dg.SensorResult:
    """Have the sensor tick, and note what it observed as the daemon does."""
    edge = Edge(lecture.studio, deaf)
    context = dg.build_sensor_context(instance=instance, cursor=cursor, resources={"edge": edge})
    result = edits_sensor.changed_edits(context)
    assert isinstance(result, dg.SensorResult)
    for event in result.asset_events:
        instance.report_runless_asset_event(event)
    return result


def tick(lecture: Processed, instance: dg.DagsterInstance) -> list[dg.RunRequest]:
    return list(look(lecture, instance).run_requests or [])


def test_the_ui_shows_what_edits_made_stale_and_the_sensor_has_it_made(editor: Editor) -> None:
    lecture = editor.lecture
    with open_instance(lecture.home) as instance:
        assert set(status(lecture, instance).values()) == {StaleStatus.FRESH}
        assert tick(lecture, instance) == []
        editor.write("clips: 1\n")
        (request,) = tick(lecture, instance)
        assert request.partition_key == lecture.lecture
        assert tick(lecture, instance) == []
        stale = [
            name for name, each in status(lecture, instance).items() if each == StaleStatus.STALE
        ]
        assert stale == ["selected_highlights"]
    editor.process()
    with open_instance(lecture.home) as instance:
        assert set(status(lecture, instance).values()) == {StaleStatus.FRESH}
        lecture.studio.store.delete(editor.key)
        assert len(tick(lecture, instance)) == 1
    editor.process()
    with open_instance(lecture.home) as instance:
        assert set(status(lecture, instance).values()) == {StaleStatus.FRESH}


def test_the_sensor_goes_through_all_lectures_in_turn(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = editor.lecture.studio.store
    lectures = [f"week-{number}-01234567" for number in range(5)]
    for lecture in lectures:
        store.write(lecture_key(lecture, "edits.yaml"), b"clips: 1")
    monkeypatch.setattr(edits_sensor, "_AT_ONCE", 2)
    monkeypatch.setattr(edits_sensor, "_LONGEST_LOOK_S", 0)
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("lectures", lectures)
        seen: list[str | None] = []
        cursor = None
        for _ in range(4):
            result = look(editor.lecture, instance, cursor)
            cursor = result.cursor
            seen += [
                event.partition
                for event in result.asset_events
                if isinstance(event, dg.AssetObservation)
            ]
            assert not result.run_requests
            assert not any(lecture in (cursor or "") for lecture in lectures)
    assert sorted(filter(None, seen)) == lectures


def test_observing_the_edits_of_one_lecture_notes_their_hash(editor: Editor) -> None:
    editor.write("clips: 1\n")
    lecture = editor.lecture
    definitions = build_defs(studio=lecture.studio)
    with open_instance(lecture.home) as instance:
        job = dg.define_asset_job("observe", selection=dg.AssetSelection.assets("lecture_edits"))
        made = dg.Definitions.merge(definitions, dg.Definitions(jobs=[job]))
        result = made.resolve_job_def("observe").execute_in_process(
            instance=instance, partition_key=lecture.lecture
        )
        assert result.success
        assert len(tick(lecture, instance)) == 0


def test_edits_under_another_name_are_told_though_nothing_is_to_be_made(editor: Editor) -> None:
    lecture = editor.lecture
    lecture.studio.store.write(lecture_key(lecture.lecture, "edits.yml"), b"clips: 1\n")
    said: list[str] = []
    process_upload(lecture.studio, lecture.home, lecture.key, lambda *_: None, said.append)
    why = "edits.yml is not read, since edits are read from edits.yaml; rename it."
    assert said == [why]
    lecture.studio.store.delete(lecture_key(lecture.lecture, "lecture_video.json"))
    lecture.studio.store.delete(lecture_key(lecture.lecture, "selected_highlights.json"))
    process_upload(lecture.studio, lecture.home, lecture.key, lambda *_: None)
    assert found_out(lecture)[0] == (False, why)
    lecture.studio.store.delete(lecture_key(lecture.lecture, "edits.yml"))
