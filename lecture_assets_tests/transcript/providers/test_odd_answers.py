"""Tests of answers that no provider should give: they are used, or asked for again."""

import json
from collections.abc import Callable, Iterator

import pytest

from lecture_assets.hosted.account import Account
from lecture_assets.hosted.tries import TryFailedError
from lecture_assets.operations import OpenAIOptions
from lecture_assets.transcript.providers.openai import OpenAISpeech
from lecture_assets.transcript.speech_service import Question
from lecture_assets_tests.servers.hosted import Fault, hosted_provider
from lecture_assets_tests.transcript.providers.services import GEMINI, KEYS, OPENAI, Kind, Timed

_WORDS: list[Timed] = [("One", 0.2, 0.4), ("two.", 0.5, 0.8)]
_QUESTION = Question(b"flac", 2.0, None, ())


def _with_each_part_replaced(value: object, odd: object) -> Iterator[object]:
    yield odd
    if isinstance(value, dict):
        for name, part in value.items():
            for replaced in _with_each_part_replaced(part, odd):
                yield value | {name: replaced}
    elif isinstance(value, list):
        for number, part in enumerate(value):
            for replaced in _with_each_part_replaced(part, odd):
                yield [*value[:number], replaced, *value[number + 1 :]]


@pytest.mark.filterwarnings("ignore:x is not a valid FinishReason:UserWarning")
@pytest.mark.parametrize("odd", [None, True, 1e308, "x", [], [None], {"a": 1}], ids=str)
@pytest.mark.parametrize("kind", [OPENAI, GEMINI], ids=lambda kind: str(kind.name))
def test_whatever_part_is_odd_an_answer_is_used_or_asked_for_again(
    kind: Kind, odd: object, account: Callable[..., Account]
) -> None:
    good = kind.words(_WORDS)
    bodies = [json.dumps(each).encode() for each in _with_each_part_replaced(good, odd)]
    failed = []
    with (
        hosted_provider(lambda _: good) as provider,
        kind.service(provider).open(account().options) as send,
    ):
        provider.script.extend(Fault(body=body) for body in bodies)
        for _ in bodies:
            try:
                said, _usage = send(_QUESTION)
                assert all(isinstance(word.start_s, float) for word in said.words)
            except TryFailedError as error:
                failed.append(error)
        assert send(_QUESTION)[0].text == "One two."
    assert failed
    assert all(error.charged for error in failed)


@pytest.mark.parametrize("part", ["words", "usage", "language"])
def test_an_answer_that_is_paid_for_is_used_for_its_text(
    part: str, account: Callable[..., Account]
) -> None:
    odd = OPENAI.words(_WORDS) | {part: {"odd": [1]}}
    with hosted_provider(lambda _: odd) as provider:
        service = OpenAISpeech(OpenAIOptions(base_url=provider.openai_url))
        with service.open(account().options) as send:
            said, usage = send(_QUESTION)
    assert said.text == "One two."
    assert usage.audio_s == (2.0 if part == "usage" else 3.0)


@pytest.mark.parametrize("kind", [OPENAI, GEMINI], ids=lambda kind: str(kind.name))
@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"a":' * 200_000], ids=["lists", "objects"])
def test_an_answer_that_is_nested_without_end_is_asked_for_again(
    kind: Kind, body: bytes, account: Callable[..., Account]
) -> None:
    with (
        hosted_provider(lambda _: {}) as provider,
        kind.service(provider).open(account().options) as send,
    ):
        provider.script.append(Fault(body=body))
        with pytest.raises(TryFailedError, match="cannot be read") as caught:
            send(_QUESTION)
        assert caught.value.again


@pytest.mark.parametrize("kind", [OPENAI, GEMINI], ids=lambda kind: str(kind.name))
@pytest.mark.parametrize("where", ["text", "words"])
def test_a_key_among_the_words_is_not_taken_for_speech(
    kind: Kind, where: str, account: Callable[..., Account]
) -> None:
    key = KEYS[f"{kind.name.upper()}_API_KEY"]
    said = kind.words([(key, 0.2, 0.4)], key if where == "text" else "One.")
    with (
        hosted_provider(lambda _: said) as provider,
        kind.service(provider).open(account().options) as send,
        pytest.raises(TryFailedError, match="quotes the API key"),
    ):
        send(_QUESTION)
