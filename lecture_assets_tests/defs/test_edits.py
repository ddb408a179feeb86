"""Tests of what an editor's file does to a lecture's results."""

import pytest

from lecture_assets.errors import LectureError
from lecture_assets.highlights.faults import edges_in_sentences, edges_in_sound
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import clock
from lecture_assets_tests.defs.conftest import Processed
from lecture_assets_tests.defs.editor import AFTER, Editor, editor_of


@pytest.fixture
def editor(processed: Processed, monkeypatch: pytest.MonkeyPatch) -> Editor:
    return editor_of(processed, monkeypatch)


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
