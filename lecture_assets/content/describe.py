"""Rates stretches of a lecture and describes them in the lecturer's own words."""

from collections import Counter
from collections.abc import Sequence

from lecture_assets.content.features import features_of, importance
from lecture_assets.content.lexicon import read_lexicon
from lecture_assets.content.models import ContentSegment
from lecture_assets.content.phrases import key_phrases, of_any_language, topics_of
from lecture_assets.content.summaries import summary_of
from lecture_assets.content.terms import stems
from lecture_assets.content.titles import title_of
from lecture_assets.content.topics import Window, extent
from lecture_assets.content.vectors import FloatArray
from lecture_assets.layout.models import Slide
from lecture_assets.timeline import Span
from lecture_assets.transcript.sentences import Sentence

_TOPICS = 5
_SAME_TOPIC = 0.05
"""What another segment of the same topic costs against one of a fresh topic."""

_SEVERAL = 4
"""From so many slides on, a line on most of them is a logo or a name, and no heading."""


def rate(
    sentences: Sequence[Sentence],
    vectors: FloatArray,
    window: Window,
    slides: Sequence[Slide],
    silences: Sequence[Span],
) -> dict[str, float]:
    """Measure what speaks for a stretch and against it; see :func:`features_of`."""
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
    """The first line of the slide that is shown longest, but none that most slides have."""
    texts = {slide.text for slide in slides if slide.text}
    common = Counter(line.strip() for text in texts for line in set(text.splitlines()))
    most = len(texts) if len(texts) < _SEVERAL else len(texts) // 2
    lines = [line.strip() for text in _shown(slides, whole)[:1] for line in text.splitlines()]
    return next((line for line in lines if line and common[line] <= most), "")


def best(windows: Sequence[Window], rated: Sequence[dict[str, float]], most: int) -> list[int]:
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


def described(
    sentences: Sequence[Sentence],
    vectors: FloatArray,
    windows: Sequence[Window],
    chosen: Sequence[tuple[Window, dict[str, float]]],
    slides: Sequence[Slide],
    language: str,
) -> list[ContentSegment]:
    """Describe stretches in the lecturer's words, each title once.

    Args:
        sentences: The whole lecture.
        vectors: One row a sentence.
        windows: All stretches, for what is common in this lecture and what is rare.
        chosen: The ones to describe, with their features.
        slides: What is shown.
        language: What is spoken, as a code of ISO 639-1.
    """
    said = {w: [s.text for s in sentences[w.first : w.last + 1]] for w in windows}
    lexicon = read_lexicon(list(said.values()))
    segments: list[ContentSegment] = []
    for window, features in chosen:
        texts, whole = said[window], extent(sentences, window)
        part = vectors[window.first : window.last + 1]
        phrases = key_phrases(texts, part.mean(axis=0), lexicon)
        if language != "en":
            phrases = of_any_language(phrases)
        title = title_of(phrases, texts, {each.title for each in segments}, _heading(slides, whole))
        segments.append(
            ContentSegment(
                start_ms=whole.start_ms,
                end_ms=whole.end_ms,
                title=title,
                topics=topics_of(phrases, _TOPICS),
                summary=summary_of(texts, part, title),
                importance=importance(features),
                features=features,
            )
        )
    return segments
