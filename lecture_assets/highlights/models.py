"""The ``selected_highlights`` document."""

from lecture_assets.documents import Document
from lecture_assets.edits.models import Corrected
from lecture_assets.timeline import Span, total_ms


class Highlight(Span):
    """A chosen stretch with its boundaries settled.

    Attributes:
        rank: 1 is the best.
        keep: What remains after inner silences are cut; first start and last end are its own.
        title: A few words on what it is about.
        summary: One or two sentences taken from the lecture.
        score: Higher is better; comparable within one lecture alone.
        reasons: Why it was chosen, in plain words.
    """

    rank: int
    keep: list[Span]
    title: str
    summary: str
    score: float
    reasons: list[str]

    @property
    def clip_ms(self) -> int:
        """Length of the clip, in milliseconds."""
        return total_ms(self.keep)


class Rejected(Span):
    """A candidate that was left out, and why."""

    reason: str


class SelectedHighlights(Document):
    """The highlights of a lecture.

    Attributes:
        highlights: By rank; none overlap. Where there are none, ``warnings`` says why.
        rejected: What was considered and left out.
        corrections: Words that an editor corrected; titles and summaries have them already.
    """

    highlights: list[Highlight]
    rejected: list[Rejected]
    corrections: list[Corrected] = []
