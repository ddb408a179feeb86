"""Splits a lecture where its topics change, for each part to fit into one question."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lecture_assets.content.topics import Window
from lecture_assets.options import ContentOptions
from lecture_assets.transcript.sentences import Sentence

MOST_TOKENS = 24_000
"""Most tokens of spoken text in one question: an hour's lecture, so that most are weighed whole."""
_AROUND = 0.25
"""How far a cut may lie from an even division to fall between topics, as a share of a part."""
_CHARACTERS, _NUMBERING = 1_000, 3
_FEWEST, _MINUTE_MS = 5, 60_000


@dataclass(frozen=True)
class Part:
    """Sentences ``first`` to ``last`` (both included, numbered from 0) asked about together.

    Attributes:
        first: The first sentence.
        last: The last sentence.
        fewest: How many segments have to be found there.
        most: How many are wanted at most.
    """

    first: int
    last: int
    fewest: int
    most: int


def told(sentence: Sentence) -> str:
    """Write a sentence as a model is told it: in one line, and no longer than any sentence is."""
    return " ".join(sentence.text.split())[:_CHARACTERS]


def tokens_of(text: str) -> int:
    """Estimate a text's tokens from above: three bytes each, where English takes four."""
    return len(text.encode()) // 3 + 1


def spoken_tokens(sentences: Sequence[Sentence]) -> int:
    """Estimate the tokens of numbered sentences, from above."""
    return sum(map(_size, sentences))


def _size(sentence: Sentence) -> int:
    return tokens_of(told(sentence)) + _NUMBERING


def parts_of(
    sentences: Sequence[Sentence],
    windows: Sequence[Window],
    options: ContentOptions,
    most_tokens: int = MOST_TOKENS,
) -> list[Part]:
    """Divide a lecture evenly, cutting between topics, else between windows, where one is near.

    Args:
        sentences: The whole lecture, at least one sentence.
        windows: The offline analyzer's, in order, with the topic that each belongs to.
        options: How many segments there may be.
        most_tokens: Most tokens of spoken text in a part.

    Returns:
        The parts in order; together they are the lecture.
    """
    sizes = [_size(sentence) for sentence in sentences]
    topics = {b.first for a, b in pairwise(windows) if a.topic != b.topic}
    others = {window.first for window in windows}
    starts = [0]
    while (left := sum(sizes[starts[-1] :])) > most_tokens and starts[-1] + 1 < len(sizes):
        wanted = left / math.ceil(left / (most_tokens * (1 - _AROUND)))
        starts.append(_next_start(sizes, starts[-1], wanted, (topics, others)))
    bounds = [*starts, len(sentences)]
    return [_part(sentences, first, end - 1, options) for first, end in pairwise(bounds)]


def _next_start(
    sizes: Sequence[int], first: int, wanted: float, preferred: tuple[set[int], set[int]]
) -> int:
    """Find where the part that begins at ``first`` ends, at least one sentence on."""
    low, high = wanted * (1 - _AROUND), wanted * (1 + _AROUND)
    near: dict[int, float] = {}
    size, even = 0, first + 1
    for at in range(first + 1, len(sizes)):
        size += sizes[at - 1]
        if size > high:
            break
        if size <= wanted:
            even = at
        if size >= low:
            near[at] = abs(size - wanted)
    for choice in preferred:
        if found := near.keys() & choice:
            return min(found, key=lambda at: (near[at], at))
    return even


def _part(sentences: Sequence[Sentence], first: int, last: int, options: ContentOptions) -> Part:
    """Tell how many segments a part should give, in proportion to its length."""
    whole = sentences[-1].end_ms - sentences[0].start_ms
    length = sentences[last].end_ms - sentences[first].start_ms
    share = length / max(1, whole)
    fewest = min(_FEWEST, options.max_segments, whole // max(_MINUTE_MS, options.min_segment_ms))
    fits = max(1, length // options.min_segment_ms)
    most = min(options.max_segments, fits, math.ceil(options.max_segments * share) + 1)
    return Part(first, last, min(max(1, math.ceil(fewest * share)), most), most)
