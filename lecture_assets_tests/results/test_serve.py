"""Tests of serving pages, over a real connection."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from uvicorn import Config, Server

from lecture_assets.errors import StoreError
from lecture_assets.results.serve import pages_app
from lecture_assets.settings import Settings
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.open import open_store
from lecture_assets.storage.store import ArtifactStore, Stored
from lecture_assets_tests.commands.stored import CLIP, LECTURE, store_results
from lecture_assets_tests.servers.waiting import wait_for

FOLDER = f"/lectures/{quote(LECTURE)}"


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Served:
    """A server of pages on loopback."""

    port: int

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            got = connection.getresponse()
            return Answer(
                got.status,
                {name.lower(): value for name, value in got.getheaders()},
                got.read(),
            )
        finally:
            connection.close()


@contextmanager
def serving(store: ArtifactStore) -> Iterator[Served]:
    server = Server(Config(pages_app(store), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_for(lambda: server.started, 20, "the server of pages")
        yield Served(server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    store = LocalStore(tmp_path / "store")
    store_results(store)
    store.write("library/index.html", b"the library")
    store.write("library/index-2.html", b"more of it")
    for key in ("transcript.json", "refused.json", "edits.yaml", "work/index.html", "clips/x.html"):
        store.write(lecture_key(LECTURE, key), b"not for all")
    store.write("library/secret.txt", b"not for all")
    store.write(".dagster/index.html", b"not for all")
    return store


@pytest.fixture
def served(store: LocalStore) -> Iterator[Served]:
    with serving(store) as server:
        yield server


@pytest.mark.parametrize(
    ("path", "kind", "content"),
    [
        ("/library/index.html", "text/html", b"the library"),
        ("/library/index-2.html", "text/html", b"more of it"),
        (f"{FOLDER}/index.html", "text/html", b"content of index.html"),
        (f"{FOLDER}/captions.vtt", "text/vtt", b"content of captions.vtt"),
        (f"{FOLDER}/clips/{CLIP}1.mp4", "video/mp4", f"content of {CLIP}1.mp4".encode()),
        (f"{FOLDER}/clips/{CLIP}1.jpg", "image/jpeg", f"content of {CLIP}1.jpg".encode()),
    ],
)
def test_pages_and_what_they_show_are_served_with_their_kind(
    served: Served, path: str, kind: str, content: bytes
) -> None:
    got = served.get(path)
    assert (got.status, got.body) == (200, content)
    assert got.headers["content-type"].startswith(kind)


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/", "/library/index.html"),
        ("/library", "/library/index.html"),
        ("/library/", "/library/index.html"),
        (FOLDER, f"{FOLDER}/index.html"),
        (f"{FOLDER}/", f"{FOLDER}/index.html"),
    ],
)
def test_folders_lead_to_their_page(served: Served, path: str, leads_to: str) -> None:
    got = served.get(path)
    assert got.status in (302, 307)
    assert got.headers["location"] == leads_to


@pytest.mark.parametrize(
    "path",
    [
        "/uploads/week%203/%C3%9Cnicode.mp4",
        f"{FOLDER}/transcript.json",
        f"{FOLDER}/refused.json",
        f"{FOLDER}/edits.yaml",
        quote("/" + lecture_key(LECTURE, "work/index.html")),
        f"{FOLDER}/work",
        f"{FOLDER}/clips/",
        f"{FOLDER}/clips/x.html",
        f"{FOLDER}/clips/../transcript.json",
        f"{FOLDER}/%2e%2e/%2e%2e/.dagster/index.html",
        f"{FOLDER}/..%2f..%2f.dagster%2findex.html",
        f"{FOLDER}/index.html%00.jpg",
        f"{FOLDER}/index%0a.html",
        "/lectures/",
        "/lectures/week-9-12345678/index.html",
        "/lectures/../library/index.html",
        "/library/secret.txt",
        "/library/index-x.html",
        "/.dagster/index.html",
        "/.locks/library",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/" + "a" * 5000,
    ],
)
def test_what_is_not_meant_for_people_is_not_there(served: Served, path: str) -> None:
    got = served.get(path)
    assert got.status == 404
    assert got.body == b"There is nothing here.\n"


@pytest.mark.parametrize("path", ["/", "/nothing", f"{FOLDER}/index.html", "/library/index.html"])
def test_every_answer_forbids_scripts_frames_and_guessing(served: Served, path: str) -> None:
    headers = served.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_player_can_seek(served: Served) -> None:
    got = served.get(f"{FOLDER}/clips/{CLIP}1.mp4", Range="bytes=3-6")
    assert (got.status, got.body) == (206, b"tent")
    assert got.headers["content-range"].startswith("bytes 3-6/")


def test_nothing_can_be_changed(served: Served) -> None:
    for method in ("PUT", "POST", "DELETE"):
        assert served.get(f"{FOLDER}/index.html", method).status == 405
    assert served.get(f"{FOLDER}/index.html", "HEAD").body == b""


def test_in_s3_pages_are_passed_on_and_clips_are_linked_to(s3_location: str) -> None:
    store = open_store(Settings(store=s3_location))
    store_results(store)
    with serving(store) as served:
        page = served.get(f"{FOLDER}/index.html")
        assert (page.status, page.body) == (200, b"content of index.html")
        again = served.get(f"{FOLDER}/index.html", If_None_Match=page.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        clip = served.get(f"{FOLDER}/clips/{CLIP}1.mp4")
        assert clip.status == 302
        assert clip.headers["cache-control"] == "no-store"
        link = urlsplit(clip.headers["location"])
        assert (
            f"media-src 'self' data: http://{link.netloc};"
            in page.headers["content-security-policy"]
        )
        s3 = Served(link.port or 80).get(f"{link.path}?{link.query}")
        assert (s3.status, s3.body) == (200, f"content of {CLIP}1.mp4".encode())
        assert served.get(f"{FOLDER}/clips/{CLIP}9.mp4").status == 404


class Unreachable(LocalStore):
    """A store whose server is down."""

    def stat(self, key: str) -> Stored | None:  # noqa: ARG002 - of the Protocol
        raise StoreError("s3://bucket cannot be read: check AWS_SECRET_ACCESS_KEY.")


def test_a_store_that_cannot_be_read_is_told_without_its_settings(tmp_path: Path) -> None:
    with serving(Unreachable(tmp_path)) as served:
        got = served.get("/library/index.html")
    assert (got.status, got.body) == (503, b"The store cannot be read just now; try again later.\n")
