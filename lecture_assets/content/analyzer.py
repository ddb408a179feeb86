"""What finds the content segments of a lecture."""

from typing import Protocol

from lecture_assets.content.models import ContentSegments
from lecture_assets.hosted.account import Account
from lecture_assets.layout.models import Layout
from lecture_assets.media.about import About
from lecture_assets.progress import Progress
from lecture_assets.silence.models import SilenceMap
from lecture_assets.transcript.models import Transcript


class Analyzer(Protocol):
    """Finds and describes the topical stretches of a lecture.

    Attributes:
        provider: Who does the work, such as ``local``.
        model: The model behind it.
        reads_about: Whether what a person says about a lecture may change what it finds.
    """

    provider: str
    model: str
    reads_about: bool

    def analyze(
        self,
        transcript: Transcript,
        layout: Layout,
        silence_map: SilenceMap,
        progress: Progress,
        about: About,
        account: Account | None,
    ) -> ContentSegments:
        """Find the content segments.

        Args:
            transcript: What is said.
            layout: The slides, for their changes and their text.
            silence_map: Where nobody speaks.
            progress: Told the finished share.
            about: What a person says about the lecture.
            account: What a hosted provider is asked on; a local one needs none.

        Returns:
            Segments in order of time without overlaps; none where nothing is said, with a warning.

        Raises:
            SettingsError: What it needs is not there.
            ProviderError: A hosted provider did not answer, or would cost too much.
        """
        ...
