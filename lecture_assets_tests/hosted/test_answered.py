"""Tests of what an HTTP status means for the next try."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from lecture_assets.errors import ProviderError, RefusedKeyError
from lecture_assets.hosted.answered import failed
from lecture_assets.hosted.tries import TryFailedError


def _failed(status: int, code: object = None, **headers: str) -> TryFailedError:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return failed(status, code, named, key="OPENAI_API_KEY", where="LECTURE_OPENAI__BASE_URL")


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529])
def test_passing_failures_are_tried_again(status: int) -> None:
    assert _failed(status).again


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 405, 413, 415, 422])
def test_lasting_failures_are_not(status: int) -> None:
    error = _failed(status, "some_code")
    assert not error.again
    assert error.why == f"HTTP {status}, some_code"
    assert error.kind is (RefusedKeyError if status in (401, 403) else ProviderError)


def test_an_account_without_credit_is_not_asked_again() -> None:
    error = _failed(429, "insufficient_quota")
    assert (error.again, error.cure[:10]) == (False, "add credit")


def test_google_s_word_for_a_bad_key_is_known() -> None:
    assert _failed(400, "API_KEY_INVALID").kind is RefusedKeyError


@pytest.mark.parametrize("code", [None, 7, ["x"], {}, "You sent sk-123", "<b>", "x" * 100])
def test_no_words_of_the_provider_s_own_are_passed_on(code: object) -> None:
    assert _failed(400, code).why == "HTTP 400"


@pytest.mark.parametrize(
    ("headers", "after_s"),
    [
        ({}, None),
        ({"retry_after": "2.5"}, 2.5),
        ({"retry_after": "7", "retry_after_ms": "300"}, 0.3),
        ({"retry_after": "soon"}, None),
        ({"retry_after": "-3"}, None),
        ({"retry_after": "inf"}, None),
        ({"retry_after": "nan"}, None),
    ],
)
def test_the_pause_that_a_provider_asks_for_is_read(
    headers: dict[str, str], after_s: float | None
) -> None:
    assert _failed(429, **headers).after_s == after_s


def test_it_may_be_a_date() -> None:
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 25 < (_failed(503, retry_after=at).after_s or 0) <= 30


def test_a_code_that_is_the_key_is_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-proj-s3cret")
    assert _failed(400, "sk-proj-s3cret").why == "HTTP 400"
