"""The language models of Gemini."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lecture_assets.content.conversation import MOST_OUTPUT_TOKENS, Ended, Reply, Send, estimated
from lecture_assets.content.prompt import TASK, Message
from lecture_assets.content.proposal import Proposal
from lecture_assets.hosted.budget import Usage
from lecture_assets.hosted.gemini import NAME, gemini_client, gemini_failures
from lecture_assets.hosted.prices import price_of
from lecture_assets.hosted.tries import malformed
from lecture_assets.operations import GeminiOptions, HostedOptions, Price

if TYPE_CHECKING:
    from google.genai import Client
    from google.genai.types import FinishReason, GenerateContentResponse

_ROLES = {"user": "user", "assistant": "model"}


class GeminiModel:
    """A model of Gemini, see ``content.conversation.LanguageModel``.

    Attributes:
        name: ``Gemini``.
        provider: ``gemini``.
        model: The model's name.
        address: The server's, where it is not Google's own.
    """

    name = NAME
    provider = "gemini"

    def __init__(self, options: GeminiOptions) -> None:
        self.model, self.address = options.analysis_model, options.base_url
        self._options = options

    def price(self, hosted: HostedOptions) -> Price:
        """Return what the model costs."""
        return price_of(self.model, hosted)

    @contextmanager
    def connect(self, hosted: HostedOptions) -> Iterator[Send]:
        """Open a connection."""
        with gemini_client(self._options, hosted) as client:
            yield lambda messages: self._send(client, messages)

    def _send(self, client: "Client", messages: Sequence[Message]) -> tuple[Reply, Usage]:
        from google.genai import types

        with gemini_failures():
            answer = client.models.generate_content(
                model=self.model,
                contents=[
                    types.Content(role=_ROLES[each.role], parts=[types.Part(text=each.text)])
                    for each in messages
                ],
                config=types.GenerateContentConfig(
                    system_instruction=TASK,
                    response_mime_type="application/json",
                    response_json_schema=Proposal.model_json_schema(),
                    max_output_tokens=MOST_OUTPUT_TOKENS,
                ),
            )
        reply = _reply(answer)
        return reply, _usage(answer) or estimated(messages, reply.text)


def _reply(answer: "GenerateContentResponse") -> Reply:
    if not answer.candidates:
        if answer.prompt_feedback is None:
            raise malformed("its answer holds no message")
        return Reply(text="", ended="declined")
    first = answer.candidates[0]
    parts = (first.content.parts if first.content else None) or []
    text = "".join(each.text or "" for each in parts if not each.thought)
    return Reply(text=text, ended=_ended(first.finish_reason, text))


def _ended(reason: "FinishReason | None", text: str) -> Ended:
    """Tell how an answer ended; there are a dozen reasons for which one is not given."""
    if reason == "MAX_TOKENS":
        return "cut off"
    return "whole" if text or reason in (None, "STOP") else "declined"


def _usage(answer: "GenerateContentResponse") -> Usage | None:
    counted = answer.usage_metadata
    if counted is None or counted.prompt_token_count is None:
        return None
    output = (counted.candidates_token_count or 0) + (counted.thoughts_token_count or 0)
    return Usage(input_tokens=counted.prompt_token_count, output_tokens=output)
