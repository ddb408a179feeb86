"""Finds content segments offline, without a language model."""

from collections import Counter
from collections.abc import Sequence

from lecture_assets.content.features import features_of, importance
from lecture_assets.content.lexicon import read_lexicon
from lecture_assets.content.models import ContentSegment, ContentSegments
from lecture_assets.content.phrases import key_phrases, of_any_language, topics_of
from lecture_assets.content.summaries import summary_of
from lecture_assets.content.terms import stems
from lecture_assets.content.titles import title_of
from lecture_assets.content.topics import Window, extent, find_windows
from lecture_assets.content.vectors import MODEL, FloatArray, text_vectors
from lecture_assets.layout.models import Layout, Slide
from lecture_assets.options import ContentOptions
from lecture_assets.progress import Progress
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import Span, merge
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.sentences import Sentence, sentences_of

_TOPICS = 5
_SAME_TOPIC = 0.05
"""What another segment of the same topic costs against one of a fresh topic."""


class LocalAnalyzer:
    """Cuts by lexical and vector cohesion, describes in the lecturer's words, rates by heuristics.

    Attributes:
        provider: ``local``.
        model: The sentence vectors behind it.
    """

    provider = "local"
    model = MODEL

    def __init__(self, options: ContentOptions) -> None:
        self._options = options

    def analyze(
        self,
        transcript: Transcript,
        layout: Layout,
        silence_map: SilenceMap,
        progress: Progress,
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
        rated = [_rate(sentences, vectors, each, layout.slides, silences) for each in windows]
        progress(0.8)
        chosen = _best(windows, rated, self._options.max_segments)
        language = transcript.language
        found = [(windows[at], rated[at]) for at in chosen]
        segments = _described(sentences, vectors, windows, found, layout.slides, language)
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


def _rate(
    sentences: Sequence[Sentence],
    vectors: FloatArray,
    window: Window,
    slides: Sequence[Slide],
    silences: Sequence[Span],
) -> dict[str, float]:
    part = slice(window.first, window.last + 1)
    whole = extent(sentences, window)
    written = {word for text in _shown(slides, whole) for word in stems(text)}
    mean = vectors.mean(axis=0)
    return features_of(sentences[part], vectors[part], mean, written, silences)


def _shown(slides: Sequence[Slide], whole: Span) -> list[str]:
    """What is written on the slides shown during a stretch, the longest shown first."""
    shown = [slide for slide in slides if slide.overlap_ms(whole)]
    return [slide.text or "" for slide in sorted(shown, key=lambda s: -s.overlap_ms(whole))]


def _heading(slides: Sequence[Slide], whole: Span) -> str:
    """The first line of the slide that is shown longest, where that is known."""
    lines = [line.strip() for text in _shown(slides, whole)[:1] for line in text.splitlines()]
    return next(filter(None, lines), "")


def _best(windows: Sequence[Window], rated: Sequence[dict[str, float]], most: int) -> list[int]:
    """Choose the most important windows, in order of time, with a mild spread over the topics."""
    worth = [importance(features) for features in rated]
    taken: Counter[int] = Counter()
    chosen: list[int] = []
    left = set(range(len(windows)))
    while left and len(chosen) < most:
        at = min(left, key=lambda i: (_SAME_TOPIC * taken[windows[i].topic] - worth[i], i))
        left.remove(at)
        taken[windows[at].topic] += 1
        chosen.append(at)
    return sorted(chosen)


def _described(
    sentences: Sequence[Sentence],
    vectors: FloatArray,
    windows: Sequence[Window],
    chosen: Sequence[tuple[Window, dict[str, float]]],
    slides: Sequence[Slide],
    language: str,
) -> list[ContentSegment]:
    said = {w: [s.text for s in sentences[w.first : w.last + 1]] for w in windows}
    lexicon = read_lexicon(list(said.values()))
    segments: list[ContentSegment] = []
    for window, features in chosen:
        texts, whole = said[window], extent(sentences, window)
        part = vectors[window.first : window.last + 1]
        phrases = key_phrases(texts, part.mean(axis=0), lexicon)
        if language != "en":
            phrases = of_any_language(phrases)
        taken = {segment.title for segment in segments}
        segments.append(
            ContentSegment(
                start_ms=whole.start_ms,
                end_ms=whole.end_ms,
                title=title_of(phrases, texts, taken, _heading(slides, whole)),
                topics=topics_of(phrases, _TOPICS),
                summary=summary_of(texts, part),
                importance=importance(features),
                features=features,
            )
        )
    return segments
