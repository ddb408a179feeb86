"""Recognises speech with OpenAI, or with a server that speaks like it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from lecture_assets.hosted.budget import Usage
from lecture_assets.hosted.openai import NAME, openai_client, openai_failures
from lecture_assets.hosted.prices import price_of
from lecture_assets.hosted.tries import malformed
from lecture_assets.operations import HostedOptions, OpenAIOptions, Price
from lecture_assets.transcript.glossary import fitting
from lecture_assets.transcript.language_names import language_code
from lecture_assets.transcript.speech_service import Question, Said, SaidWord, Send, plausible

if TYPE_CHECKING:
    from openai import OpenAI

_LONGEST_PROMPT = 600
"""Whisper looks at the last 224 tokens of a prompt."""
_TAKES_KEYWORDS = {"gpt-transcribe"}
_TOKENS_PER_S = 12


def _if_usable(value: object, check: ValidatorFunctionWrapHandler) -> object:
    try:
        return check(value)
    except ValidationError:
        return None


_IF_USABLE = WrapValidator(_if_usable)
"""An answer is paid for: what is odd about it is left out, as long as there is its text."""
_Seconds = Annotated[float, Field(ge=-1e6, le=1e6)]


class _Word(BaseModel):
    word: str
    start: _Seconds
    end: _Seconds


class _Language(BaseModel):
    code: str


class _Usage(BaseModel):
    type: Literal["tokens", "duration"]
    seconds: Annotated[float, Field(ge=0, le=1e6)] = 0.0
    input_tokens: NonNegativeInt = 0
    output_tokens: NonNegativeInt = 0


class _Answer(BaseModel):
    """What matters of an answer in JSON, plain or verbose."""

    model_config = ConfigDict(hide_input_in_errors=True)

    text: str
    language: Annotated[str | None, _IF_USABLE] = None
    languages: Annotated[list[_Language] | None, _IF_USABLE] = None
    words: Annotated[list[Annotated[_Word | None, _IF_USABLE]] | None, _IF_USABLE] = None
    usage: Annotated[_Usage | None, _IF_USABLE] = None


class OpenAISpeech:
    """Speech recognition by OpenAI; Whisper alone tells the times of words."""

    provider = "openai"
    name = NAME

    def __init__(self, options: OpenAIOptions) -> None:
        self._options = options
        self.model = options.transcription_model
        self.base_url = options.base_url
        self.times_words = "whisper" in self.model.lower()

    def price(self, hosted: HostedOptions) -> Price:
        """Return what it costs."""
        return price_of(self.model, hosted, own_server=self.base_url is not None)

    @contextmanager
    def open(self, hosted: HostedOptions) -> Iterator[Send]:
        """Open a connection.

        Raises:
            SettingsError: The package or the key is not there.
        """
        with openai_client(self._options, hosted) as client:
            yield lambda question: self._ask(client, question)

    def estimate(self, duration_s: float) -> Usage:
        """Return what a chunk will be charged for: sound, or tokens where it is priced so."""
        tokens = round(_TOKENS_PER_S * duration_s) + _LONGEST_PROMPT
        return Usage(audio_s=duration_s, input_tokens=tokens, output_tokens=tokens)

    def _ask(self, client: "OpenAI", question: Question) -> tuple[Said, Usage]:
        with openai_failures():
            answered = client.audio.transcriptions.with_raw_response.create(
                file=("chunk.flac", question.flac, "audio/flac"),
                model=self.model,
                **self._parameters(question),
            )
            content = answered.http_response.content
        try:
            answer = _Answer.model_validate_json(content)
        except ValidationError:
            raise malformed("its answer cannot be read") from None
        said = Said(
            text=answer.text,
            words=[
                SaidWord(text=each.word, start_s=each.start, end_s=each.end)
                for each in answer.words or []
                if each is not None
            ],
            language=_language(answer),
        )
        return plausible(said, question.duration_s), _usage(answer, question.duration_s)

    def _parameters(self, question: Question) -> dict[str, Any]:
        parameters: dict[str, Any] = {"response_format": "json"}
        if self.times_words:
            parameters = {"response_format": "verbose_json", "timestamp_granularities": ["word"]}
        if self.model in _TAKES_KEYWORDS:
            if question.glossary:
                parameters["keywords"] = list(question.glossary)
            if question.language:
                parameters["languages"] = [question.language]
            return parameters
        if question.glossary:
            parameters["prompt"] = fitting(question.glossary, _LONGEST_PROMPT)
        if question.language:
            parameters["language"] = question.language
        return parameters


def _language(answer: _Answer) -> str | None:
    told = [each.code for each in answer.languages or []]
    return language_code(told[0] if told else answer.language)


def _usage(answer: _Answer, duration_s: float) -> Usage:
    told = answer.usage
    if told is not None and told.type == "tokens":
        return Usage(
            audio_s=duration_s, input_tokens=told.input_tokens, output_tokens=told.output_tokens
        )
    return Usage(audio_s=told.seconds if told else duration_s)
