"""Tests of showing results in the shell."""

import json
from pathlib import Path
from urllib.request import urlopen

import pytest

from lecture_assets.content.models import ContentSegments
from lecture_assets.media.models import Refusal
from lecture_assets.settings import Settings
from lecture_assets.storage.keys import UPLOADS, lecture_key, video_id
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.open import open_store
from lecture_assets_tests.command_line import Run
from lecture_assets_tests.commands.stored import CLIP, KEY, LECTURE, store_results


@pytest.fixture
def store(run: Run) -> LocalStore:
    return LocalStore(Path("store"))


def test_clips_stand_in_order_with_the_files_to_open(run: Run, store: LocalStore) -> None:
    store_results(store)
    code, said, errors = run("results", LECTURE, "--store", "store")
    assert (code, errors) == (0, "")
    assert "1  title 1 Memory, 8.0 s, 0:10-0:19 of the lecture" in said
    assert said.index("title 1") < said.index("title 2")
    named = [line.strip().removeprefix("Page: ") for line in said.splitlines() if "/" in line]
    assert len([path for path in named if Path(path).is_file()]) == 5
    assert f"Page: {Path('store').absolute()}/lectures/{LECTURE}/index.html" in said


def test_the_warnings_of_every_stage_are_told_once(run: Run, store: LocalStore) -> None:
    store_results(store)
    stand_in = ContentSegments(analyzer="local", segments=[], warnings=["A stand-in did it."] * 2)
    store.write(lecture_key(LECTURE, "content_segments.json"), stand_in.model_dump_json().encode())
    _, said, _ = run("results", LECTURE, "--store", "store", "--json")
    assert json.loads(said)["warnings"].count("A stand-in did it.") == 1


def test_programs_get_the_documented_fields(run: Run, store: LocalStore) -> None:
    store_results(store)
    store.write(UPLOADS + f"{KEY}.yaml", b"title: On memory")
    code, said, _ = run("results", LECTURE, "--store", "store", "--json")
    found = json.loads(said)
    assert code == 0
    assert list(found) == [
        "video_id",
        "title",
        "page",
        "captions_vtt",
        "captions_srt",
        "links_expire_minutes",
        "warnings",
        "clips",
    ]
    assert (found["video_id"], found["title"]) == (LECTURE, "On memory")
    assert found["links_expire_minutes"] is None
    assert [clip["rank"] for clip in found["clips"]] == [1, 2]
    assert list(found["clips"][0]) == [
        "rank",
        "title",
        "summary",
        "start_ms",
        "end_ms",
        "duration_ms",
        "width",
        "height",
        "sha256",
        "video",
        "captions_vtt",
        "captions_srt",
        "thumbnail",
    ]
    assert Path(found["clips"][1]["video"]).read_text() == f"content of {CLIP}2.mp4"


def test_where_the_store_is_served_links_lead_there(
    run: Run, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_results(store)
    monkeypatch.setenv("LECTURE_BASE_URL", "https://lectures.example.org/all/")
    found = json.loads(run("results", LECTURE, "--store", "store", "--json")[1])
    folder = f"https://lectures.example.org/all/lectures/%C3%BCnicode-{LECTURE[-8:]}"
    assert found["page"] == f"{folder}/index.html"
    assert found["clips"][0]["video"] == f"{folder}/clips/{CLIP}1.mp4"
    assert found["links_expire_minutes"] is None


def test_a_title_cannot_steer_the_terminal(run: Run, store: LocalStore) -> None:
    store_results(store, text="[red]\x1b[2Jx\nPage: elsewhere")
    _, said, _ = run("results", LECTURE, "--store", "store")
    assert "\x1b" not in said
    assert "[red] [2Jx Page: elsewhere" in said
    assert len([line for line in said.splitlines() if line.startswith("Page: ")]) == 1


def test_a_refused_upload_says_why(run: Run, store: LocalStore) -> None:
    lecture = video_id("notes.mp4")
    refusal = Refusal(key="notes.mp4", etag="1", reason="notes.mp4 is empty; upload it again.")
    store.write(lecture_key(lecture, "refused.json"), refusal.model_dump_json().encode())
    assert run("results", lecture, "--store", "store") == (1, "", f"{refusal.reason}\n")


@pytest.mark.parametrize("key", ["uploads/week1.mp4", f"lectures/{video_id('week1.mp4')}/x.json"])
def test_a_lecture_that_is_not_done_says_so(run: Run, store: LocalStore, key: str) -> None:
    lecture = video_id("week1.mp4")
    store.write(key, b"x")
    code, _, errors = run("results", lecture, "--store", "store")
    assert code == 1
    assert errors.startswith(f"{lecture} is not done yet; 'lecture-assets status {lecture}'")


def test_clips_of_another_choice_are_not_shown(run: Run, store: LocalStore) -> None:
    store_results(store)
    store.write(
        lecture_key(LECTURE, "selected_highlights.json"), b'{"highlights": [], "rejected": []}'
    )
    code, _, errors = run("results", LECTURE, "--store", "store")
    assert code == 1
    assert "is not done yet" in errors


@pytest.mark.parametrize("lecture", ["week-9-12345678", "..", "uploads", ""])
def test_what_is_unknown_is_told_in_one_sentence(run: Run, lecture: str) -> None:
    code, _, errors = run("results", lecture, "--store", "store")
    assert code == 1
    assert errors.startswith(f"Nothing is known of {lecture!r}")
    assert errors.count("\n") == 1


def test_in_s3_links_open_without_keys_and_say_how_long(run: Run, s3_location: str) -> None:
    store_results(open_store(Settings(store=s3_location)))
    _, said, _ = run("results", LECTURE, "--store", s3_location)
    assert "These links are good for 60 minutes" in said
    found = json.loads(run("results", LECTURE, "--store", s3_location, "--json")[1])
    assert found["links_expire_minutes"] == 60
    with urlopen(found["clips"][0]["video"]) as answer:
        assert answer.read() == f"content of {CLIP}1.mp4".encode()
        assert answer.headers["Content-Type"] == "video/mp4"
