"""TextTiling (Hearst, 1997), the baseline that everyone knows."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from lecture_assets.content.terms import stems

_PSEUDO_SENTENCE, _BLOCK = 20, 10
"""Hearst's own: words of a pseudo-sentence, and pseudo-sentences of a block."""


def text_tiling(texts: Sequence[str]) -> list[int]:
    """Find where topics begin, at the deep valleys of the likeness of neighbouring blocks.

    Boundaries are those deeper than the mean depth less half its standard deviation, at the nearest
    sentence.

    Returns:
        First sentences of the topics, but for the first topic.
    """
    words = [(word, at) for at, text in enumerate(texts) for word in stems(text)]
    pieces = [words[at : at + _PSEUDO_SENTENCE] for at in range(0, len(words), _PSEUDO_SENTENCE)]
    bags = [Counter(word for word, _ in piece) for piece in pieces]
    likeness = np.array([_likeness(bags, gap) for gap in range(1, len(bags))])
    depths = np.array([_depth(likeness, at) for at in range(len(likeness))])
    if not len(depths):
        return []
    deep = depths > max(0.0, depths.mean() - depths.std() / 2)
    peaks = [
        at for at in np.flatnonzero(deep) if depths[at] >= depths[max(0, at - 1) : at + 2].max()
    ]
    starts = {pieces[at + 1][0][1] for at in peaks}
    return sorted(starts - {0})


def _likeness(bags: Sequence[Counter[str]], gap: int) -> float:
    before = sum(bags[max(0, gap - _BLOCK) : gap], Counter[str]())
    after = sum(bags[gap : gap + _BLOCK], Counter[str]())
    dot = sum(uses * after[word] for word, uses in before.items())
    norm = np.sqrt(sum(n * n for n in before.values()) * sum(n * n for n in after.values()))
    return float(dot / norm) if norm else 0.0


def _depth(likeness: np.ndarray, at: int) -> float:
    """How far the likeness rises on both sides before it falls again."""
    rise = 0.0
    for step in (-1, 1):
        peak, other = likeness[at], at + step
        while 0 <= other < len(likeness) and likeness[other] >= peak:
            peak, other = likeness[other], other + step
        rise += float(peak - likeness[at])
    return rise
