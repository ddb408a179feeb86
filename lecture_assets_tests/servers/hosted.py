"""A hosted provider on loopback, which speaks OpenAI's and Gemini's wire formats, and fails.

It plays a script of faults, one for each request in the order of their coming, and answers well
once the script is at its end. What it answers is up to the test.
"""

import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A request as the provider sees it.

    Attributes:
        path: Such as ``/v1/audio/transcriptions``.
        headers: By lower-case name.
        fields: The form's fields, or the JSON body.
        sound: The sound file, if there is one.
    """

    path: str
    headers: dict[str, str]
    fields: Json
    sound: bytes = b""


@dataclass(frozen=True)
class Fault:
    """What happens instead of a good answer.

    Attributes:
        status: The HTTP status.
        body: What is answered, where it is no error in the provider's own form.
        code: What the error is called.
        headers: More headers.
        slow_s: How long the answer takes in all; its bytes trickle.
        cut: Whether the connection breaks in the middle of it.
        silent: Whether it breaks before a byte of it.
    """

    status: int = 200
    body: bytes | None = None
    code: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    slow_s: float = 0.0
    cut: bool = False
    silent: bool = False


BUSY = Fault(429, code="rate_limit_exceeded", headers={"retry-after": "0"})
BROKEN = Fault(500, code="server_error")
CUT = Fault(cut=True)
SILENT = Fault(silent=True)
NOT_JSON = Fault(body=b'{"text": "half an ans')
HTML = Fault(body=b"<html>a captive portal</html>", headers={"content-type": "text/html"})
NO_CREDIT = Fault(429, code="insufficient_quota")
BAD_KEY = Fault(401, code="invalid_api_key")


@dataclass
class HostedProvider:
    """A running provider, see ``hosted_provider``.

    Attributes:
        url: Its address, without a path.
        answer: Makes the body of a good answer.
        script: What happens to the next requests; None is a good answer.
        asked: All requests, in the order of their coming.
        most_at_once: How many were under way at the same time, at most.
        delay_s: How long a good answer takes.
    """

    answer: Callable[[Asked], Json]
    url: str = ""
    script: deque[Fault | None] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    delay_s: float = 0.0
    _at_once: int = 0
    _turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def openai_url(self) -> str:
        """The base URL for OpenAI's library."""
        return f"{self.url}/v1"

    def begin(self, asked: Asked) -> Fault | None:
        """Note a request, and take its fault."""
        with self._turn:
            self.asked.append(asked)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            return self.script.popleft() if self.script else None

    def end(self) -> None:
        """Note that a request is answered."""
        with self._turn:
            self._at_once -= 1


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    provider: HostedProvider

    def do_POST(self) -> None:
        asked = self._read()
        fault = self.provider.begin(asked)
        try:
            if fault is None:
                time.sleep(self.provider.delay_s)
                self._answer(200, json.dumps(self.provider.answer(asked)).encode(), {})
            elif fault.silent:
                self._break()
            else:
                self._fail(asked, fault)
        except OSError:
            self.close_connection = True
        finally:
            self.provider.end()

    def _read(self) -> Asked:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        kind = headers.get("content-type", "")
        if kind.startswith("multipart/"):
            return _form(self.path, headers, kind, body)
        return Asked(self.path, headers, json.loads(body or b"{}"))

    def _fail(self, asked: Asked, fault: Fault) -> None:
        body = fault.body
        if body is None and fault.status == 200:
            body = json.dumps(self.provider.answer(asked)).encode()
        if body is None:
            body = json.dumps(_error(asked, fault)).encode()
        self._answer(fault.status, body, fault.headers, slow_s=fault.slow_s, cut=fault.cut)

    def _answer(
        self,
        status: int,
        body: bytes,
        headers: dict[str, str],
        *,
        slow_s: float = 0.0,
        cut: bool = False,
    ) -> None:
        self.send_response_only(status)
        for name, value in ({"content-type": "application/json"} | headers).items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if cut:
            self.wfile.write(body[: len(body) // 2])
            self._break()
        elif slow_s:
            for at in range(0, len(body), max(1, len(body) // 20)):
                self.wfile.write(body[at : at + max(1, len(body) // 20)])
                time.sleep(slow_s / 20)
        else:
            self.wfile.write(body)

    def _break(self) -> None:
        """Reset the connection, as a machine does that goes down."""
        self.close_connection = True
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        with suppress(OSError):
            self.connection.close()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _form(path: str, headers: dict[str, str], kind: str, body: bytes) -> Asked:
    parsed = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    fields: Json = {}
    sound = b""
    for part in parsed.walk():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if name is None or not isinstance(content, bytes):
            continue
        if part.get_filename():
            sound = content
        elif str(name).endswith("[]"):
            fields.setdefault(str(name)[:-2], []).append(content.decode())
        else:
            fields[str(name)] = content.decode()
    return Asked(path, headers, fields, sound)


def _error(asked: Asked, fault: Fault) -> Json:
    """Say an error as the provider would, with more words than anybody should pass on."""
    said = f"You sent {asked.headers.get('authorization') or asked.headers.get('x-goog-api-key')}"
    if ":generateContent" in asked.path:
        return {"error": {"code": fault.status, "message": said, "status": fault.code}}
    return {"error": {"message": said, "type": "error", "param": None, "code": fault.code}}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that went away is no news."""


@contextmanager
def hosted_provider(answer: Callable[[Asked], Json]) -> Iterator[HostedProvider]:
    """Run a provider on a free port."""
    provider = HostedProvider(answer)
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = _Server(("127.0.0.1", 0), handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def chat_answer(
    content: str | None, *, refusal: str | None = None, tokens: tuple[int, int] = (100, 50)
) -> Json:
    """Return what OpenAI's chat completions answer."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {
            "prompt_tokens": tokens[0],
            "completion_tokens": tokens[1],
            "total_tokens": sum(tokens),
        },
    }


def gemini_answer(
    parts: list[Json], *, finish: str = "STOP", tokens: tuple[int, int] = (100, 50)
) -> Json:
    """Return what Gemini's ``generateContent`` answers; a text is the part ``{"text": ...}``."""
    content = {"role": "model", "parts": parts}
    return {
        "candidates": [{"index": 0, "content": content, "finishReason": finish}],
        "usageMetadata": {
            "promptTokenCount": tokens[0],
            "candidatesTokenCount": tokens[1],
            "totalTokenCount": sum(tokens),
        },
        "modelVersion": "m",
    }


def gemini_refusal(tokens: int = 100) -> Json:
    """Return what Gemini answers to a prompt that it blocks."""
    return {
        "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"},
        "usageMetadata": {"promptTokenCount": tokens, "totalTokenCount": tokens},
    }
