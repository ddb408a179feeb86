"""Tests of what an editor's file does to a lecture's results."""

import subprocess
from dataclasses import dataclass, field
from typing import TypeVar

import dagster as dg
import pytest
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus
from dagster._core.loader import LoadingContextForTest

from lecture_assets.defs import edits_sensor
from lecture_assets.defs.build import build_defs
from lecture_assets.defs.command import open_instance
from lecture_assets.defs.work import Edge
from lecture_assets.documents import Document
from lecture_assets.errors import LectureError
from lecture_assets.highlights.faults import edges_in_sentences, edges_in_sound
from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.lineage import read_document, stale_stages
from lecture_assets.render.models import RenderedClips
from lecture_assets.silence.models import SilenceMap
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import lecture_key
from lecture_assets.timeline import clock
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.sentences import Sentence, sentences_of
from lecture_assets_tests.defs.conftest import Processed, deaf

D = TypeVar("D", bound=Document)
AFTER = ["selected_highlights", "rendered_clips", "highlights_page"]


@dataclass
class Editor:
    """Someone who edits a lecture of five sentences, and looks at what becomes of it."""

    lecture: Processed
    encoded: list[list[str]] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.lecture.studio.store.write(self.key, text.encode())

    @property
    def key(self) -> str:
        return lecture_key(self.lecture.lecture, "edits.yaml")

    def read(self, document: type[D]) -> D:
        """Read the document of this kind."""
        (stage,) = (each for each in STAGES.values() if each.document is document)
        found = read_document(self.lecture.studio.store, self.lecture.lecture, stage)
        assert isinstance(found, document)
        return found

    @property
    def selected(self) -> SelectedHighlights:
        return self.read(SelectedHighlights)

    @property
    def clips(self) -> dict[str, str]:
        """Title and hash of each clip."""
        rendered = self.read(RenderedClips)
        titles = {each.rank: each.title for each in self.selected.highlights}
        return {titles[clip.rank]: clip.sha256 for clip in rendered.clips}

    @property
    def transcript(self) -> Transcript:
        return self.read(Transcript)

    def sentences(self) -> list[Sentence]:
        return sentences_of(self.transcript.words())

    def stretch(self, first: int, last: int) -> str:
        """Write down when some sentences are said, as the page shows times."""
        said = self.sentences()
        return f"{clock(said[first].start_ms)}-{clock(said[last].end_ms)}"

    def stale(self) -> list[str]:
        return stale_stages(self.lecture.studio, self.lecture.lecture, self.lecture.key)

    def process(self) -> list[str]:
        self.encoded.clear()
        return list(self.lecture.process().stages)

    def files(self) -> dict[str, bytes]:
        """Everything that the lecture has besides its lineage, as bytes."""
        folder = self.lecture.path("")
        found = {each.name: each for each in folder.rglob("*") if each.is_file()}
        made = {"selected_highlights.json", "clips.json", "highlights_page.json", "index.html"}
        return {name: each.read_bytes() for name, each in found.items() if name not in made}


@pytest.fixture
def editor(processed: Processed, monkeypatch: pytest.MonkeyPatch) -> Editor:
    found = Editor(processed)

    class Counting(subprocess.Popen[bytes]):
        def __init__(self, args: list[str], **options: object) -> None:
            if "libx264" in args:
                found.encoded.append(args)
            super().__init__(args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", Counting)
    return found


def test_a_pin_a_ban_and_a_move_are_obeyed_and_removing_them_restores_everything(
    editor: Editor,
) -> None:
    before, selected, clips = editor.files(), editor.selected, editor.clips
    page = editor.lecture.path("index.html").read_text()

    editor.write(f"pin:\n  - at: {editor.stretch(0, 0)}\n    title: Pinned\n")
    assert editor.stale() == AFTER
    assert editor.process() == AFTER
    (pinned,) = editor.selected.highlights
    assert (pinned.title, pinned.end_ms < editor.sentences()[1].start_ms) == ("Pinned", True)
    assert "An editor pinned it." in pinned.reasons
    pinned_clip = editor.clips["Pinned"]

    editor.write(
        f"clips: 2\npin:\n  - at: {editor.stretch(0, 0)}\n    title: Pinned\n"
        f"ban:\n  - {editor.stretch(1, 1)}\n"
        f"move:\n  - at: {editor.stretch(3, 3)}\n    end: {clock(editor.sentences()[4].end_ms)}\n"
    )
    editor.process()
    assert len(editor.encoded) == 1
    assert editor.clips["Pinned"] == pinned_clip
    banned = editor.sentences()[1]
    assert not any(each.overlap_ms(banned) for each in editor.selected.highlights)
    (moved,) = (each for each in editor.selected.highlights if each.title != "Pinned")
    assert moved.end_ms > editor.sentences()[4].end_ms
    assert "An editor moved its boundaries." in moved.reasons
    assert edges_in_sound(editor.selected, editor.read(SilenceMap)) == []
    assert edges_in_sentences(editor.selected, editor.transcript) == []

    both, chosen = editor.clips, editor.selected
    (end,) = (clock(each.end_ms) for each in chosen.highlights if each.title != "Pinned")
    editor.write(
        f"# in another order\nmove:\n  - {{at: {editor.stretch(3, 3)}, end: {end}}}\nclips: 2\n"
        f"ban: [{editor.stretch(1, 1)}]\npin: [{{title: Pinned, at: {editor.stretch(0, 0)}}}]\n"
    )
    assert editor.stale() == AFTER
    editor.process()
    assert (len(editor.encoded), editor.clips) == (0, both)
    assert editor.selected.content_hash() == chosen.content_hash()

    editor.lecture.studio.store.delete(editor.key)
    assert editor.stale() == AFTER
    editor.process()
    assert editor.stale() == []
    assert editor.selected.content_hash() == selected.content_hash()
    assert editor.clips == clips
    assert editor.files() == before
    assert editor.lecture.path("index.html").read_text() == page


def test_a_corrected_word_changes_the_one_clip_that_contains_it(editor: Editor) -> None:
    pins = f"clips: 2\npin:\n  - at: {editor.stretch(0, 1)}\n    title: One\n"
    pins += f"  - at: {editor.stretch(3, 4)}\n    title: Two\n"
    editor.write(pins)
    editor.process()
    before, recognised = editor.clips, editor.lecture.path("transcript.json").read_bytes()
    last = editor.sentences()[4].text.split()
    editor.write(
        f"{pins}correct:\n  - heard: {last[1]}\n    say: Bumble\n    at: {editor.stretch(4, 4)}\n"
    )
    editor.process()
    assert len(editor.encoded) == 1
    assert editor.clips["One"] == before["One"]
    assert editor.clips["Two"] != before["Two"]
    assert editor.lecture.path("transcript.json").read_bytes() == recognised
    texts = [editor.lecture.path(name) for name in ("captions.vtt", "captions.srt", "index.html")]
    texts += sorted(editor.lecture.path("clips").glob("*.vtt"))
    assert sum("Bumble" in text.read_text() for text in texts) == 4


def test_a_mistyped_key_is_refused_with_its_line_and_all_stays(editor: Editor) -> None:
    before = editor.files()
    editor.write("clips: 2\n\npins:\n  - 0:01-0:04\n")
    with pytest.raises(LectureError) as refused:
        editor.process()
    assert str(refused.value) == "edits.yaml, line 3: there is no key pins; did you mean pin?"
    after = editor.files()
    del after["edits.yaml"]
    assert after == before
    editor.write("clips: 1\n")
    assert editor.process() == AFTER


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
        assert isinstance(event, dg.AssetObservation)
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
            seen += [event.partition for event in result.asset_events]
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
