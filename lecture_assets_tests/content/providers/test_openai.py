"""What is particular to OpenAI's wire format, and to servers that speak it in part."""

import pytest

from lecture_assets.content.prompt import TASK, Message
from lecture_assets.content.providers.openai import OpenAIModel
from lecture_assets.hosted.budget import Usage
from lecture_assets.hosted.tries import TryFailedError
from lecture_assets.operations import HostedOptions, OpenAIOptions
from lecture_assets_tests.servers.hosted import Asked, HostedProvider, Json, chat_answer
from lecture_assets_tests.servers.hosted import hosted_provider as running

ASK = [Message("user", "Which sentences?"), Message("assistant", "These."), Message("user", "No.")]


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-test")


def sent(options: OpenAIOptions) -> tuple[str, Usage]:
    """Ask a model, and return its words and what is charged."""
    with OpenAIModel(options).connect(HostedOptions(timeout_s=5)) as send:
        reply, usage = send(ASK)
    return reply.text, usage


def own(server: HostedProvider) -> OpenAIOptions:
    return OpenAIOptions(base_url=server.openai_url, analysis_model="m")


def test_a_server_of_one_s_own_gets_the_limit_that_it_knows() -> None:
    with running(lambda _: chat_answer("{}")) as server:
        assert sent(own(server)) == ("{}", Usage(input_tokens=100, output_tokens=50))
        (asked,) = server.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.fields["max_tokens"] == 16_000
    assert "max_completion_tokens" not in asked.fields
    assert asked.fields["messages"] == [
        {"role": "system", "content": TASK},
        *({"role": each.role, "content": each.text} for each in ASK),
    ]


def test_openai_itself_gets_the_limit_that_its_thinking_models_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with running(lambda _: chat_answer("{}")) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.openai_url)
        sent(OpenAIOptions(analysis_model="m"))
        (asked,) = server.asked
    assert asked.fields["max_completion_tokens"] == 16_000
    assert "max_tokens" not in asked.fields


def test_the_form_of_the_answer_is_one_that_strict_outputs_take() -> None:
    with running(lambda _: chat_answer("{}")) as server:
        sent(own(server))
        form = server.asked[0].fields["response_format"]["json_schema"]
    assert form["strict"] is True
    for each in (form["schema"], form["schema"]["$defs"]["ProposedSegment"]):
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])


def test_where_a_server_counts_no_tokens_they_are_estimated() -> None:
    def uncounted(_: Asked) -> Json:
        return {name: each for name, each in chat_answer("{}" * 30).items() if name != "usage"}

    with running(uncounted) as server:
        _, usage = sent(own(server))
    assert usage.output_tokens == 21
    assert usage.input_tokens > len(TASK) / 4


@pytest.mark.parametrize(
    "answer",
    [{}, {"choices": []}, {"choices": None}, {"choices": [{"index": 0}]}, {"error": "overloaded"}],
)
def test_an_answer_without_a_message_is_tried_again(answer: Json) -> None:
    with (
        running(lambda _: answer) as server,
        pytest.raises(TryFailedError, match="holds no message") as failed,
    ):
        sent(own(server))
    assert failed.value.again
    assert failed.value.charged
