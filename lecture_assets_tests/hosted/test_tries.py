"""Tests of trying again."""

import threading
import time

import pytest

from lecture_assets.errors import ProviderError, RefusedKeyError
from lecture_assets.hosted.answered import failed
from lecture_assets.hosted.tries import Tries, TryFailedError, malformed

_WHAT = "chunk 3 of 12 of the transcript"


class _Sender:
    """Fails as told, then answers."""

    def __init__(self, *errors: TryFailedError) -> None:
        self.errors, self.at = list(errors), list[float]()

    def __call__(self) -> str:
        self.at.append(time.monotonic())
        if self.errors:
            raise self.errors.pop(0)
        return "answer"


def _tries(most: int = 3) -> Tries:
    return Tries("OpenAI", most, threading.Event())


def _passing(after_s: float | None = None) -> TryFailedError:
    return TryFailedError("HTTP 500", again=True, after_s=after_s)


def test_what_fails_for_a_passing_reason_is_tried_again() -> None:
    sender = _Sender(_passing(), malformed("its answer cannot be read"))
    assert _tries().until_answered(_WHAT, sender) == "answer"
    assert len(sender.at) == 3


def test_it_waits_as_long_as_the_provider_asks() -> None:
    sender = _Sender(_passing(after_s=0.4))
    _tries().until_answered(_WHAT, sender)
    assert 0.4 <= sender.at[1] - sender.at[0] < 2


def test_what_keeps_failing_is_told_in_one_sentence() -> None:
    sender = _Sender(*[_passing()] * 5)
    with pytest.raises(
        ProviderError,
        match=r"^OpenAI failed at chunk 3 of 12 of the transcript \(HTTP 500, 3 times\); what was "
        r"answered is kept, so start it again later\.$",
    ) as caught:
        _tries().until_answered(_WHAT, sender)
    assert len(sender.at) == 3
    assert caught.value.__cause__ is None


def test_what_no_try_helps_is_tried_once() -> None:
    sender = _Sender(failed(401, "invalid_api_key", {}, key="OPENAI_API_KEY", where="X"))
    with pytest.raises(RefusedKeyError, match=r"invalid_api_key\); see that OPENAI_API_KEY holds"):
        _tries().until_answered(_WHAT, sender)
    assert len(sender.at) == 1


def test_a_stop_ends_the_pause_between_two_tries() -> None:
    stopped = threading.Event()
    threading.Timer(0.1, stopped.set).start()
    sender = _Sender(*[_passing(after_s=60)] * 2)
    began = time.monotonic()
    with pytest.raises(ProviderError):
        Tries("OpenAI", 5, stopped).until_answered(_WHAT, sender)
    assert time.monotonic() - began < 2


def test_where_a_provider_asks_to_wait_all_requests_do() -> None:
    tries = _tries()
    first, second = _Sender(_passing(after_s=0.5)), _Sender()
    thread = threading.Thread(target=tries.until_answered, args=("chunk 1", first))
    thread.start()
    time.sleep(0.2)
    tries.until_answered("chunk 2", second)
    thread.join()
    assert second.at[0] - first.at[0] >= 0.5


def test_nothing_is_sent_once_all_is_to_stop() -> None:
    stopped = threading.Event()
    stopped.set()
    sender = _Sender()
    with pytest.raises(ProviderError, match="it was stopped"):
        Tries("OpenAI", 3, stopped).until_answered(_WHAT, sender)
    assert sender.at == []
