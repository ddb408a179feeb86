"""What is particular to Gemini's wire format."""

from typing import Any

import pytest

from lecture_assets.content.conversation import Reply
from lecture_assets.content.prompt import TASK, Message
from lecture_assets.content.providers.gemini import GeminiModel
from lecture_assets.hosted.budget import Usage
from lecture_assets.hosted.tries import TryFailedError
from lecture_assets.operations import GeminiOptions, HostedOptions
from lecture_assets_tests.servers.hosted import Asked, Json, gemini_answer, hosted_provider

ASK = [Message("user", "Which sentences?"), Message("assistant", "These."), Message("user", "No.")]


def sent(answer: Json, monkeypatch: pytest.MonkeyPatch) -> tuple[Reply, Usage, Asked]:
    """Ask a model that answers so; return what came of it, and the request."""
    monkeypatch.setenv("GEMINI_API_KEY", "sk-of-the-test")
    with hosted_provider(lambda _: answer) as server:
        model = GeminiModel(GeminiOptions(base_url=server.url, analysis_model="m"))
        with model.connect(HostedOptions(timeout_s=5)) as send:
            reply, usage = send(ASK)
    return reply, usage, server.asked[0]


def test_the_task_the_turns_and_the_form_of_the_answer_are_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reply, usage, asked = sent(gemini_answer([{"text": "{}"}]), monkeypatch)
    assert (reply, usage) == (Reply(text="{}"), Usage(input_tokens=100, output_tokens=50))
    assert asked.path.endswith("/models/m:generateContent")
    assert asked.fields["systemInstruction"]["parts"] == [{"text": TASK}]
    assert [each["role"] for each in asked.fields["contents"]] == ["user", "model", "user"]
    config = asked.fields["generationConfig"]
    assert (config["maxOutputTokens"], config["responseMimeType"]) == (16_000, "application/json")
    assert config["responseJsonSchema"]["required"] == ["segments"]


def test_thoughts_are_charged_for_and_are_no_part_of_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = gemini_answer([{"text": "Let me see.", "thought": True}, {"text": "{}"}])
    answer["usageMetadata"]["thoughtsTokenCount"] = 700
    reply, usage, _ = sent(answer, monkeypatch)
    assert reply.text == "{}"
    assert usage.output_tokens == 750


def test_where_no_tokens_are_counted_they_are_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    answer: dict[str, Any] = gemini_answer([{"text": "{}" * 30}])
    del answer["usageMetadata"]
    _, usage, _ = sent(answer, monkeypatch)
    assert usage.output_tokens == 21
    assert usage.input_tokens > len(TASK) / 4


@pytest.mark.parametrize(
    ("finish", "text", "ended"),
    [
        ("STOP", "{}", "whole"),
        ("OTHER", "{}", "whole"),
        ("MAX_TOKENS", "{", "cut off"),
        ("RECITATION", "", "declined"),
        ("A_REASON_THAT_IS_NEW", "", "declined"),
    ],
)
@pytest.mark.filterwarnings("ignore:.*is not a valid FinishReason:UserWarning")
def test_how_an_answer_ended_is_told(
    finish: str, text: str, ended: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [{"text": text}] if text else []
    reply, _, _ = sent(gemini_answer(parts, finish=finish), monkeypatch)
    assert (reply.text, reply.ended) == (text, ended)


def test_an_answer_without_a_message_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TryFailedError, match="holds no message") as failed:
        sent({"modelVersion": "m"}, monkeypatch)
    assert failed.value.again
