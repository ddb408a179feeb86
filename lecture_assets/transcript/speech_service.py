"""What a hosted recogniser answers, and how it is asked."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from lecture_assets.hosted.budget import Usage
from lecture_assets.hosted.keys import quotes_key
from lecture_assets.hosted.tries import malformed
from lecture_assets.operations import HostedOptions, Price

_FASTEST_PER_S = 100
_MOST_BESIDES = 500


class SaidWord(BaseModel):
    """A word as the recogniser timed it.

    Attributes:
        text: The word, with or without its punctuation.
        start_s: Where it begins, on the chunk's clock.
        end_s: Where it ends.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, allow_inf_nan=False)

    text: str
    start_s: float
    end_s: float


class Said(BaseModel):
    """What was said in a chunk.

    Attributes:
        text: All of it, with punctuation; empty where nothing was.
        words: Its words, as far as they were timed.
        language: ISO 639-1 code, where it was told.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    text: str
    words: list[SaidWord] = []
    language: str | None = None


@dataclass(frozen=True)
class Question:
    """A chunk to recognise.

    Attributes:
        flac: Its sound.
        duration_s: Its length.
        language: ISO 639-1 code; None detects it.
        glossary: Names and terms that are likely to be said.
    """

    flac: bytes
    duration_s: float
    language: str | None
    glossary: Sequence[str]


Send = Callable[[Question], tuple[Said, Usage]]
"""Asks once; raises ``TryFailedError``."""


class SpeechService(Protocol):
    """A hosted recogniser.

    Attributes:
        provider: Such as ``openai``.
        name: Its name for people.
        model: The model's name.
        base_url: Where it is asked, if not at the provider's own address.
        times_words: Whether it tells the times of words.
    """

    provider: str
    name: str
    model: str
    base_url: str | None
    times_words: bool

    def price(self, hosted: HostedOptions) -> Price:
        """Return what it costs.

        Raises:
            SettingsError: Nobody knows.
        """
        ...

    def open(self, hosted: HostedOptions) -> AbstractContextManager[Send]:
        """Open a connection.

        Raises:
            SettingsError: The package or the key is not there.
        """
        ...

    def estimate(self, duration_s: float) -> Usage:
        """Return what a chunk will be charged for, rather too much than too little."""
        ...


def plausible(said: Said, duration_s: float) -> Said:
    """Return what was said, if anybody can speak that fast, and would.

    Raises:
        TryFailedError: Nobody can: a model that runs away repeats itself without end. Or it is
            our key, which the captions would show to everybody.
    """
    most = _FASTEST_PER_S * duration_s + _MOST_BESIDES
    if len(said.text) > most or len(said.words) > most:
        raise malformed("its answer is longer than anybody can speak")
    if any(map(quotes_key, (said.text, *(word.text for word in said.words)))):
        raise malformed("its answer quotes the API key")
    return said
