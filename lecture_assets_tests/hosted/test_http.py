"""Tests of the HTTP client against servers that never come to an end."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx2
import pytest

from lecture_assets.hosted.http import bounded_client, cut_off
from lecture_assets.hosted.tries import TryFailedError
from lecture_assets_tests.servers.hosted import Fault, hosted_provider

_HEAD = b"HTTP/1.1 200 OK\r\n"


@contextmanager
def _dripping(piece: bytes) -> Iterator[str]:
    """A server that sends the same bytes again and again, and no answer."""
    over = threading.Event()

    def drip() -> None:
        connection, _ = server.accept()
        with connection, suppress(OSError):
            connection.sendall(_HEAD if piece == b"x" else b"")
            while not over.wait(0.05):
                connection.sendall(piece)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        over.set()
        thread.join()


@pytest.mark.parametrize(
    "piece", [b"x", b"HTTP/1.1 103 Early Hints\r\n\r\n"], ids=["header", "103"]
)
def test_an_answer_that_never_begins_is_given_up(piece: bytes) -> None:
    began = time.monotonic()
    with (
        _dripping(piece) as url,
        bounded_client(0.3) as client,
        pytest.raises(httpx2.ReadTimeout, match="did not begin in time"),
    ):
        client.post(url, json={})
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("status", [200, 500])
def test_a_compressed_answer_is_not_opened(status: int) -> None:
    body = gzip.compress(bytes(1_000_000))
    with hosted_provider(lambda _: {}) as provider, bounded_client(5) as client:
        provider.script.append(Fault(status, body=body, headers={"content-encoding": "gzip"}))
        with pytest.raises(TryFailedError, match="compressed"):
            client.post(provider.url, json={})
        assert provider.asked[0].headers["accept-encoding"] == "identity"


def test_one_request_s_end_does_not_end_the_next() -> None:
    with hosted_provider(lambda _: {}) as provider, bounded_client(1) as client:
        for _ in range(3):
            assert client.post(provider.url, json={}).json() == {}
            time.sleep(0.8)


def test_a_server_that_is_not_there_names_the_setting_of_its_address() -> None:
    failed = cut_off(httpx2.ConnectError("refused"), where="LECTURE_OPENAI__BASE_URL")
    assert "LECTURE_OPENAI__BASE_URL is right" in failed.cure
    assert failed.again
    assert not failed.charged
