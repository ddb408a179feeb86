"""A proxy before an HTTP server, such as S3, that spoils what it is told to spoil."""

import http.client
import socket
import struct
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

Fault = Literal["ok", "busy", "reset", "cut", "stall"]
"""What happens to a request.

``busy`` is answered 503 SlowDown; ``reset`` breaks the connection before an answer; ``cut`` breaks
it in the middle of the answer's body, if it has one; ``stall`` answers late; ``ok`` goes through.
"""

_SLOW_DOWN = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
)
_BEHIND_S = 60


@dataclass
class FaultyProxy:
    """A running proxy, see ``faulty_proxy``.

    Attributes:
        port: Where it listens, on loopback.
        stall_s: How late it answers where it stalls.
        plan: What happens to the next requests, one after the other; then all go through.
        refusal: Status and error code of S3 that every request is answered with, if any.
        done: How often each fault was met.
        requests: Method and path of all requests.
    """

    port: int = 0
    stall_s: float = 10
    plan: deque[Fault] = field(default_factory=deque)
    refusal: tuple[int, str] | None = None
    done: Counter[str] = field(default_factory=Counter)
    requests: list[str] = field(default_factory=list)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def endpoint(self) -> str:
        """Its address, for AWS_ENDPOINT_URL."""
        return f"http://127.0.0.1:{self.port}"

    def next_fault(self, request: str) -> Fault:
        """Take the next fault of the plan, and note the request."""
        with self._turn:
            fault: Fault = self.plan.popleft() if self.plan else "ok"
            self.done[fault] += 1
            self.requests.append(request)
            return fault


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: FaultyProxy
    behind: tuple[str, int]

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.proxy.next_fault(f"{self.command} {self.path}")
        if fault == "reset" or (fault == "cut" and self.command in ("HEAD", "DELETE", "PUT")):
            self._break()
        elif fault == "busy":
            self._answer(503, [], _SLOW_DOWN)
        elif self.proxy.refusal:
            status, code = self.proxy.refusal
            self._answer(status, [], f"<Error><Code>{code}</Code></Error>".encode())
        else:
            if fault == "stall":
                time.sleep(self.proxy.stall_s)
            self._pass_on(body, cut=fault == "cut")

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any  # noqa: N815 - http.server's names

    def _pass_on(self, body: bytes, *, cut: bool) -> None:
        connection = http.client.HTTPConnection(*self.behind, timeout=_BEHIND_S)
        try:
            connection.putrequest(
                self.command, self.path, skip_host=True, skip_accept_encoding=True
            )
            for name, value in self.headers.items():
                if name.lower() != "expect":
                    connection.putheader(name, value)
            connection.endheaders(body or None)
            answer = connection.getresponse()
            content = answer.read()
            self._answer(answer.status, answer.getheaders(), content, cut=cut)
        finally:
            connection.close()

    def _answer(
        self, status: int, headers: list[tuple[str, str]], body: bytes, *, cut: bool = False
    ) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection"):
                self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in headers):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if cut:
            self.wfile.write(body[: len(body) // 2])
            self._break()
        elif self.command != "HEAD":
            self.wfile.write(body)

    def _break(self) -> None:
        """Reset the connection, as a machine does that goes down."""
        self.close_connection = True
        self.wfile.flush()
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        with suppress(OSError):
            self.connection.close()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that went away is no news."""


@contextmanager
def faulty_proxy(endpoint: str, stall_s: float = 10) -> Iterator[FaultyProxy]:
    """Listen on a free port and pass all requests on to a server, but for planned faults."""
    behind = urlsplit(endpoint)
    assert behind.hostname
    assert behind.port
    proxy = FaultyProxy(stall_s=stall_s)
    handler = type(
        "Handler", (_Handler,), {"proxy": proxy, "behind": (behind.hostname, behind.port)}
    )
    server = _Server(("127.0.0.1", 0), handler)
    proxy.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
