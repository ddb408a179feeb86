"""Topics, and the windows within them that become content segments."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from lecture_assets.content.cues import HOUSEKEEPING, QUESTION, UNFINISHED, opening_strength
from lecture_assets.content.segmentation import cut, lexical_cost, scatter_cost
from lecture_assets.content.terms import word_ids
from lecture_assets.content.topic_starts import topic_starts
from lecture_assets.content.vectors import FloatArray
from lecture_assets.options import ContentOptions
from lecture_assets.timeline import Span
from lecture_assets.transcript.sentences import Sentence

_BAND, _CELLS = 200, 8_000_000
"""Longest window in sentences, and most entries of a table: a day's lecture stays in bounds."""
_LENGTH_NATS = 10.0
_TOO_SHORT_NATS, _SHORT_NATS = 25.0, 60.0
_PAUSE_NATS, _SLIDE_NATS, _CUE_NATS = 2.0, 3.0, 2.0
_TOPIC_SHARE = 0.3
"""What a topic takes of this evidence: it is no more independent than words are."""
_LONG_PAUSE_MS, _SLIDE_NEAR_MS = 2_500, 3_000


@dataclass(frozen=True)
class Window:
    """Sentences ``first`` to ``last``, both included, within one topic (numbered from 0)."""

    first: int
    last: int
    topic: int


def find_topics(
    sentences: Sequence[Sentence], vectors: FloatArray, slide_starts_ms: Sequence[int]
) -> list[int]:
    """Find the first sentence of every topic, beginning with 0; see :func:`topic_starts`.

    Args:
        sentences: In order of time, at least one.
        vectors: One row of length 1 a sentence.
        slide_starts_ms: When another slide appears.
    """
    words = word_ids([sentence.text for sentence in sentences])
    durations = [sentence.duration_ms for sentence in sentences]
    evidence = _TOPIC_SHARE * _evidence(sentences, slide_starts_ms)
    return topic_starts(words, vectors, durations, evidence)


def find_windows(
    sentences: Sequence[Sentence],
    vectors: FloatArray,
    slide_starts_ms: Sequence[int],
    options: ContentOptions,
) -> list[Window]:
    """Cut a lecture into topics and each topic into windows that stand on their own.

    Topics are those of :func:`find_topics`. Windows minimise the sum of a lexical and a vector
    cost by dynamic programming, and are drawn to a middle length, which is a fifth of a short
    lecture and 49 s of a long one.

    Args:
        sentences: In order of time.
        vectors: One row of length 1 a sentence.
        slide_starts_ms: When another slide appears.
        options: Bounds of a window.

    Returns:
        Windows in order, none overlapping, each within the bounds; where the lecture holds none of
        the shortest length, the longest one there is.
    """
    words = word_ids([sentence.text for sentence in sentences])
    starts = find_topics(sentences, vectors, slide_starts_ms)
    evidence = _evidence(sentences, slide_starts_ms)
    band = min(len(sentences), _BAND, max(1, _CELLS // len(sentences)))
    weights = np.array([max(1, len(sentence)) for sentence in words], dtype=np.float64)
    prior = np.ones(1 + max(chain([0], *words)))
    costs = lexical_cost(words, prior, band) + scatter_cost(vectors, weights, band)
    total_ms = sentences[-1].end_ms - sentences[0].start_ms
    fitted = costs + _length_cost(_lengths(sentences, band), total_ms, options)
    windows = []
    for topic, (start, end) in enumerate(zip(starts, [*starts[1:], len(sentences)], strict=True)):
        part = cut(fitted[start:end, : end - start], -evidence[start:end])
        bounds = [start + at for at in part] + [end]
        windows += [
            _trimmed(sentences, Window(first, after - 1, topic), options.min_segment_ms)
            for first, after in pairwise(bounds)
        ]
    return _within_bounds(sentences, windows, options)


def extent(sentences: Sequence[Sentence], window: Window) -> Span:
    """From the first sentence's start to the last one's end."""
    return Span(start_ms=sentences[window.first].start_ms, end_ms=sentences[window.last].end_ms)


def _lengths(sentences: Sequence[Sentence], band: int) -> FloatArray:
    """Length in milliseconds of every run of sentences, as a table [first, length - 1]."""
    starts = np.array([sentence.start_ms for sentence in sentences], dtype=np.float64)
    ends = np.array([sentence.end_ms for sentence in sentences], dtype=np.float64)
    at = np.minimum(np.arange(len(ends))[:, None] + np.arange(band), len(ends) - 1)
    return np.asarray(ends[at] - starts[:, None])


def _length_cost(lengths: FloatArray, total_ms: int, options: ContentOptions) -> FloatArray:
    """Cost of a window's length: the squared logarithm of its ratio to the middle length."""
    low, high = options.min_segment_ms, max(options.min_segment_ms, options.max_segment_ms)
    limit = min(high, max(2.5 * low, total_ms / 4))
    middle = min(math.sqrt(low * high), max(1.25 * low, total_ms / 5))
    safe = np.maximum(lengths, 1.0)
    cost = _LENGTH_NATS * np.log(safe / middle) ** 2
    cost += np.where(
        lengths < low, _SHORT_NATS * np.log(np.minimum(1.0, safe / low)) ** 2 + _TOO_SHORT_NATS, 0
    )
    cost[:, 1:][lengths[:, 1:] > limit] = np.inf
    return np.asarray(cost)


def _evidence(sentences: Sequence[Sentence], slide_starts_ms: Sequence[int]) -> FloatArray:
    """What speaks for a new part at each sentence, in nats: its words, a pause, another slide."""
    evidence = np.zeros(len(sentences))
    slides = np.sort(np.array(slide_starts_ms, dtype=np.float64))
    for at in range(1, len(sentences)):
        start_ms, before_ms = sentences[at].start_ms, sentences[at - 1].end_ms
        evidence[at] = _CUE_NATS * opening_strength(sentences[at].text)
        evidence[at] += _PAUSE_NATS * min(1.0, (start_ms - before_ms) / _LONG_PAUSE_MS)
        low = np.searchsorted(slides, before_ms - _SLIDE_NEAR_MS)
        high = np.searchsorted(slides, start_ms + _SLIDE_NEAR_MS)
        evidence[at] += _SLIDE_NATS * bool(high > low)
    return evidence


def _trimmed(sentences: Sequence[Sentence], window: Window, min_ms: int) -> Window:
    """Leave out what makes a poor first or last sentence, as far as the length allows."""
    first, last = window.first, window.last
    for _ in range(2):
        text = sentences[first].text
        poor = opening_strength(text) < 0 or HOUSEKEEPING.search(text)
        if (
            poor
            and last > first
            and sentences[last].end_ms - sentences[first + 1].start_ms >= min_ms
        ):
            first += 1
    for _ in range(2):
        text = sentences[last].text
        poor = QUESTION.search(text) or UNFINISHED.search(text) or HOUSEKEEPING.search(text)
        if (
            poor
            and last > first
            and sentences[last - 1].end_ms - sentences[first].start_ms >= min_ms
        ):
            last -= 1
    return Window(first, last, window.topic)


def _within_bounds(
    sentences: Sequence[Sentence], windows: list[Window], options: ContentOptions
) -> list[Window]:
    high = max(options.min_segment_ms, options.max_segment_ms)
    lengths = [extent(sentences, window).duration_ms for window in windows]
    short = [w for w, ms in zip(windows, lengths, strict=True) if ms <= high]
    fitting = [
        w for w, ms in zip(windows, lengths, strict=True) if options.min_segment_ms <= ms <= high
    ]
    if fitting or not short:
        return fitting
    return [max(short, key=lambda window: extent(sentences, window).duration_ms)]
