"""The HTTP client that both providers' libraries use, with a bound on each try as a whole."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from lecture_assets.hosted.tries import TryFailedError, malformed

if TYPE_CHECKING:
    import httpx2

_CONNECT_S = 15.0
_MOST_BYTES = 64_000_000
_DEADLINE = "lecture_assets.deadline"
_GRACE_S = 1.0
"""Bodies have a limit of their own, which should come first."""


def bounded_client(timeout_s: float) -> "httpx2.Client":
    """Make a client whose requests end in time, also when their answers trickle.

    Proxies are those of the environment; redirects are not followed, since a key is sent along.
    Answers are asked for as they are: a few compressed megabytes may be many gigabytes. Each
    request has a connection of its own, which is shut down when its time is over.

    Args:
        timeout_s: Longest that one request may take in all.
    """
    import httpx2  # noqa: PLC0415

    class Bounded(httpx2.SyncByteStream):
        def __init__(self, stream: httpx2.SyncByteStream, deadline: float) -> None:
            self._stream, self._deadline = stream, deadline

        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for piece in self._stream:
                size += len(piece)
                if time.monotonic() > self._deadline:
                    raise httpx2.ReadTimeout("The answer did not end in time.")
                if size > _MOST_BYTES:
                    raise httpx2.RemoteProtocolError("The answer does not end.")
                yield piece

        def close(self) -> None:
            self._stream.close()

    def begin(request: httpx2.Request) -> None:
        request.headers["accept-encoding"] = "identity"
        request.extensions[_DEADLINE] = time.monotonic() + timeout_s
        request.extensions["trace"] = _Watch(timeout_s + _GRACE_S)

    def bound(response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise malformed("its answer is compressed, which it was asked not to do")
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = Bounded(response.stream, response.request.extensions[_DEADLINE])

    return httpx2.Client(
        timeout=httpx2.Timeout(timeout_s, connect=min(_CONNECT_S, timeout_s)),
        event_hooks={"request": [begin], "response": [bound]},
        follow_redirects=False,
        limits=httpx2.Limits(max_keepalive_connections=0),
    )


class _Watch:
    """Shuts a request's connection down after its time, whatever comes: headers trickle, too."""

    def __init__(self, timeout_s: float) -> None:
        self._until = time.monotonic() + timeout_s
        self._timer: threading.Timer | None = None
        self._late = False

    def __call__(self, event: str, info: Mapping[str, object]) -> None:
        """Hear what happens to the request, as httpcore tells it."""
        opened = getattr(info.get("return_value"), "get_extra_info", None)
        if opened is not None:
            self._watch(opened("socket"))
        elif event.endswith((".failed", "response_closed.complete")):
            self._cancel()
        if event.endswith(".failed") and self._late:
            import httpx2  # noqa: PLC0415

            raise httpx2.ReadTimeout("The answer did not begin in time.")

    def _watch(self, connection: socket.socket) -> None:
        self._cancel()
        left_s = max(0.0, self._until - time.monotonic())
        self._timer = threading.Timer(left_s, self._shut_down, [connection])
        self._timer.daemon = True
        self._timer.start()

    def _shut_down(self, connection: socket.socket) -> None:
        self._late = True
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()


def cut_off(error: Exception, *, where: str) -> TryFailedError:
    """Describe a connection that broke, or was never there.

    Args:
        error: What the library raised.
        where: The setting of the base URL.
    """
    import httpx2  # noqa: PLC0415

    cause = error.__cause__ or error
    if isinstance(cause, TryFailedError):
        return cause
    if isinstance(cause, httpx2.ConnectError):
        cure = (
            f"see that the network is up, and that {where} is right if it is set, and start it "
            "again: what was answered is kept"
        )
        return TryFailedError("it cannot be reached", cure, again=True)
    return TryFailedError("the connection broke", again=True, charged=True)
