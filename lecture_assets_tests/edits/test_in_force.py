"""Tests of which edits hold for the recording that is there now."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from lecture_assets.edits.in_force import (
    NO_FILE,
    InForce,
    edits_in_force,
    edits_mark,
    edits_version,
    why_unusable,
)
from lecture_assets.edits.misnamed import misnamed
from lecture_assets.edits.models import NONE
from lecture_assets.errors import EditsError
from lecture_assets.media.models import LectureVideo
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.local import LocalStore

LECTURE = "week-1-01234567"
FIRST, SECOND = "1a" * 32, "2b" * 32


def recorded(sha256: str, duration_ms: int = 60_000) -> LectureVideo:
    return LectureVideo(
        key="week 1.mp4", sha256=sha256, size_bytes=1, container="mp4", duration_ms=duration_ms
    )


class Desk:
    """A store with one lecture, whose results are made again and again."""

    def __init__(self, folder: Path) -> None:
        self.store = LocalStore(folder)
        self.record(FIRST)

    def put(self, name: str, text: str) -> None:
        self.store.write(lecture_key(LECTURE, name), text.encode())

    def record(self, sha256: str) -> None:
        """Upload another recording."""
        self.put("lecture_video.json", recorded(sha256).model_dump_json())

    def edit(self, text: str) -> None:
        self.put("edits.yaml", text)

    def make(self) -> InForce:
        """Make the selected highlights, which remember what they were made of."""
        used = edits_mark(self.store, LECTURE)
        found = edits_in_force(self.store, LECTURE)
        made_by = {"made_by": {"inputs": {"lecture_edits": used}}}
        self.put("selected_highlights.json", json.dumps(made_by))
        assert edits_mark(self.store, LECTURE) == used
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_without_a_file_nothing_is_decided(desk: Desk) -> None:
    assert desk.make() == InForce(NONE, [])
    assert edits_version(desk.store, LECTURE) == edits_mark(desk.store, LECTURE) == NO_FILE


def test_a_file_holds_for_the_recording_that_is_there_when_it_is_first_used(desk: Desk) -> None:
    desk.edit("clips: 3")
    assert desk.make().edits.clips == (3, 1)
    assert desk.make().edits.clips == (3, 1)
    assert edits_version(desk.store, LECTURE) == hashlib.sha256(b"clips: 3").hexdigest()


def test_another_recording_sets_it_aside_until_the_file_changes(desk: Desk) -> None:
    desk.edit("clips: 3")
    desk.make()
    used = edits_mark(desk.store, LECTURE)
    desk.record(SECOND)
    assert edits_mark(desk.store, LECTURE) != used
    for _ in range(2):
        found = desk.make()
        assert found.edits == NONE
        assert found.warnings == [
            "edits.yaml: it is about another recording (1a1a1a1a1a1a) than this one "
            "(2b2b2b2b2b2b) and was set aside; write 'for: 2b2b2b2b2b2b' into it where it holds "
            "for this one too."
        ]
    desk.edit("clips: 3\n")
    assert desk.make() == InForce(desk.make().edits, [])
    assert desk.make().edits.clips == (3, 1)


def test_the_first_recording_again_has_its_edits_again(desk: Desk) -> None:
    desk.edit("clips: 3")
    desk.make()
    desk.record(SECOND)
    desk.make()
    desk.record(FIRST)
    assert desk.make().edits.clips == (3, 1)


def test_a_file_that_names_its_recording_holds_for_that_alone(desk: Desk) -> None:
    desk.edit("# mine\nfor: 2b2b2b\nclips: 3")
    assert desk.make().warnings[0].startswith("edits.yaml, line 2: it is about another recording")
    desk.record(SECOND)
    assert desk.make().edits.clips == (3, 3)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("pins: []", "edits.yaml, line 1: there is no key pins; did you mean pin?"),
        (
            "pin:\n  - 0:50-1:02",
            "edits.yaml, line 2: 1:02 lies outside the lecture, which ends at 1:00; mend the file, "
            "or remove it.",
        ),
        (
            "a: b: c",
            "edits.yaml, line 1: it is not YAML (mapping values are not allowed here); mend the "
            "file, or remove it.",
        ),
        ("x" * 70_000, "edits.yaml: it is larger than 64 KB; mend the file, or remove it."),
    ],
)
def test_what_cannot_be_obeyed_is_one_sentence(desk: Desk, text: str, sentence: str) -> None:
    desk.edit(text)
    with pytest.raises(EditsError) as refused:
        desk.make()
    assert str(refused.value) == sentence
    assert edits_mark(desk.store, LECTURE) not in {"", NO_FILE}


@pytest.mark.parametrize("kind", ["a folder", "a symbolic link", "a device or pipe"])
def test_what_is_no_file_is_refused_without_a_look_into_it(desk: Desk, kind: str) -> None:
    path = desk.store.path(lecture_key(LECTURE, "edits.yaml"))
    secret = desk.store.path("secret")
    secret.write_text("password: 1234")
    if kind == "a folder":
        path.mkdir()
    elif kind == "a symbolic link":
        path.symlink_to(secret)
    else:
        os.mkfifo(path)
    assert why_unusable(desk.store, LECTURE) == (
        f"edits.yaml: it is {kind}, where a file is expected; mend the file, or remove it."
    )
    assert edits_version(desk.store, LECTURE) != NO_FILE
    assert edits_mark(desk.store, LECTURE).endswith(".unusable")


def test_why_a_file_is_unusable_is_known_before_the_recording_is_stored(desk: Desk) -> None:
    assert why_unusable(desk.store, LECTURE) is None
    desk.edit("pin:\n  - 0:50-0:58")
    assert why_unusable(desk.store, LECTURE) is None
    shorter = recorded(FIRST, duration_ms=40_000)
    assert why_unusable(desk.store, LECTURE, shorter) == (
        "edits.yaml, line 2: 0:58 lies outside the lecture, which ends at 0:40; mend the file, or "
        "remove it."
    )


@pytest.mark.parametrize("name", ["edits.yml", "Edits.yml", "edits.yaml.txt", "edit.yaml", "edits"])
def test_a_file_of_another_name_is_told_and_not_read(desk: Desk, name: str) -> None:
    desk.put(name, "clips: 0")
    assert desk.make() == InForce(NONE, [])
    assert misnamed(desk.store, LECTURE) == (
        f"{name} is not read, since edits are read from edits.yaml; rename it."
    )
    desk.edit("clips: 1")
    assert misnamed(desk.store, LECTURE) is None


def test_files_that_are_no_edits_are_not_taken_for_them(desk: Desk) -> None:
    for name in ("clips/edits.yml", "transcript.json", "edits.edl", "credits.yaml"):
        desk.put(name, "")
    assert misnamed(desk.store, LECTURE) is None


def test_a_file_that_is_mended_holds_again(desk: Desk) -> None:
    desk.edit("clips: x")
    with pytest.raises(EditsError):
        desk.make()
    desk.edit("clips: 3")
    assert desk.make().edits.clips == (3, 1)
