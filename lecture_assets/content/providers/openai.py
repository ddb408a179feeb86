"""The language models of OpenAI, and of Ollama, vLLM, LM Studio and others that speak like it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field, NonNegativeInt, ValidationError

from lecture_assets.content.conversation import MOST_OUTPUT_TOKENS, Ended, Reply, Send, estimated
from lecture_assets.content.prompt import TASK, Message
from lecture_assets.content.proposal import Proposal
from lecture_assets.hosted.budget import Usage
from lecture_assets.hosted.openai import NAME, openai_client, openai_failures
from lecture_assets.hosted.prices import price_of
from lecture_assets.hosted.tries import malformed
from lecture_assets.operations import HostedOptions, OpenAIOptions, Price

if TYPE_CHECKING:
    from openai import OpenAI

_ENDED: dict[str, Ended] = {"length": "cut off", "content_filter": "declined"}
_DECLINING = {"content_filter", "invalid_prompt"}
"""What a filter before the model calls a request that it does not let through."""


class OpenAIModel:
    """A model behind chat completions, see ``content.conversation.LanguageModel``.

    Attributes:
        name: ``OpenAI``.
        provider: ``openai``.
        model: The model's name.
        address: The server's, where it is not OpenAI's own.
    """

    name = NAME
    provider = "openai"

    def __init__(self, options: OpenAIOptions) -> None:
        self.model, self.address = options.analysis_model, options.base_url
        self._options = options

    def price(self, hosted: HostedOptions) -> Price:
        """Return what the model costs."""
        return price_of(self.model, hosted, own_server=self.address is not None)

    @contextmanager
    def connect(self, hosted: HostedOptions) -> Iterator[Send]:
        """Open a connection."""
        with openai_client(self._options, hosted) as client:
            yield lambda messages: self._send(client, messages)

    def _send(self, client: "OpenAI", messages: Sequence[Message]) -> tuple[Reply, Usage]:
        from openai import BadRequestError

        # OpenAI's reasoning models refuse max_tokens; Ollama overlooks max_completion_tokens.
        limit = "max_completion_tokens" if self.address is None else "max_tokens"
        said = [("system", TASK), *((each.role, each.text) for each in messages)]
        request: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": role, "content": text} for role, text in said],
            "response_format": {"type": "json_schema", "json_schema": _FORM},
            limit: MOST_OUTPUT_TOKENS,
        }
        with openai_failures():
            try:
                answer = client.chat.completions.create(**request)
            except BadRequestError as error:
                if error.code not in _DECLINING:
                    raise
                return Reply(text="", ended="declined"), Usage()
        try:
            completion = _Completion.model_validate(answer, from_attributes=True)
        except ValidationError:
            raise malformed("its answer holds no message") from None
        reply = completion.choices[0].reply()
        if completion.usage is None:
            return reply, estimated(messages, reply.text)
        return reply, completion.usage.usage()


_FORM = {"name": "content_segments", "schema": Proposal.model_json_schema(), "strict": True}


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None

    def reply(self) -> Reply:
        ended: Ended = (
            "declined" if self.message.refusal else _ENDED.get(self.finish_reason or "", "whole")
        )
        return Reply(text=self.message.content or "", ended=ended)


class _Tokens(BaseModel):
    prompt_tokens: NonNegativeInt
    completion_tokens: NonNegativeInt

    def usage(self) -> Usage:
        return Usage(input_tokens=self.prompt_tokens, output_tokens=self.completion_tokens)


class _Completion(BaseModel):
    choices: Annotated[list[_Choice], Field(min_length=1)]
    usage: _Tokens | None = None
