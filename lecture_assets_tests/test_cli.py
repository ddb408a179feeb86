"""Tests of the command line as a person uses it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lecture_assets.results.models import HighlightsPage
from lecture_assets.storage.keys import video_id
from lecture_assets_tests.command_line import Run


def lecture_folder(name: str) -> Path:
    return Path("store", "lectures", video_id(name))


def test_a_recording_becomes_clips_and_a_page_and_a_second_run_says_nothing_to_do(
    run: Run, tiny_lecture: Path
) -> None:
    code, said, _ = run("process", tiny_lecture, "--store", "store")
    folder = lecture_folder(tiny_lecture.name)
    assert code == 0
    assert list(folder.glob("clips/*.mp4"))
    assert f"Page: {folder.absolute()}/index.html" in said
    assert "rendered_clips" in said
    HighlightsPage.model_validate_json((folder / "highlights_page.json").read_text())
    code, said, _ = run("process", tiny_lecture, "--store", "store")
    assert code == 0
    assert "Nothing to do" in said
    assert "rendered_clips" not in said


def test_a_lecture_of_silence_ends_well_without_highlights_and_says_why(
    run: Run, make_media: Callable[..., Path]
) -> None:
    silent = make_media(
        "silent.mp4",
        *("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10:duration=12"),
        *("-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-shortest", "-pix_fmt", "yuv420p"),
    )
    code, said, _ = run("process", silent, "--store", "store")
    assert code == 0
    assert "Nothing is said" in said
    assert (lecture_folder("silent.mp4") / "index.html").exists()


def test_a_recording_that_breaks_off_is_used_as_far_as_it_goes(
    run: Run, tiny_lecture: Path, make_media: Callable[..., Path]
) -> None:
    whole = make_media("whole.mkv", "-i", str(tiny_lecture), "-c", "copy")
    content = whole.read_bytes()
    broken = whole.with_name("broken.mkv")
    broken.write_bytes(content[: len(content) * 2 // 3])
    code, said, _ = run("process", broken, "--store", "store")
    assert code == 0
    assert "breaks off" in said
    assert list(lecture_folder("broken.mkv").glob("clips/*.mp4"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.mp4", b"These are notes, not a lecture."),
        ("empty.mp4", b""),
        ("list.mp4", b"ffconcat version 1.0\nfile 'neighbour.mp4'\n"),
        ("playlist.mp4", b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nneighbour.mp4\n"),
    ],
)
def test_what_is_no_lecture_is_refused_in_one_sentence(
    run: Run, tiny_lecture: Path, name: str, content: bytes
) -> None:
    shutil.copy(tiny_lecture, "neighbour.mp4")
    Path(name).write_bytes(content)
    code, _, errors = run("process", name, "--store", "store")
    assert code == 1
    assert errors.count("\n") == 1
    assert name in errors
    assert [path.name for path in lecture_folder(name).iterdir()] == ["refused.json"]


@pytest.mark.parametrize("name", ["-i a'b$(x);c%d.mp4", "line\nbreak, Übung №1.mp4"])
def test_a_hostile_name_does_no_harm(run: Run, tiny_lecture: Path, name: str) -> None:
    hostile = Path("given", name)
    hostile.parent.mkdir()
    shutil.copy(tiny_lecture, hostile)
    code, _, errors = run("process", hostile, "--store", "store")
    assert (code, errors) == (0, "")
    (page,) = Path("store/lectures").glob("*/index.html")
    assert list(page.parent.glob("clips/*.mp4"))


def test_a_file_that_is_not_there_is_wrong_usage(run: Run) -> None:
    code, _, errors = run("process", "nowhere.mp4")
    assert code == 2
    assert "nowhere.mp4" in errors


def test_a_pipe_is_wrong_usage_and_is_not_taken_in(run: Run, tmp_path: Path) -> None:
    os.mkfifo("pipe.mp4")
    code, _, errors = run("process", "pipe.mp4", "--store", "store")
    assert code == 2
    assert "pipe.mp4' is not a regular file" in errors
    assert [path.name for path in tmp_path.iterdir()] == ["pipe.mp4"]


def test_a_setting_that_cannot_be_used_is_wrong_usage_and_named(
    run: Run, tiny_lecture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LECTURE_RENDER__CRF", "good")
    code, _, errors = run("process", tiny_lecture)
    assert code == 2
    assert "LECTURE_RENDER__CRF" in errors


def test_a_store_that_is_no_folder_is_wrong_usage(run: Run, tiny_lecture: Path) -> None:
    code, _, errors = run("process", tiny_lecture, "--store", "s3://bucket/lectures")
    assert code == 2
    assert "s3://bucket/lectures" in errors


def test_another_recording_of_the_same_name_replaces_the_first_and_is_said_to(
    run: Run, tiny_lecture: Path
) -> None:
    for folder, content in (("a", b"first"), ("b", b"second")):
        Path(folder).mkdir()
        Path(folder, "week1.mp4").write_bytes(content)
    _, first, _ = run("process", "a/week1.mp4", "--store", "store")
    _, second, _ = run("process", "b/week1.mp4", "--store", "store")
    assert "replaces" not in first
    assert "week1.mp4 replaces" in second


@pytest.mark.parametrize("content", ["storage: [", "no_such_setting: 1\n"])
def test_a_dagster_home_that_cannot_be_used_is_wrong_usage(
    run: Run, tiny_lecture: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    Path("home").mkdir()
    Path("home/dagster.yaml").write_text(content)
    monkeypatch.setenv("DAGSTER_HOME", "home")
    code, _, errors = run("process", tiny_lecture, "--store", "store")
    assert code == 2
    assert "home/dagster.yaml cannot be used" in errors
    assert errors.count("\n") == 1
    monkeypatch.setenv("DAGSTER_HOME", "home/dagster.yaml")
    code, _, errors = run("process", tiny_lecture, "--store", "store")
    assert code == 2
    assert "DAGSTER_HOME" in errors


def test_settings_are_read_from_a_dotenv_file(run: Run, tiny_lecture: Path) -> None:
    Path(".env").write_text("LECTURE_RENDER__CRF=good\n")
    try:
        code, _, errors = run("process", tiny_lecture)
    finally:
        del os.environ["LECTURE_RENDER__CRF"]
    assert code == 2
    assert "LECTURE_RENDER__CRF" in errors


def test_the_doctor_finds_this_machine_fit(run: Run) -> None:
    code, said, _ = run("doctor", "--store", "store")
    assert code == 0
    for name in ("ffmpeg", "fonts", "speech model", "store", "OPENAI_API_KEY"):
        assert name in said
    assert "missing" not in said


def test_the_doctor_never_shows_a_key(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    code, said, errors = run("doctor", "--store", "store")
    assert code == 0
    assert "sk-very-secret" not in said + errors


def test_the_demo_makes_its_sample_once(
    run: Run, tiny_lecture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def make(path: Path, _progress: object) -> None:
        made.append(path)
        shutil.copy(tiny_lecture, path)

    monkeypatch.setattr("lecture_assets.sample.make.make_sample_lecture", make)
    assert run("demo", "--store", "store")[0] == 0
    assert run("demo", "--store", "store")[0] == 0
    assert [path.name for path in made] == ["how-memory-works.mp4"]
    page = lecture_folder("how-memory-works.mp4") / "index.html"
    assert "<h1>How memory works</h1>" in page.read_text()


def test_process_takes_the_sidecar_along_and_refuses_a_broken_one(
    run: Run, tiny_lecture: Path
) -> None:
    shutil.copy(tiny_lecture, "week 3.mp4")
    Path("week 3.yaml").write_text("titel: Memory")
    code, _, errors = run("process", "week 3.mp4", "--store", "store")
    assert code == 1
    assert "week 3.yaml cannot be used" in errors
    assert not Path("store/uploads/week 3.mp4").exists()
    Path("week 3.yaml").write_text("title: How memory works")
    assert run("process", "week 3.mp4", "--store", "store")[0] == 0
    assert "<h1>How memory works</h1>" in (lecture_folder("week 3.mp4") / "index.html").read_text()
