"""Asks a hosted model about all parts of a lecture, and once more where it answers badly."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from lecture_assets.content.answers import Answer, read_answer
from lecture_assets.content.parts import Part, tokens_of
from lecture_assets.content.prompt import TASK, Message, correction
from lecture_assets.content.proposal import ProposedSegment
from lecture_assets.hosted.budget import Usage
from lecture_assets.operations import HostedOptions, Price
from lecture_assets.options import ContentOptions
from lecture_assets.transcript.sentences import Sentence

MOST_OUTPUT_TOKENS = 16_000
"""Most tokens of one answer, a model's thoughts included."""
_MOST_QUOTED, _NOTHING = 20_000, "(nothing)"
_SCHEMA_TOKENS = 500
_LOG = logging.getLogger(__name__)
_WHOLE = "the content segments"
_DECLINED = "It declines, where there is nothing to do but to describe a recording."
_CUT_OFF = "It breaks off before its end, since it is too long."

Ended = Literal["whole", "cut off", "declined"]


class Reply(BaseModel):
    """What a model said.

    Attributes:
        text: Its words.
        ended: Whether that is all, or it was cut off, or it declined to answer.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    text: str
    ended: Ended = "whole"


@dataclass(frozen=True)
class Talk:
    """A conversation that waits for a model's reply.

    Attributes:
        what: What is asked for, as in ``part 2 of 4 of the content segments``.
        messages: What was said so far.
    """

    what: str
    messages: tuple[Message, ...]


Send = Callable[[Sequence[Message]], tuple[Reply, Usage]]
"""Sends what was said once; raises ``TryFailedError``."""
Ask = Callable[[Sequence[Talk]], list[Reply]]
"""Continues conversations, and returns their replies in order."""


def estimated(messages: Sequence[Message], answer: str | None = None) -> Usage:
    """Estimate what a conversation is charged for, rather too much than too little.

    Args:
        messages: What is sent, after the task.
        answer: What is answered; None where it is not yet.
    """
    said = [TASK, *(message.text for message in messages)]
    output = MOST_OUTPUT_TOKENS if answer is None else tokens_of(answer)
    return Usage(input_tokens=sum(map(tokens_of, said)) + _SCHEMA_TOKENS, output_tokens=output)


class LanguageModel(Protocol):
    """A hosted model.

    Attributes:
        name: Its provider's name for people.
        provider: Who runs it, such as ``openai``.
        model: The model's name.
        address: The server's, where it is not the provider's own.
    """

    name: str
    provider: str
    model: str
    address: str | None

    def price(self, hosted: HostedOptions) -> Price:
        """Return what it costs."""
        ...

    def connect(self, hosted: HostedOptions) -> AbstractContextManager[Send]:
        """Open a connection; the model is told the task of ``content.prompt`` before all else."""
        ...


@dataclass(frozen=True)
class Found:
    """What came of one part.

    Attributes:
        part: What was asked about.
        segments: The stretches; none where the answers could not be used.
        fault: Why not, in a sentence; empty where they could.
    """

    part: Part
    segments: tuple[ProposedSegment, ...]
    fault: str = ""


def propose(
    ask: Ask,
    questions: Sequence[tuple[Part, Message]],
    sentences: Sequence[Sentence],
    options: ContentOptions,
) -> list[Found]:
    """Ask about every part; where an answer cannot be used, say why and ask once more.

    Raises:
        ProviderError: An answer was not to be had.
    """
    parts = [part for part, _ in questions]
    talks = [Talk(_what(at, len(parts)), (message,)) for at, (_, message) in enumerate(questions)]
    replies = ask(talks)
    answers = [_read(*each, sentences, options) for each in zip(replies, parts, strict=True)]
    bad = [at for at, answer in enumerate(answers) if answer.faults]
    for at in bad:
        _LOG.warning("The answer for %s cannot be used: %s", talks[at].what, answers[at].faults[0])
    if bad:
        corrected = ask([_corrected(talks[at], replies[at], answers[at]) for at in bad])
        for at, reply in zip(bad, corrected, strict=True):
            answers[at] = _read(reply, parts[at], sentences, options)
    return [
        Found(part, answer.segments, answer.faults[0] if answer.faults else "")
        for part, answer in zip(parts, answers, strict=True)
    ]


def _what(at: int, count: int) -> str:
    return f"part {at + 1} of {count} of the content segments" if count > 1 else _WHOLE


def _corrected(talk: Talk, reply: Reply, answer: Answer) -> Talk:
    said = Message("assistant", reply.text[:_MOST_QUOTED].strip() or _NOTHING)
    messages = (*talk.messages, said, correction(answer.faults))
    return Talk(f"{talk.what}, corrected", messages)


def _read(
    reply: Reply, part: Part, sentences: Sequence[Sentence], options: ContentOptions
) -> Answer:
    if reply.ended == "declined":
        return Answer(faults=(_DECLINED,))
    answer = read_answer(reply.text, sentences, part, options)
    if reply.ended == "cut off" and answer.faults:
        return Answer(faults=(_CUT_OFF,))
    return answer
