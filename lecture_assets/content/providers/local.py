"""Finds content segments offline, without a language model."""

from lecture_assets.content.describe import best, described, rate
from lecture_assets.content.models import ContentSegment, ContentSegments
from lecture_assets.content.topics import find_windows
from lecture_assets.content.vectors import MODEL, text_vectors
from lecture_assets.hosted.account import Account
from lecture_assets.layout.models import Layout
from lecture_assets.media.about import About
from lecture_assets.options import ContentOptions
from lecture_assets.progress import Progress
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import merge
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.sentences import sentences_of

_NOTHING = About()


class LocalAnalyzer:
    """Cuts by lexical and vector cohesion, describes in the lecturer's words, rates by heuristics.

    Attributes:
        provider: ``local``.
        model: The sentence vectors behind it.
        reads_about: False.
    """

    provider = "local"
    model = MODEL
    reads_about = False

    def __init__(self, options: ContentOptions) -> None:
        self._options = options

    def analyze(
        self,
        transcript: Transcript,
        layout: Layout,
        silence_map: SilenceMap,
        progress: Progress,
        about: About = _NOTHING,  # noqa: ARG002 - it says nothing that is said in the lecture
        account: Account | None = None,  # noqa: ARG002 - nothing is paid for
    ) -> ContentSegments:
        """Find the content segments; see :class:`lecture_assets.content.analyzer.Analyzer`."""
        sentences = sentences_of(transcript.words())
        if not sentences:
            return self._document(
                [], "Nothing is said in this lecture, so there are no content segments."
            )
        vectors = text_vectors([sentence.text for sentence in sentences])
        progress(0.4)
        slide_starts = [slide.start_ms for slide in layout.slides[1:]]
        windows = find_windows(sentences, vectors, slide_starts, self._options)
        progress(0.7)
        silences = merge(silence_map.silences)
        rated = [rate(sentences, vectors, each, layout.slides, silences) for each in windows]
        progress(0.8)
        chosen = best(windows, rated, self._options.max_segments)
        language = transcript.language
        found = [(windows[at], rated[at]) for at in chosen]
        segments = described(sentences, vectors, windows, found, layout.slides, language)
        progress(1.0)
        if not segments:
            return self._document(
                [], "No stretch of speech lies within the bounds of a content segment."
            )
        if language != "en":
            return self._document(
                segments,
                "Titles, summaries and importance are made for English; this lecture's language "
                f"is '{language}', so take them with care.",
            )
        return self._document(segments)

    def _document(self, segments: list[ContentSegment], *warnings: str) -> ContentSegments:
        return ContentSegments(analyzer=self.provider, segments=segments, warnings=list(warnings))
