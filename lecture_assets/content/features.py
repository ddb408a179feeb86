"""How important a stretch seems: an honest heuristic, every value of which is kept."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from lecture_assets.content.cues import (
    CONNECTIVE,
    DEFINITION,
    HOUSEKEEPING,
    POINTING,
    PRONOUN,
    QUESTION,
    SIGNAL,
    UNFINISHED,
)
from lecture_assets.content.terms import stems
from lecture_assets.content.vectors import FloatArray
from lecture_assets.timeline import Span, total_ms
from lecture_assets.timeline import clamp as clamp_spans
from lecture_assets.transcript.sentences import Sentence

WEIGHTS = {
    "cue_phrases": 0.14,
    "definitions": 0.12,
    "repeated_words": 0.12,
    "centrality": 0.16,
    "slide_overlap": 0.10,
    "question_answered": 0.08,
    "duration": 0.10,
    "opens_on_pronoun": -0.12,
    "opens_on_connective": -0.12,
    "pointing": -0.08,
    "unfinished_end": -0.12,
    "housekeeping": -0.20,
    "silent_share": -0.15,
}
"""What a value of 1 adds to the importance; set by hand, not learned."""

_NEUTRAL = 0.3
_IDEAL_MS = (25_000, 70_000)
_FADE_MS = 60_000


def importance(features: dict[str, float]) -> float:
    """Weigh the features of a stretch; in [0, 1], 0.3 where nothing speaks for or against it."""
    score = _NEUTRAL + sum(WEIGHTS[name] * value for name, value in features.items())
    return round(min(1.0, max(0.0, score)), 4)


def features_of(
    sentences: Sequence[Sentence],
    vectors: FloatArray,
    lecture_vector: FloatArray,
    slide_words: set[str],
    silences: Sequence[Span],
) -> dict[str, float]:
    """Measure what makes a stretch of a lecture worth showing, or not.

    The features follow what Fujii, Togashi and their colleagues found to matter in lecture speech,
    as far as text and pauses show it.

    Args:
        sentences: The stretch, at least one sentence.
        vectors: One row a sentence.
        lecture_vector: Mean of all sentences of the lecture, shape (dimensions,).
        slide_words: Stems of what is written on the slides shown meanwhile; empty where unknown.
        silences: Silent stretches of the lecture, in order.

    Returns:
        Values in [0, 1] by the names in :data:`WEIGHTS`.
    """
    texts = [sentence.text for sentence in sentences]
    whole = Span(start_ms=sentences[0].start_ms, end_ms=max(s.end_ms for s in sentences))
    words = [word for text in texts for word in stems(text)]
    silent_ms = total_ms(clamp_spans(silences, whole))
    values = {
        "cue_phrases": min(1.0, sum(bool(SIGNAL.search(text)) for text in texts) / 2),
        "definitions": min(1.0, sum(bool(DEFINITION.search(text)) for text in texts) / 2),
        "repeated_words": _repeated(words),
        "centrality": _similarity(vectors.mean(axis=0), lecture_vector),
        "slide_overlap": _covered(slide_words, set(words)),
        "question_answered": float(
            any(QUESTION.search(a) and not QUESTION.search(b) for a, b in pairwise(texts))
        ),
        "duration": _duration(whole.duration_ms),
        "opens_on_pronoun": float(bool(PRONOUN.search(texts[0]))),
        "opens_on_connective": float(bool(CONNECTIVE.search(texts[0]))),
        "pointing": min(1.0, sum(bool(POINTING.search(text)) for text in texts) / 2),
        "unfinished_end": float(bool(UNFINISHED.search(texts[-1]) or QUESTION.search(texts[-1]))),
        "housekeeping": min(1.0, sum(bool(HOUSEKEEPING.search(t)) for t in texts) * 2 / len(texts)),
        "silent_share": silent_ms / max(1, whole.duration_ms),
    }
    return {name: round(value, 4) for name, value in values.items()}


def _repeated(words: list[str]) -> float:
    """Share of the content words that are said at least three times in the stretch."""
    uses = Counter(words)
    return sum(count for count in uses.values() if count > 2) / max(1, len(words))


def _similarity(one: FloatArray, other: FloatArray) -> float:
    norm = float(np.linalg.norm(one) * np.linalg.norm(other))
    return max(0.0, float(one @ other) / norm) if norm else 0.0


def _covered(written: set[str], said: set[str]) -> float:
    """Share of the written words that are also said."""
    return len(written & said) / len(written) if written else 0.0


def _duration(length_ms: int) -> float:
    """1 between 25 and 70 s, fading to 0 within a minute on either side."""
    short, long = _IDEAL_MS
    off_ms = max(short - length_ms, length_ms - long, 0)
    return max(0.0, 1 - off_ms / (short if length_ms < short else _FADE_MS))
