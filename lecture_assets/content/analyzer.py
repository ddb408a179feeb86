"""What finds the content segments of a lecture."""

from typing import Protocol

from lecture_assets.content.models import ContentSegments
from lecture_assets.layout.models import Layout
from lecture_assets.progress import Progress
from lecture_assets.silence.models import SilenceMap
from lecture_assets.transcript.models import Transcript


class Analyzer(Protocol):
    """Finds and describes the topical stretches of a lecture.

    Attributes:
        provider: Who does the work, such as ``local``.
        model: The model behind it.
    """

    provider: str
    model: str

    def analyze(
        self,
        transcript: Transcript,
        layout: Layout,
        silence_map: SilenceMap,
        progress: Progress,
    ) -> ContentSegments:
        """Find the content segments.

        Args:
            transcript: What is said.
            layout: The slides, for their changes and their text.
            silence_map: Where nobody speaks.
            progress: Told the finished share.

        Returns:
            Segments in order of time without overlaps; none where nothing is said, with a warning.
        """
        ...
