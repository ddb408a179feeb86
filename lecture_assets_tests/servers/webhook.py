"""A receiver of webhooks on loopback that answers as it is told."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """What a receiver got, and what it answers.

    Attributes:
        url: Its address.
        answers: Status codes of the next answers; 204 once there are none left.
        delay_s: How long it waits before it answers.
        headers: The headers of each request.
        bodies: The body of each request.
    """

    url: str = ""
    answers: list[int] = field(default_factory=list)
    delay_s: float = 0
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def documents(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.bodies]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Run a receiver on a free port."""
    got = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.headers.append(dict(self.headers.items()))
            got.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            time.sleep(got.delay_s)
            code = got.answers.pop(0) if got.answers else 204
            try:
                self.send_response(code)
                if 300 <= code < 400:
                    self.send_header("Location", got.url)
                self.end_headers()
            except ConnectionError:
                return

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    got.url = f"http://127.0.0.1:{server.server_port}/hook/T0K3N"
    try:
        yield got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
