"""Tests of hosted recognisers, against a real HTTP server that speaks as they do."""

import logging
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from lecture_assets.errors import (
    BudgetExceededError,
    ProviderError,
    RefusedKeyError,
)
from lecture_assets.hosted.account import Account
from lecture_assets.options import TranscriptOptions
from lecture_assets.progress import ignore
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.providers.hosted import HostedTranscriber
from lecture_assets.transcript.transcribe import transcribe
from lecture_assets_tests.servers.hosted import (
    BAD_KEY,
    BROKEN,
    BUSY,
    CUT,
    HTML,
    NO_CREDIT,
    NOT_JSON,
    SILENT,
    Asked,
    Fault,
    HostedProvider,
    Json,
    hosted_provider,
)
from lecture_assets_tests.transcript.providers.services import (
    CHUNK_MS,
    GEMINI,
    KEYS,
    OPENAI,
    SPEECH,
    Kind,
    Timed,
    chunk_of,
    lecture,
)

_OFFLINE = TranscriptOptions(model="/no/such/model")
OpenAccount = Callable[..., Account]


@pytest.fixture(params=[OPENAI, GEMINI], ids=lambda kind: str(kind.name))
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture
def provider(kind: Kind) -> Iterator[HostedProvider]:
    def answer(asked: Asked) -> Json:
        number = chunk_of(asked)
        return kind.words([(f"Word{number},", 0.3, 0.9), ("said.", 1.0, 1.5)])

    with hosted_provider(answer) as running:
        yield running


def _transcribed(
    kind: Kind, provider: HostedProvider, account: Account, language: str | None = None
) -> Transcript:
    transcriber = HostedTranscriber(kind.service(provider), _OFFLINE)
    transcriber.max_chunk_ms = CHUNK_MS
    samples, silence_map = lecture()
    options = TranscriptOptions(language=language, glossary=("Laplace", "Fourier"))
    return transcribe(samples, silence_map, transcriber, options, ignore, account)


def _says(provider: HostedProvider, kind: Kind, words: list[Timed], text: str | None) -> None:
    provider.answer = lambda _: kind.words(words, text)


def test_words_come_with_their_times_on_the_lecture_s_clock(
    kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    opened = account()
    made = _transcribed(kind, provider, opened)
    # A chunk begins 300 ms before its speech.
    starts = [each.start_ms - 300 for each in SPEECH]
    assert [(word.text, word.start_ms, word.end_ms) for word in made.words()] == [
        found
        for number, at in enumerate(starts, start=1)
        for found in ((f"Word{number},", at + 300, at + 900), ("said.", at + 1_000, at + 1_500))
    ]
    assert (made.language, made.word_times, made.warnings) == ("en", "recognised", [])
    assert len(provider.asked) == opened.budget.used.requests == 3
    assert opened.budget.cost_usd == pytest.approx(3 * kind.cost_usd)


@pytest.mark.parametrize(
    "faults",
    [[BUSY], [BROKEN, BROKEN], [CUT], [SILENT], [NOT_JSON], [HTML], [Fault(body=b"[]")]],
    ids=lambda faults: " ".join(f"{each.status}{(each.body or b'')[:4]!r}" for each in faults),
)
def test_what_fails_for_a_passing_reason_is_asked_again(
    faults: list[Fault], kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    provider.script.extend(faults)
    made = _transcribed(kind, provider, account())
    assert len(made.words()) == 6
    assert len(provider.asked) == 3 + len(faults)


def test_slow_bytes_are_waited_for_while_there_is_time(
    kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    provider.script.append(Fault(slow_s=1.0))
    assert len(_transcribed(kind, provider, account()).words()) == 6
    assert len(provider.asked) == 3


def test_bytes_that_trickle_for_too_long_are_given_up(
    kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    provider.script.extend([Fault(slow_s=6.0)] * 3)
    expected = rf"{kind.name} failed at chunk \d of 3 of the transcript \(it did not answer in time"
    with pytest.raises(ProviderError, match=expected):
        _transcribed(kind, provider, account(timeout_s=0.7, max_tries=1))


def test_what_is_paid_for_is_not_asked_for_again_when_a_chunk_fails(
    kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    provider.script.extend([None, BROKEN, BROKEN, BROKEN])
    with pytest.raises(
        ProviderError,
        match=rf"^{kind.name} failed at chunk 2 of 3 of the transcript \(HTTP 500, server_error, "
        r"3 times\); what was answered is kept, so start it again later\.$",
    ):
        _transcribed(kind, provider, account(max_tries=3, requests_in_flight=1))
    assert len(provider.asked) == 4
    opened = account()
    assert len(_transcribed(kind, provider, opened).words()) == 6
    assert sorted(map(chunk_of, provider.asked[4:])) == [2, 3]
    assert opened.budget.cost_usd == pytest.approx(3 * kind.cost_usd)


def test_a_refusal_is_told_and_not_argued_with(
    kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    provider.script.extend([kind.refusal] * 9)
    with pytest.raises(ProviderError, match=rf"^{kind.name} failed at chunk 1 of 3.*declines.*"):
        _transcribed(kind, provider, account(requests_in_flight=1))
    assert len(provider.asked) == 1


def test_a_chunk_in_which_nothing_is_said_has_no_words(
    kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    _says(provider, kind, [], "")
    made = _transcribed(kind, provider, account())
    assert made.segments == []
    assert made.warnings == ["Nothing is said in this recording."]


def test_times_out_of_order_or_outside_the_chunk_are_mended(
    kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    words = [("One", 0.2, 0.4), ("two", 1.9, 2.0), ("three", 0.5, 0.8), ("four", 7.0, 8.0)]
    _says(provider, kind, [*words, ("five", 1.0, 0.9)], "One two three, four five.")
    made = _transcribed(kind, provider, account())
    found = made.words()
    assert [word.text for word in found[:5]] == ["One", "two", "three,", "four", "five."]
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(found))
    for segment, speech in zip(made.segments, SPEECH, strict=True):
        assert speech.start_ms - 300 <= segment.start_ms <= segment.end_ms <= speech.end_ms + 300
        assert segment.words[2].start_ms == speech.start_ms + 200


def test_words_that_were_not_timed_are_spread_where_no_model_can_align_them(
    kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    _says(provider, kind, [], "Nobody timed these words.")
    made = _transcribed(kind, provider, account())
    assert made.word_times == "spread"
    assert [word.text for word in made.words()[:4]] == ["Nobody", "timed", "these", "words."]
    (warning,) = made.warnings
    assert warning.startswith("In 3 of 3 stretches of speech the times of the words are no better")


def test_a_model_that_runs_away_is_not_believed(
    kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    _says(provider, kind, [], "and so on " * 500)
    with pytest.raises(ProviderError, match=r"longer than anybody can speak"):
        _transcribed(kind, provider, account(max_tries=1))


def test_what_another_server_answered_does_not_count(
    kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    provider.script.extend([None, BAD_KEY])
    with pytest.raises(RefusedKeyError):
        _transcribed(kind, provider, account(requests_in_flight=1))
    with hosted_provider(provider.answer) as other:
        assert len(_transcribed(kind, other, account()).words()) == 6
        assert len(other.asked) == 3


@pytest.mark.parametrize(("fault", "cure"), [(BAD_KEY, "valid key"), (NO_CREDIT, "add credit")])
def test_what_the_account_lacks_is_told_once(
    fault: Fault, cure: str, kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    provider.script.append(fault)
    error = RefusedKeyError if fault is BAD_KEY else ProviderError
    with pytest.raises(error, match=cure):
        _transcribed(kind, provider, account(requests_in_flight=1))
    assert len(provider.asked) == 1


def test_a_key_gets_to_its_provider_and_nowhere_else(
    kind: Kind,
    provider: HostedProvider,
    account: OpenAccount,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    provider.script.extend([BUSY, None, BAD_KEY])
    with pytest.raises(RefusedKeyError) as caught:
        _transcribed(kind, provider, account(requests_in_flight=1))
    sent = " ".join(value for asked in provider.asked for value in asked.headers.values())
    assert sum(key in sent for key in KEYS.values()) == 1
    told = [repr(caught.value), str(caught.getrepr()), caplog.text, repr(account())]
    told += [file.read_text() for file in (tmp_path / "store").rglob("*.json")]
    assert len(told) > 4
    assert not [each for each in told if "s3cret" in each]


def test_several_chunks_are_under_way_and_come_in_order(
    kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    all_there = threading.Barrier(3, timeout=10)
    answer = provider.answer

    def together(asked: Asked) -> Json:
        all_there.wait()
        return answer(asked)

    provider.answer = together
    made = _transcribed(kind, provider, account(requests_in_flight=3))
    assert [word.text for word in made.words()[::2]] == ["Word1,", "Word2,", "Word3,"]
    assert provider.most_at_once == 3


def test_nothing_is_sent_where_the_cap_would_be_exceeded(
    kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    with pytest.raises(BudgetExceededError, match=rf"^What is asked of {kind.name} would cost"):
        _transcribed(kind, provider, account(max_cost_usd=0.0005))
    assert provider.asked == []


def test_language_and_glossary_reach_the_provider(
    kind: Kind, provider: HostedProvider, account: OpenAccount
) -> None:
    made = _transcribed(kind, provider, account(), language="de")
    told = str({k: v for k, v in provider.asked[0].fields.items() if k != "contents"})
    assert made.language == "de"
    assert "'de'" in told
    assert "Laplace" in told
    assert "Fourier" in told
