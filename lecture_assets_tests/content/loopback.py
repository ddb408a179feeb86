"""Language models on loopback, behind the wire formats of both providers."""

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from lecture_assets.content.analyzer import Analyzer
from lecture_assets.content.models import ContentSegments
from lecture_assets.content.providers.gemini import GeminiModel
from lecture_assets.content.providers.hosted import HostedAnalyzer
from lecture_assets.content.providers.openai import OpenAIModel
from lecture_assets.hosted.account import open_account
from lecture_assets.media.about import About
from lecture_assets.operations import GeminiOptions, HostedOptions, OpenAIOptions, Price
from lecture_assets.options import ContentOptions
from lecture_assets.progress import Progress, ignore
from lecture_assets.storage.local import LocalStore
from lecture_assets.transcript.models import Transcript
from lecture_assets_tests.content.three_topics import duration_of, empty_layout, silence_of
from lecture_assets_tests.servers.hosted import (
    Asked,
    HostedProvider,
    Json,
    chat_answer,
    gemini_answer,
    gemini_refusal,
    hosted_provider,
)

Provider = Literal["openai", "gemini"]
MODEL = "model-of-the-test"
REFUSAL, STOPPED, CUT_OFF = "(refusal)", "(stopped)", "(cut off)"
"""What a test lets the model say for it to decline, be stopped, or reach its longest answer."""
Says = Callable[[list[str]], str]
"""What the model says to a conversation, our turns and its own in their order."""


@dataclass
class Loopback:
    """A model that answers as a test says.

    Attributes:
        server: What it runs on.
        analyzer: Asks it.
        store: Keeps what was paid for.
        hosted: How it is asked.
    """

    server: HostedProvider
    analyzer: Analyzer
    store: LocalStore
    hosted: HostedOptions
    heard: list[list[str]] = field(default_factory=list)

    def analyze(
        self,
        transcript: Transcript,
        about: About | None = None,
        progress: Progress = ignore,
        lecture: str = "week3-00000000",
    ) -> ContentSegments:
        """Analyse a lecture without slides, on the account of a new run."""
        silence_map = silence_of(transcript, duration_of(transcript))
        account = open_account(self.hosted, self.store, lecture, "content_segments")
        return self.analyzer.analyze(
            transcript, empty_layout(), silence_map, progress, about or About(), account
        )


@contextmanager
def model_on_loopback(
    provider: Provider,
    says: Says,
    folder: Path,
    hosted: HostedOptions | None = None,
    options: ContentOptions | None = None,
) -> Iterator[Loopback]:
    """Run a model; its price is 1 and 5 US dollars a million tokens."""
    heard: list[list[str]] = []

    def answer(asked: Asked) -> Json:
        turns = turns_of(asked)
        heard.append(turns)
        return _wired(provider, says(turns))

    hosted = hosted or HostedOptions(timeout_s=5)
    prices = {MODEL: Price(input_usd=1.0, output_usd=5.0)}
    hosted = hosted.model_copy(update={"prices": prices})
    with hosted_provider(answer) as server:
        model = (
            OpenAIModel(OpenAIOptions(base_url=server.openai_url, analysis_model=MODEL))
            if provider == "openai"
            else GeminiModel(GeminiOptions(base_url=server.url, analysis_model=MODEL))
        )
        analyzer = HostedAnalyzer(model, options or ContentOptions())
        yield Loopback(server, analyzer, LocalStore(folder), hosted, heard)


def turns_of(asked: Asked) -> list[str]:
    """The conversation of a request, without the task before it."""
    if "messages" in asked.fields:
        return [each["content"] for each in asked.fields["messages"][1:]]
    return [each["parts"][0]["text"] for each in asked.fields["contents"]]


def numbers_in(turn: str) -> list[int]:
    """The numbers of the sentences that a question holds."""
    start = turn.index("{")
    material = json.loads(turn[start : turn.rindex("}") + 1])
    return [number for number, _ in material["sentences"]]


def in_turn(*answers: str) -> Says:
    """Say one answer after the other; the last one again and again."""
    left = deque(answers)
    return lambda _: left.popleft() if len(left) > 1 else left[0]


def _wired(provider: Provider, text: str) -> Json:
    return _chat(text) if provider == "openai" else _generated(text)


def _chat(text: str) -> Json:
    if text == REFUSAL:
        return chat_answer(None, refusal="I cannot.")
    answer = chat_answer(None if text in (STOPPED, CUT_OFF) else text)
    reasons = {STOPPED: "content_filter", CUT_OFF: "length"}
    answer["choices"][0]["finish_reason"] = reasons.get(text, "stop")
    return answer


def _generated(text: str) -> Json:
    if text == REFUSAL:
        return gemini_refusal()
    reasons = {STOPPED: "SAFETY", CUT_OFF: "MAX_TOKENS"}
    said = [] if text in reasons else [{"text": text}]
    return gemini_answer(said, finish=reasons.get(text, "STOP"))


def proposal(*segments: tuple[int, int, str, str], importance: str = "central") -> str:
    """An answer with segments of first and last sentence, title and summary."""
    listed: Sequence[Json] = [
        {
            "first_sentence": first,
            "last_sentence": last,
            "title": title,
            "topics": title.split()[-1:],
            "summary": summary,
            "importance": importance,
        }
        for first, last, title, summary in segments
    ]
    return json.dumps({"segments": listed})


class OpenModel(Protocol):
    """Runs a model of the provider under test for the rest of the test."""

    def __call__(
        self, says: Says, hosted: HostedOptions = ..., options: ContentOptions = ...
    ) -> Loopback: ...
