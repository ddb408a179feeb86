"""The HTTP client that both providers' libraries use, with a bound on each try as a whole."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lecture_assets.hosted.tries import TryFailedError

if TYPE_CHECKING:
    import httpx2

_CONNECT_S = 15.0
_MOST_BYTES = 64_000_000
_DEADLINE = "lecture_assets.deadline"


def bounded_client(timeout_s: float) -> "httpx2.Client":
    """Make a client whose requests end in time, also when their answers trickle.

    Proxies are those of the environment; redirects are not followed, since a key is sent along.

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
        request.extensions[_DEADLINE] = time.monotonic() + timeout_s

    def bound(response: httpx2.Response) -> None:
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = Bounded(response.stream, response.request.extensions[_DEADLINE])

    return httpx2.Client(
        timeout=httpx2.Timeout(timeout_s, connect=min(_CONNECT_S, timeout_s)),
        event_hooks={"request": [begin], "response": [bound]},
        follow_redirects=False,
    )


def cut_off(error: Exception) -> TryFailedError:
    """Describe a connection that broke, or was never there."""
    import httpx2  # noqa: PLC0415

    if isinstance(error.__cause__ or error, httpx2.ConnectError):
        return TryFailedError("it cannot be reached", again=True)
    return TryFailedError("the connection broke", again=True, charged=True)
