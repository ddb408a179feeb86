"""Tests of uploading from the shell."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lecture_assets.storage.keys import video_id
from lecture_assets_tests.command_line import Run

MakeMedia = Callable[..., Path]
UPLOADS = Path("store", "uploads")


@pytest.fixture
def tone(make_media: MakeMedia) -> Path:
    return make_media("tone.mp4", "-f", "lavfi", "-i", "sine=duration=2", "-c:a", "aac")


def uploads() -> list[str]:
    return sorted(path.name for path in UPLOADS.rglob("*")) if UPLOADS.exists() else []


def test_a_recording_arrives_as_it_is_and_its_id_is_told(run: Run, tone: Path) -> None:
    code, said, errors = run("upload", tone, "--store", "store")
    assert (code, errors) == (0, "")
    assert (UPLOADS / "tone.mp4").read_bytes() == tone.read_bytes()
    assert f"tone.mp4 is uploaded: {video_id('tone.mp4')}" in said
    assert f"lecture-assets status {video_id('tone.mp4')}" in said


def test_the_same_again_is_not_written(run: Run, tone: Path) -> None:
    run("upload", tone, "--store", "store")
    before = (UPLOADS / "tone.mp4").stat()
    shutil.copy(tone, "mine.mp4")
    Path("sub").mkdir()
    Path("mine.mp4").rename("sub/tone.mp4")
    code, said, _ = run("upload", "sub/tone.mp4", "--store", "store")
    after = (UPLOADS / "tone.mp4").stat()
    assert code == 0
    assert "tone.mp4 is there already" in said
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_what_lies_in_the_drop_folder_stays_where_it_is(run: Run, tone: Path) -> None:
    (UPLOADS / "bio").mkdir(parents=True)
    shutil.copy(tone, UPLOADS / "bio" / "tone.mp4")
    code, said, _ = run("upload", UPLOADS / "bio" / "tone.mp4", "--store", "store")
    assert code == 0
    assert f"bio/tone.mp4 is in the drop folder already: {video_id('bio/tone.mp4')}" in said
    assert uploads() == ["bio", "tone.mp4"]


def test_another_recording_of_that_name_replaces_it_and_is_said_to(
    run: Run, tone: Path, make_media: MakeMedia
) -> None:
    run("upload", tone, "--store", "store")
    tone.unlink()
    other = make_media("tone.mp4", "-f", "lavfi", "-i", "sine=duration=3", "-c:a", "aac")
    code, said, _ = run("upload", other, "--store", "store")
    assert code == 0
    assert "replaces what had its name" in said
    assert (UPLOADS / "tone.mp4").read_bytes() == other.read_bytes()


def test_a_sidecar_beside_it_goes_along_and_a_changed_one_goes_alone(run: Run, tone: Path) -> None:
    sidecar = tone.with_name("tone.yaml")
    sidecar.write_text("title: A tone")
    _, first, _ = run("upload", tone, "--store", "store")
    assert "with a new sidecar" in first
    sidecar.write_text("title: Another tone")
    _, second, _ = run("upload", tone, "--store", "store")
    assert "is there already, with a new sidecar" in second
    _, third, _ = run("upload", tone, "--store", "store")
    assert "sidecar" not in third
    assert (UPLOADS / "tone.yaml").read_text() == "title: Another tone"


def test_a_sidecar_that_cannot_be_used_stops_it(run: Run, tone: Path) -> None:
    tone.with_name("tone.mp4.yaml").write_text("titel: A tone")
    code, _, errors = run("upload", tone, "--store", "store")
    assert code == 1
    assert errors.startswith("tone.mp4.yaml cannot be used: it names 'titel'")
    assert errors.count("\n") == 1
    assert uploads() == []


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("notes.txt", b"notes", "notes.txt is not named like a recording"),
        ("notes.mp4", b"notes", "notes.mp4 cannot be read as MP4"),
        ("empty.mkv", b"", "empty.mkv is empty"),
        ("list.mp4", b"ffconcat version 1.0\nfile 'tone.mp4'\n", "list.mp4 cannot be read as MP4"),
        ("week1.yaml", b"title: x", "a sidecar goes along with its recording"),
    ],
)
def test_what_is_no_recording_is_refused_in_one_sentence_and_not_uploaded(
    run: Run, name: str, content: bytes, why: str
) -> None:
    Path(name).write_bytes(content)
    code, _, errors = run("upload", name, "--store", "store")
    assert code == 1
    assert why in errors
    assert errors.count("\n") == 1
    assert uploads() == []


@pytest.mark.parametrize(
    ("setting", "value", "why"),
    [
        ("LECTURE_LIMITS__MAX_DURATION_MS", "1000", "lasts"),
        ("LECTURE_LIMITS__MAX_SIZE_BYTES", "1000", "more than the"),
    ],
)
def test_limits_hold_before_anything_is_uploaded(
    run: Run, tone: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, why: str
) -> None:
    monkeypatch.setenv(setting, value)
    code, _, errors = run("upload", tone, "--store", "store")
    assert code == 1
    assert why in errors
    assert setting in errors
    assert uploads() == []


def test_one_that_is_refused_does_not_hold_up_the_next(run: Run, tone: Path) -> None:
    Path("notes.mp4").write_bytes(b"notes")
    code, said, errors = run("upload", "notes.mp4", tone, "--store", "store")
    assert code == 1
    assert "notes.mp4 cannot be read" in errors
    assert "tone.mp4 is uploaded" in said
    assert uploads() == ["tone.mp4"]


@pytest.mark.parametrize("name", ["-i a'b$(x);c%d.mp4", "line\nbreak, Übung №1.mp4", ".hidden.mp4"])
def test_a_dangerous_name_does_no_harm(run: Run, tone: Path, name: str) -> None:
    given = Path("given", name)
    given.parent.mkdir()
    shutil.copy(tone, given)
    code, said, errors = run("upload", given, "--store", "store")
    assert (code, errors) == (0, "")
    (stored,) = uploads()
    assert stored.isprintable()
    assert not stored.startswith(".")
    assert video_id(stored) in said


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nowhere.mp4",),
        ("pipe.mp4",),
        ("a/x.mp4", "b/x.mp4"),
        ("--link", "x.mp4", "a/x.mp4"),
        ("a/x.mp4", "b/y.mp4", "--to", "https://example.org/"),
    ],
)
def test_wrong_usage_is_told_so_and_changes_nothing(run: Run, arguments: tuple[str, ...]) -> None:
    os.mkfifo("pipe.mp4")
    for name in ("a/x.mp4", "b/x.mp4", "b/y.mp4"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(b"x")
    code, _, _ = run("upload", *arguments, "--store", "store")
    assert code == 2
    assert uploads() == []


def test_a_folder_has_no_links_and_says_what_to_do(run: Run) -> None:
    code, _, errors = run("upload", "--link", "week1.mp4", "--store", "store")
    assert code == 2
    assert "s3://bucket/prefix" in errors


@pytest.mark.parametrize("link", ["ftp://example.org/x", "week1.mp4", "https://"])
def test_what_is_no_link_is_wrong_usage(run: Run, tone: Path, link: str) -> None:
    code, _, errors = run("upload", tone, "--to", link)
    assert code == 2
    assert "--to takes a link" in errors


@pytest.fixture
def refusing() -> Iterator[str]:
    """A server that refuses before it has read what is sent to it."""

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.send_error(403)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/uploads/x?X-Amz-Signature=5ecret"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_link_that_is_refused_is_told_so_and_never_shown(
    run: Run, tone: Path, refusing: str
) -> None:
    code, said, errors = run("upload", tone, "--to", refusing)
    assert code == 1
    assert errors == "The link is not good, or not any more; ask for a new one.\n"
    assert "5ecret" not in said + errors


def test_a_server_that_is_not_there_is_told_so(run: Run, tone: Path) -> None:
    code, _, errors = run("upload", tone, "--to", "http://127.0.0.1:1/x?X-Amz-Signature=5ecret")
    assert code == 1
    assert "tone.mp4 cannot be sent to 127.0.0.1 (Connection refused); try again" in errors
    assert "5ecret" not in errors


def test_by_a_link_a_recording_gets_into_s3_without_keys(
    run: Run, tone: Path, s3_location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tone.with_name("tone.yaml").write_text("title: A tone")
    code, said, _ = run("upload", "--link", "week 1.mp4", "--store", s3_location)
    assert code == 0
    (link,) = re.findall(r"^http\S+$", said, re.MULTILINE)
    assert f"curl --fail --upload-file 'week 1.mp4' '{link}'" in said
    with monkeypatch.context() as without_keys:
        without_keys.delenv("AWS_ACCESS_KEY_ID")
        without_keys.delenv("AWS_SECRET_ACCESS_KEY")
        code, said, errors = run("upload", tone, "--to", link)
    assert (code, errors) == (0, "")
    assert "tone.yaml is not: the link takes one file" in said
    code, said, _ = run("upload", tone, "--store", s3_location)
    assert "tone.mp4 is uploaded" in said
    code, said, _ = run("upload", tone, "--store", s3_location)
    assert "tone.mp4 is there already" in said
    tampered = link.replace("week", "weak")
    code, _, errors = run("upload", tone, "--to", tampered)
    assert (code, errors) == (1, "The link is not good, or not any more; ask for a new one.\n")


def test_the_curl_line_works(run: Run, tone: Path, s3_location: str) -> None:
    curl = shutil.which("curl")
    assert curl, f"curl is missing on {sys.platform}"
    _, said, _ = run("upload", "--link", "tone.mp4", "--store", s3_location)
    (line,) = re.findall(r"^curl .*$", said, re.MULTILINE)
    subprocess.run(["/bin/sh", "-c", f"{line} --silent"], cwd=tone.parent, check=True)
    code, said, _ = run("forget", video_id("tone.mp4"), "--store", s3_location, "--yes")
    assert code == 0
    assert f"{tone.stat().st_size / 1000:.1f} kB in all" in said
