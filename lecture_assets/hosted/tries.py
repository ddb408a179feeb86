"""Tries a request again where that may help."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    sleep_using_event,
    stop_after_attempt,
    stop_when_event_set,
    wait_exponential_jitter,
)

from lecture_assets.errors import ProviderError

_LOG = logging.getLogger(__name__)
_LONGEST_ASKED_PAUSE_S = 120.0
_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 30.0
_LATER = "what was answered is kept, so start it again later"

R = TypeVar("R")


class TryFailedError(Exception):
    """One try of a request failed.

    Args:
        why: What happened, without any word of the provider's own: it may quote a key.
        cure: What to do about it when no try helps.
        again: Whether another try may help.
        after_s: Seconds that the provider asks to wait before that.
        charged: Whether the try may be charged for.
        kind: What is raised when no try helps.
    """

    def __init__(
        self,
        why: str,
        cure: str = _LATER,
        *,
        again: bool,
        after_s: float | None = None,
        charged: bool = False,
        kind: type[ProviderError] = ProviderError,
    ) -> None:
        super().__init__(why)
        self.why, self.cure, self.kind = why, cure, kind
        self.again, self.after_s, self.charged = again, after_s, charged


def malformed(why: str) -> TryFailedError:
    """Describe an answer that cannot be used; it is charged for, and the next may be better."""
    return TryFailedError(why, again=True, charged=True)


def out_of_time() -> TryFailedError:
    """Describe a try that took too long; the answer may have been on its way."""
    return TryFailedError("it did not answer in time", again=True, charged=True)


class Tries:
    """How often, and how far apart.

    Where a provider asks to wait, all requests do that share the tries.

    Args:
        provider: Its name for people.
        max_tries: Most tries of one request.
        stopped: When it is set, nothing more is sent, and no pause goes on.
    """

    def __init__(self, provider: str, max_tries: int, stopped: threading.Event) -> None:
        self._provider, self._max, self._stopped = provider, max_tries, stopped
        self._backoff = wait_exponential_jitter(
            initial=_FIRST_PAUSE_S, max=_LONGEST_PAUSE_S, jitter=_FIRST_PAUSE_S
        )
        self._not_before = 0.0

    def until_answered(self, what: str, send: Callable[[], R]) -> R:
        """Send a request until it is answered, or until another try would be in vain.

        Args:
            what: What is asked for, as in ``chunk 3 of 12 of the transcript``.
            send: Sends it once; raises ``TryFailedError``.

        Raises:
            ProviderError: It was not answered.
        """
        retrying = Retrying(
            stop=stop_after_attempt(self._max) | stop_when_event_set(self._stopped),
            retry=retry_if_exception(lambda each: isinstance(each, TryFailedError) and each.again),
            wait=self._pause_s,
            sleep=sleep_using_event(self._stopped),
            before_sleep=lambda state: self._tell(what, state),
            reraise=True,
        )
        try:
            return retrying(lambda: self._in_time(send))
        except TryFailedError as error:
            tries = retrying.statistics["attempt_number"]
            times = f", {tries} times" if tries > 1 else ""
            raise error.kind(
                f"{self._provider} failed at {what} ({error.why}{times}); {error.cure}."
            ) from None

    def check_running(self) -> None:
        """See that nothing has stopped meanwhile.

        Raises:
            TryFailedError: All is to stop.
        """
        if self._stopped.is_set():
            raise TryFailedError("it was stopped", again=False)

    def _in_time(self, send: Callable[[], R]) -> R:
        self._stopped.wait(max(0.0, self._not_before - time.monotonic()))
        self.check_running()
        return send()

    def _pause_s(self, state: RetryCallState) -> float:
        pause, asked = self._backoff(state), _failure(state).after_s
        if asked is None:
            return pause
        asked = min(asked, _LONGEST_ASKED_PAUSE_S)
        self._not_before = max(self._not_before, time.monotonic() + asked)
        # A little more than was asked, and not all at once.
        return asked + pause / 10

    def _tell(self, what: str, state: RetryCallState) -> None:
        pause = state.next_action.sleep if state.next_action else 0.0
        why = _failure(state).why
        _LOG.warning("%s failed at %s (%s); again in %.1f s", self._provider, what, why, pause)


def _failure(state: RetryCallState) -> TryFailedError:
    assert state.outcome is not None
    error = state.outcome.exception()
    assert isinstance(error, TryFailedError)
    return error
