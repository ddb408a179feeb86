"""The ``transcript`` document."""

from typing import Literal

from lecture_assets.documents import Document
from lecture_assets.timeline import Span

WordTimes = Literal["recognised", "aligned", "spread"]


class Word(Span):
    """One spoken word on the lecture's clock.

    Attributes:
        text: The word with its punctuation, without surrounding blanks.
        probability: The recogniser's confidence in [0, 1], where it gives one.
    """

    text: str
    probability: float | None = None


class TranscriptSegment(Span):
    """A stretch of speech as the recogniser returned it.

    Attributes:
        text: What was said.
        speaker: Who said it, where that is known.
        words: Its words, in order.
    """

    text: str
    speaker: str | None = None
    words: list[Word]


class Transcript(Document):
    """What is said in a lecture.

    Attributes:
        language: ISO 639-1 code.
        provider: Who recognised it.
        model: The recogniser's model.
        word_times: How the word times were obtained.
        segments: In order of time; empty where nothing is said.
    """

    language: str
    provider: str
    model: str
    word_times: WordTimes = "recognised"
    segments: list[TranscriptSegment]

    def words(self) -> list[Word]:
        """All words in order of time."""
        return [word for segment in self.segments for word in segment.words]
