"""Tests of sending a document to a webhook, against a real server."""

import hashlib
import hmac
import socket
import threading
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from lecture_assets import webhook as module
from lecture_assets.errors import DeliveryError, SettingsError, UnwantedError
from lecture_assets.operations import WebhookOptions
from lecture_assets.webhook import check_address, deliver
from lecture_assets_tests.servers.webhook import Receiver, receiver


@pytest.fixture
def got() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


def _deliver(url: str, secret: str | None = None) -> list[float]:
    """Send a document; return how long was waited between tries."""
    waited: list[float] = []
    options = WebhookOptions(url=url, secret=SecretStr(secret) if secret else None)
    deliver(options, {"event": "done", "title": "Über"}, waited.append)
    return waited


def test_a_document_arrives_once_as_json(got: Receiver) -> None:
    assert _deliver(got.url) == []
    assert got.documents == [{"event": "done", "title": "Über"}]
    assert got.headers[0]["Content-Type"] == "application/json"
    assert "X-Lecture-Signature" not in got.headers[0]


def test_its_signature_is_the_hmac_of_the_bytes_that_arrive(got: Receiver) -> None:
    _deliver(got.url, "shared-secret")
    expected = hmac.new(b"shared-secret", got.bodies[0], hashlib.sha256).hexdigest()
    assert got.headers[0]["X-Lecture-Signature"] == f"sha256={expected}"


@pytest.mark.parametrize("code", [500, 503, 429, 408])
def test_what_may_pass_is_tried_again_after_a_pause(got: Receiver, code: int) -> None:
    got.answers = [code, code]
    assert _deliver(got.url) == [1.0, 3.0]
    assert len(got.bodies) == 3


def test_after_three_tries_one_sentence_says_what_was_answered(got: Receiver) -> None:
    got.answers = [503, 503, 503]
    with pytest.raises(DeliveryError, match=r"^The webhook on 127.0.0.1 answers with HTTP 503; "):
        _deliver(got.url)
    assert len(got.bodies) == 3


@pytest.mark.parametrize(
    ("code", "unwanted"), [(400, True), (422, True), (401, False), (404, False)]
)
def test_what_will_not_pass_is_tried_once(got: Receiver, code: int, unwanted: bool) -> None:
    got.answers = [code]
    with pytest.raises(DeliveryError, match=f"HTTP {code}") as caught:
        _deliver(got.url)
    assert isinstance(caught.value, UnwantedError) is unwanted
    assert len(got.bodies) == 1


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(got: Receiver, code: int) -> None:
    got.answers = [code]
    with pytest.raises(DeliveryError, match="redirect"):
        _deliver(got.url)
    assert len(got.bodies) == 1


def test_a_receiver_that_does_not_answer_is_given_up(
    got: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_TIMEOUT_S", 0.1)
    got.delay_s = 0.4
    with pytest.raises(DeliveryError, match=r"cannot be reached \(timed out\)"):
        _deliver(got.url)
    assert len(got.bodies) == 3


def test_what_is_no_http_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_answer_all, args=(server, b"\x1b[31mINFO: ok \x07" * 99))
        thread.start()
        with pytest.raises(DeliveryError, match="INFO: ok") as caught:
            _deliver(f"http://127.0.0.1:{server.getsockname()[1]}/")
        thread.join()
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


def _answer_all(server: socket.socket, answer: bytes) -> None:
    for _ in range(3):
        connection, _ = server.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(answer + b"\r\n")


def test_no_sentence_holds_more_of_the_address_than_the_host() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/hook/T0K3N"
        with pytest.raises(DeliveryError, match="Connection refused") as caught:
            _deliver(url)
    assert "T0K3N" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://h/x",
        "h/x",
        "",
        "http://",
        "http://[",
        "https://ada:pw@h/x",
        "http://h:x/",
    ],
)
def test_what_is_no_address_of_a_web_server_is_refused_by_the_setting_s_name(url: str) -> None:
    with pytest.raises(SettingsError, match="LECTURE_WEBHOOK__URL") as caught:
        check_address(WebhookOptions(url=url))
    assert "pw" not in str(caught.value)
