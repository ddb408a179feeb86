"""Tests of the proxy before the UI, with a real nginx and a stand-in for oauth2-proxy."""

import json
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from lecture_assets_tests.deploy.compose import ROOT
from lecture_assets_tests.servers.ports import free_port
from lecture_assets_tests.servers.processes import start, stop
from lecture_assets_tests.servers.waiting import wait_for

pytestmark = pytest.mark.services

_SEES, _RUNS = "student@example.edu", "teacher@example.edu"


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, body = self.answer()
        self.send_response(status)
        if status == 202:
            self.send_header("X-Auth-Request-Email", self.email())
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self) -> tuple[int, bytes]:
        raise NotImplementedError

    def email(self) -> str:
        found = re.search(r"_oauth2_proxy=(\S+)", self.headers.get("Cookie", ""))
        return found[1] if found else ""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        pass


def _upstream(name: str) -> type[_Answers]:
    class Upstream(_Answers):
        def answer(self) -> tuple[int, bytes]:
            return 200, f"{name} {self.path}".encode()

    return Upstream


class _OAuth(_Answers):
    """Answers ``/oauth2/auth`` as oauth2-proxy does; the cookie is the e-mail address."""

    def answer(self) -> tuple[int, bytes]:
        url = urlsplit(self.path)
        if url.path != "/oauth2/auth":
            return 200, f"sign in, then {self.headers['X-Auth-Request-Redirect']}".encode()
        if not self.email():
            return 401, b""
        allowed = parse_qs(url.query).get("allowed_emails")
        return (403 if allowed and self.email() not in allowed[0].split(",") else 202), b""


@contextmanager
def _serving(handler: type[_Answers]) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _nginx() -> str:
    found = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    assert found, "nginx is not there: install it (Debian: apt-get install nginx-light)."
    return found


@contextmanager
def _running_nginx(folder: Path, server: str, port: int) -> Iterator[None]:
    (folder / "server.conf").write_text(server)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    spools = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off;\n{spools} include {folder}/server.conf; }}\n"
    )
    command = [_nginx(), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
    process = start(command, folder / "nginx.out")
    try:
        wait_for(lambda: _listens(port), 10, "nginx to listen")
        yield
    finally:
        stop(process, patience_s=5)


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


@dataclass(frozen=True)
class _Proxy:
    port: int
    log: Path

    def get(self, path: str, who: str | None = None) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Cookie": f"_oauth2_proxy={who}"} if who else {}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        with answer:
            status, body = answer.status, answer.read().decode()
        connection.close()
        return status, body


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[_Proxy]:
    template = (ROOT / "deploy/nginx/proxy.conf.template").read_text()
    names = {"results": "results:8080", "view": "webserver-view:3000", "run": "webserver:3000"}
    port = free_port()
    with ExitStack() as stack:
        for name, address in names.items():
            own = stack.enter_context(_serving(_upstream(name)))
            template = template.replace(f"http://{address};", f"http://127.0.0.1:{own};")
        own = stack.enter_context(_serving(_OAuth))
        template = template.replace("http://oauth2-proxy:4180;", f"http://127.0.0.1:{own};")
        template = template.replace("listen 8080;", f"listen 127.0.0.1:{port};")
        template = template.replace("${NGINX_LOCAL_RESOLVERS}", "127.0.0.1")
        template = template.replace("${RUN_EMAILS}", f"head@example.edu,{_RUNS}")
        assert "${" not in template
        stack.enter_context(_running_nginx(tmp_path, template, port))
        yield _Proxy(port, tmp_path / "nginx.out")


def test_who_is_not_signed_in_is_sent_to_sign_in(proxy: _Proxy) -> None:
    for path in ("/", "/lectures/a/index.html?x=1", "/view/runs", "/run/graphql"):
        assert proxy.get(path) == (200, f"sign in, then {path}")


def test_who_may_see_reaches_results_and_the_read_only_ui(proxy: _Proxy) -> None:
    assert proxy.get("/lectures/a/", _SEES) == (200, "results /lectures/a/")
    assert proxy.get("/view/runs?a=1", _SEES) == (200, "view /view/runs?a=1")


def test_who_may_only_see_cannot_run(proxy: _Proxy) -> None:
    for path in ("/run", "/run/graphql", "/run/../run/x", "/view/../run/x", "//run/x", "/%72un/x"):
        status, body = proxy.get(path, _SEES)
        assert status == 403 or not body.startswith("run "), path
    assert proxy.get("/run/graphql", _SEES)[0] == 403


def test_who_may_run_reaches_both_uis(proxy: _Proxy) -> None:
    assert proxy.get("/run/graphql", _RUNS) == (200, "run /run/graphql")
    assert proxy.get("/view/runs", _RUNS) == (200, "view /view/runs")


def test_the_questions_asked_of_oauth2_proxy_cannot_be_asked_from_outside(proxy: _Proxy) -> None:
    assert proxy.get("/may-run", _RUNS)[0] == 404
    assert proxy.get("/may-see", _RUNS)[0] == 404


def test_the_log_says_who_asked_for_what_and_no_code_of_a_sign_in(proxy: _Proxy) -> None:
    proxy.get("/run/graphql", _RUNS)
    proxy.get("/run/graphql", _SEES)
    proxy.get("/oauth2/callback?code=abc")
    wait_for(lambda: len(proxy.log.read_text().splitlines()) == 3, 5, "three lines of the log")
    lines = [json.loads(line) for line in proxy.log.read_text().splitlines()]
    assert [(line["email"], line["path"], line["status"]) for line in lines] == [
        (_RUNS, "/run/graphql", 200),
        ("", "/run/graphql", 403),
        ("", "/oauth2/callback", 200),
    ]


def test_a_flood_of_requests_is_refused(proxy: _Proxy) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: proxy.get("/", _SEES)[0], range(300)))
    assert answers.count(200) >= 100
    assert answers.count(429) > 50
    assert set(answers) == {200, 429}


def test_a_flood_of_sign_ins_is_refused_sooner(proxy: _Proxy) -> None:
    answers = [proxy.get("/oauth2/start")[0] for _ in range(30)]
    assert answers[:10] == [200] * 10
    assert answers.count(429) >= 10


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        ("GET /v1.51/containers/json", 502),  # passed on; nobody listens there in this test
        ("GET /containers/0123abcd/logs?follow=1", 502),
        ("POST /v1.51/containers/0123abcd/logs", 403),
        ("POST /containers/create", 403),
        ("GET /containers/0123abcd/archive?path=/etc", 403),
        ("GET /images/json", 403),
        ("DELETE /containers/0123abcd", 403),
        ("POST /containers/0123abcd/exec", 403),
    ],
)
def test_the_log_shipper_can_only_read_logs(tmp_path: Path, request_line: str, status: int) -> None:
    port = free_port()
    server = (ROOT / "deploy/nginx/socket.conf").read_text()
    server = server.replace("listen 2375;", f"listen 127.0.0.1:{port};")
    server = server.replace("/var/run/docker.sock", str(tmp_path / "docker.sock"))
    with _running_nginx(tmp_path, server, port):
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        method, path = request_line.split()
        connection.request(method, path)
        with connection.getresponse() as answer:
            assert answer.status == status
        connection.close()


def test_the_original_nginx_accepts_the_file_as_it_is_rendered(tmp_path: Path) -> None:
    for kind in ("socket.conf", "proxy.conf.template"):
        text = (ROOT / "deploy/nginx" / kind).read_text()
        text = text.replace("${NGINX_LOCAL_RESOLVERS}", "127.0.0.11").replace(
            "${RUN_EMAILS}", "a@b"
        )
        (tmp_path / "n.conf").write_text(
            f"pid {tmp_path}/pid; error_log {tmp_path}/e.log; events {{}} http {{ {text} }}"
        )
        said = subprocess.run(
            [_nginx(), "-t", "-e", f"{tmp_path}/e.log", "-c", f"{tmp_path}/n.conf"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert said.returncode == 0, said.stderr
