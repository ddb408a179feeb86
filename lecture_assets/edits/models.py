"""What an ``edits.yaml`` says, each with the line that says it."""

from dataclasses import dataclass

from pydantic import ConfigDict

from lecture_assets.timeline import Span, clock, span
from lecture_assets.transcript.models import Word

FILE = "edits.yaml"
"""Its name, below the lecture's folder."""


@dataclass(frozen=True)
class Instant:
    """A time as an editor writes it.

    Attributes:
        at_ms: In milliseconds.
        exact: Whether it has a fraction: then it is taken as it is. Whole seconds, as the page
            shows them, mean the nearest place where a clip may be cut.
    """

    at_ms: int
    exact: bool


@dataclass(frozen=True)
class Stretch:
    """A stretch of the lecture; it ends after it starts."""

    start: Instant
    end: Instant

    @property
    def whole(self) -> Span:
        """The same in milliseconds."""
        return span(self.start.at_ms, self.end.at_ms)

    def __str__(self) -> str:
        """Write it as the page does."""
        return f"{clock(self.start.at_ms)} to {clock(self.end.at_ms)}"


@dataclass(frozen=True)
class Entry:
    """What one line, and those that belong to it, say of a stretch."""

    line: int
    at: Stretch


@dataclass(frozen=True)
class Pin(Entry):
    """A stretch that has to be a highlight, by this title if it names one."""

    title: str | None = None


@dataclass(frozen=True)
class Ban(Entry):
    """A stretch of which nothing is shown."""


@dataclass(frozen=True)
class Retitle(Entry):
    """Another title for the highlight that lies there."""

    title: str


@dataclass(frozen=True)
class Move(Entry):
    """Other boundaries for the highlight that lies there, which is pinned by that."""

    start: Instant | None
    end: Instant | None


@dataclass(frozen=True)
class Correction:
    """Words that were heard wrongly, everywhere or in one stretch."""

    line: int
    heard: str
    say: str
    at: Stretch | None = None


@dataclass(frozen=True)
class Edits:
    """All that an editor decided.

    Attributes:
        recording: First digits of the SHA-256 of the recording that this is about, lower case, and
            the line; None where the file does not say.
        clips: Most highlights, and the line; None where the settings decide.
        pins: What has to be in.
        bans: What must not.
        retitles: Titles.
        moves: Boundaries.
        corrections: Words.
    """

    recording: tuple[str, int] | None = None
    clips: tuple[int, int] | None = None
    pins: tuple[Pin, ...] = ()
    bans: tuple[Ban, ...] = ()
    retitles: tuple[Retitle, ...] = ()
    moves: tuple[Move, ...] = ()
    corrections: tuple[Correction, ...] = ()


NONE = Edits()
"""What holds where there is no file."""


class Corrected(Span):
    """A correction in one place; from its first word's start to its last word's end.

    Attributes:
        heard: What was recognised, with its punctuation.
        words: What stands there instead.
        first_word: Number of the first word that was replaced, among all of the transcript.
        word_count: How many were replaced.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    heard: str
    words: list[Word]
    first_word: int
    word_count: int
