"""Titles and summaries of a stretch."""

from collections.abc import Collection, Sequence

import numpy as np

from lecture_assets.content.cues import HOUSEKEEPING, POINTING, QUESTION, SIGNAL, weak_opening
from lecture_assets.content.vectors import FloatArray

_SMALL_WORDS = frozenset({"of", "and"})
_SUMMARY_CHARACTERS = 300
_SENTENCE_WORDS = (6, 45)
_TITLE_WORDS = 8
_NEAR_BEST = 3


def title_of(phrases: Sequence[str], first_sentence: str, taken: Collection[str]) -> str:
    """Make a title of key phrases.

    Args:
        phrases: Best first.
        first_sentence: Its first words are the title where no phrase will do.
        taken: Titles of other stretches, which are not repeated where that can be helped.

    Returns:
        The first of several words among the best three, in title case, else the best two joined.
    """
    announced = [phrase for phrase in phrases[:1] if phrase.lower() in first_sentence.lower()]
    if len(phrases) == 1 and " " not in phrases[0] and not announced:
        phrases = []
    long = [phrase for phrase in phrases[:_NEAR_BEST] if " " in phrase]
    if long and announced and announced != long[:1]:
        long.insert(0, f"{announced[0]} and {long[0]}")
    pairs = [f"{phrases[0]} and {other}" for other in phrases[1:]]
    options = [title_case(phrase) for phrase in [*long, *pairs, *phrases]]
    for title in options:
        if title not in taken:
            return title
    if options:
        return options[0]
    words = first_sentence.split()
    shown = " ".join(words[:_TITLE_WORDS]).rstrip(".,;:?!")
    return shown + ("…" if len(words) > _TITLE_WORDS else "")


def title_case(phrase: str) -> str:
    """Capitalise words but ``of`` and ``and``; capitals within a word stay."""
    return " ".join(
        word if word in _SMALL_WORDS and at else word[:1].upper() + word[1:]
        for at, word in enumerate(phrase.split())
    )


def summary_of(texts: Sequence[str], vectors: FloatArray) -> str:
    """Choose the one or two whole sentences that stand best for a stretch.

    They are the nearest to its mean vector, with a preference for sentences that announce something
    important and against questions and sentences that lean on others.

    Args:
        texts: Its sentences, at least one.
        vectors: One row of length 1 a sentence.
    """
    mean = vectors.mean(axis=0)
    mean = mean / max(1e-9, float(np.linalg.norm(mean)))
    scores = [float(row @ mean) + _bonus(text) for text, row in zip(texts, vectors, strict=True)]
    order = sorted(range(len(texts)), key=lambda at: (-scores[at], at))
    chosen = order[:1]
    for at in order[1:]:
        size = len(texts[chosen[0]]) + len(texts[at])
        leans = weak_opening(texts[at]) and at != chosen[0] + 1
        if size < _SUMMARY_CHARACTERS and not leans and not QUESTION.search(texts[at]):
            chosen.append(at)
            break
    return " ".join(texts[at] for at in sorted(chosen))


def _bonus(text: str) -> float:
    short, long = _SENTENCE_WORDS
    bonus = 0.0 if short <= len(text.split()) <= long else -0.3
    bonus -= 0.25 * weak_opening(text) + 0.3 * bool(QUESTION.search(text))
    bonus -= 0.5 * bool(HOUSEKEEPING.search(text)) + 0.2 * bool(POINTING.search(text))
    return bonus + 0.1 * bool(SIGNAL.search(text))
