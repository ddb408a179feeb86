"""Tests of asking: kept, tried again, within the cap."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lecture_assets.errors import BudgetExceededError, ProviderError
from lecture_assets.hosted.account import Account, Exchange, Request
from lecture_assets.hosted.budget import Usage
from lecture_assets.hosted.kept import identity_of
from lecture_assets.hosted.tries import TryFailedError, malformed
from lecture_assets.operations import Price

_PRICE = Price(audio_minute_usd=6.0)
"""Ten cents a second."""
_SECOND = Usage(audio_s=1.0)


class _Provider:
    """Answers with what it was asked for; counts."""

    def __init__(self, **fails: TryFailedError) -> None:
        self.fails, self.sent = fails, list[str]()
        self._lock = threading.Lock()

    def request(self, name: str) -> Request:
        return Request(f"chunk {name}", identity_of(name), _SECOND, lambda: self._send(name))

    def _send(self, name: str) -> tuple[dict[str, str], Usage]:
        with self._lock:
            self.sent.append(name)
        if name in self.fails:
            raise self.fails[name]
        return {"said": name}, _SECOND


def _ask(provider: _Provider, account: Account, names: str) -> list[Any]:
    requests = [provider.request(name) for name in names]
    return Exchange("OpenAI", _PRICE, account).ask_all(requests, lambda _: None)


def test_answers_come_in_order_and_are_paid(account: Callable[..., Account]) -> None:
    opened = account()
    assert _ask(_Provider(), opened, "abc") == [{"said": "a"}, {"said": "b"}, {"said": "c"}]
    assert opened.budget.cost_usd == pytest.approx(0.3)
    assert opened.budget.used == Usage(requests=3, audio_s=3.0)


def test_what_is_kept_is_not_sent_again_and_counts_as_spent(
    account: Callable[..., Account],
) -> None:
    first = _Provider(c=TryFailedError("HTTP 500", again=True))
    with pytest.raises(ProviderError, match=r"chunk c \(HTTP 500, 2 times\)"):
        _ask(first, account(max_tries=2, requests_in_flight=1), "abcd")
    assert first.sent == ["a", "b", "c", "c"]
    second, opened = _Provider(), account()
    told: list[int] = []
    requests = [second.request(name) for name in "abcd"]
    answers = Exchange("OpenAI", _PRICE, opened).ask_all(requests, told.append)
    assert [each["said"] for each in answers] == list("abcd")
    assert sorted(second.sent) == ["c", "d"]
    assert told == [2, 3, 4]
    assert opened.budget.cost_usd == pytest.approx(0.4)


def test_the_same_question_is_asked_once(account: Callable[..., Account]) -> None:
    provider = _Provider()
    assert len(_ask(provider, account(), "aaa")) == 3
    assert provider.sent == ["a"]


def test_nothing_is_sent_where_all_of_it_would_cost_too_much(
    account: Callable[..., Account],
) -> None:
    provider = _Provider()
    with pytest.raises(BudgetExceededError, match=r"about 0.40 USD.*so nothing was sent"):
        _ask(provider, account(max_cost_usd=0.35), "abcd")
    assert provider.sent == []


def test_what_was_answered_before_the_cap_is_kept(account: Callable[..., Account]) -> None:
    """Answers that cannot be used are charged for too, and eat what was foreseen for others."""
    provider = _Provider(b=malformed("its answer cannot be read"))
    opened = account(max_cost_usd=0.35, requests_in_flight=1)
    with pytest.raises(BudgetExceededError, match=r"chunk b was not sent, since 0.30 USD"):
        _ask(provider, opened, "abc")
    assert provider.sent == ["a", "b", "b"]
    assert opened.budget.cost_usd == pytest.approx(0.3)
    assert list(opened.kept.those_of({identity_of("a"), identity_of("b")})) == [identity_of("a")]


def test_an_answer_that_was_spoilt_on_disk_is_asked_for_again(
    account: Callable[..., Account], tmp_path: Path
) -> None:
    _ask(_Provider(), account(), "a")
    (kept,) = (tmp_path / "store").rglob("work/paid-transcript/*.json")
    kept.write_bytes(b'{"content": ')
    provider = _Provider()
    assert _ask(provider, account(), "a") == [{"said": "a"}]
    assert provider.sent == ["a"]


def test_no_two_lists_of_parts_have_the_same_identity() -> None:
    assert identity_of("ab", "c") != identity_of("a", "bc")
    assert identity_of("a", "") != identity_of("a")
    assert identity_of("ä") == identity_of("ä".encode())


@pytest.mark.parametrize("told", [10**400, -5])
def test_a_usage_that_cannot_be_is_taken_for_the_estimate(
    told: int, account: Callable[..., Account]
) -> None:
    opened = account()
    request = Request("chunk a", identity_of("a"), _SECOND, lambda: ("a", Usage(input_tokens=told)))
    Exchange("OpenAI", _PRICE, opened).ask_all([request], lambda _: None)
    assert opened.budget.used == _SECOND
    assert opened.budget.cost_usd == pytest.approx(0.1)
