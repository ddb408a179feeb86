"""The ``content_segments`` document."""

from pydantic import Field

from lecture_assets.documents import Document
from lecture_assets.timeline import Span


class ContentSegment(Span):
    """A topical stretch that stands on its own.

    Attributes:
        title: A few words on what it is about.
        topics: Its key phrases, best first.
        summary: One or two sentences taken from the lecture.
        importance: In [0, 1]; a heuristic where no hosted model judged it.
        features: Every value behind the importance, by name.
    """

    title: str
    topics: list[str]
    summary: str
    importance: float = Field(ge=0, le=1)
    features: dict[str, float]


class ContentSegments(Document):
    """The topical stretches of a lecture.

    Attributes:
        analyzer: Who chose and described them.
        segments: In order of time, none overlapping.
    """

    analyzer: str
    segments: list[ContentSegment]
