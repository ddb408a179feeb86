"""What of a clip remains after its long pauses are shortened."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from lecture_assets.options import HighlightOptions
from lecture_assets.timeline import Span, clamp, gaps, span
from lecture_assets.transcript.sentences import Sentence

_QUESTION = re.compile(r"[?？؟][\"'”’»)\]]*$")  # noqa: RUF001
_TO_THINK_MS = 1_500
"""What is left of a pause after a question: it is the listener's."""
_TO_WATCH = re.compile(
    r"\b(three|3)[,.]* (two|2)[,.]* (and )?(one|1)\b|\bhere (we go|it (comes|goes))\b|"
    r"^((so|now|okay|and|just),? )*(watch|listen|look)\b(?!,| (after|for|forward|up)\b)|"
    r"\b(watch|look at|see) (this|what happens|closely|carefully)\W*$|"
    r"\blet's (run|try|watch|play|start) (it|this|that)\b",
    re.IGNORECASE,
)
"""After such words something is shown, and be it in silence."""
_LONGEST_SHOWN_MS = 15_000
_ADJOINS_MS = 700
"""How far from the words around it a pause begins and ends at most."""


def questions_of(sentences: Sequence[Sentence]) -> list[int]:
    """Return the instants at which questions end, in order."""
    return sorted(each.end_ms for each in sentences if _QUESTION.search(each.text))


def watched_in(sentences: Sequence[Sentence], language: str) -> list[Span]:
    """Return the pauses in which something is shown, at most 15 s of each, in order of time.

    Args:
        sentences: Of the whole lecture.
        language: ISO 639-1 code; in English what is to be watched is announced.
    """
    if language != "en":
        return []
    return [
        span(
            max(0, before.end_ms - _ADJOINS_MS),
            min(after.start_ms + _ADJOINS_MS, before.end_ms + _LONGEST_SHOWN_MS),
        )
        for before, after in pairwise(sentences)
        if _TO_WATCH.search(before.text)
    ]


def kept(
    whole: Span,
    silences: Sequence[Span],
    options: HighlightOptions,
    questions: Sequence[int] = (),
    watched: Sequence[Span] = (),
) -> list[Span]:
    """Take the middle out of every silence longer than ``max_pause_ms``.

    Args:
        whole: The clip on the lecture's clock.
        silences: Silent stretches of the lecture, merged, in order of time.
        options: ``max_pause_ms``, and ``pause_left_ms``, which stays, half on either side; after
            a question 1.5 s stay where that is more.
        questions: See ``questions_of``.
        watched: See ``watched_in``; nothing of these is taken out.

    Returns:
        What remains, in order; the first start and the last end are those of ``whole``.
    """
    cuts: list[Span] = []
    for silence in clamp(touching(silences, whole.start_ms, whole.end_ms), whole):
        left = max(2, options.pause_left_ms)
        if _follows_question(silence, questions):
            left = max(left, _TO_THINK_MS)
        if silence.duration_ms > max(options.max_pause_ms, left):
            middle = span(silence.start_ms + left // 2, silence.end_ms - (left - left // 2))
            cuts += gaps(touching(watched, middle.start_ms, middle.end_ms), middle)
    return gaps(cuts, whole)


def _follows_question(silence: Span, questions: Sequence[int]) -> bool:
    at = bisect_left(questions, silence.start_ms - _ADJOINS_MS)
    return at < len(questions) and questions[at] < silence.end_ms


def touching(silences: Sequence[Span], low_ms: int, high_ms: int) -> Sequence[Span]:
    """Silences, of merged ones in order, that share an instant with ``low_ms`` to ``high_ms``."""
    first = bisect_left(silences, low_ms, key=lambda silence: silence.end_ms)
    last = bisect_left(silences, high_ms + 1, key=lambda silence: silence.start_ms)
    return silences[first:last]
