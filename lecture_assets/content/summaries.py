"""Summaries of stretches: whole sentences that read well alone."""

import re
from collections.abc import Sequence

import numpy as np

from lecture_assets.content.cues import (
    DEFINITION,
    HOUSEKEEPING,
    POINTING,
    QUESTION,
    SIGNAL,
    UNFINISHED,
)
from lecture_assets.content.definitions import defined_terms
from lecture_assets.content.terms import stems
from lecture_assets.content.turns import LOOSE, leaning, sets_up
from lecture_assets.content.vectors import FloatArray
from lecture_assets.content.wording import without_opener

_CHARACTERS = 300
_WORDS = (6, 45)
_EARLY, _NAMES_TITLE = 0.1, 0.3
"""What it counts to come first, and to hold all words of the title."""
_TO_SOMEBODY = re.compile(r"\b(I|me|my|myself|you|your|yourself)\b", re.IGNORECASE)
_MOST_PERSONS = 3
_REFERS_BACK = re.compile(r"\b(it|this|that|them|one)[,.;!]", re.IGNORECASE)
"""What a sentence is about was named in another."""
_ANNOUNCES = re.compile(
    r"^(let us|let's|let me|(I|we)('ll|'d like to| will| want to| are going to)|we're going to|"
    r"I'm going to|I am going to) (now |first |just )?(be |have a |come |go )?"
    r"(begin|continue|discuss|look|move|return|start|talk|turn)",
    re.IGNORECASE,
)


def summary_of(texts: Sequence[str], vectors: FloatArray, title: str = "") -> str:
    """Choose the one or two whole sentences that stand best for a stretch.

    They are the nearest to its mean vector, with a preference for definitions, for the words of its
    title, for what comes early, and for sentences that announce something important, and against
    questions, sentences that lean on others, and what the lecturer says of himself or the audience.

    Args:
        texts: Its sentences, at least one.
        vectors: One row of length 1 a sentence.
        title: Of the stretch.

    Returns:
        The sentences in their order, without "So," or "Now," before them.
    """
    mean = vectors.mean(axis=0)
    mean = mean / max(1e-9, float(np.linalg.norm(mean)))
    named = set(stems(title))
    scores = [
        float(row @ mean) + _bonus(text, named) + _EARLY * (1 - at / len(texts))
        for at, (text, row) in enumerate(zip(texts, vectors, strict=True))
    ]
    order = sorted(range(len(texts)), key=lambda at: (-scores[at], at))
    chosen = order[:1]
    for at in order[1:]:
        size = len(texts[chosen[0]]) + len(texts[at])
        leans = leaning(without_opener(texts[at])) >= LOOSE and at != chosen[0] + 1
        poor = QUESTION.search(texts[at]) or len(texts[at].split()) < _WORDS[0]
        torn = texts[at][:1].islower() and not texts[chosen[0]][:1].islower()
        if size < _CHARACTERS and not (leans or poor or torn):
            chosen.append(at)
            break
    return " ".join(without_opener(texts[at]) for at in sorted(chosen))


def _bonus(text: str, named: set[str]) -> float:
    alone = without_opener(text)
    short, long = _WORDS
    bonus = 0.0 if short <= len(text.split()) <= long else -0.3
    bonus -= 0.35 * leaning(alone) + 0.5 * bool(QUESTION.search(text))
    bonus -= 0.3 * bool(_ANNOUNCES.search(alone) or sets_up(alone))
    bonus -= 0.1 * min(_MOST_PERSONS, len(_TO_SOMEBODY.findall(alone)))
    bonus -= 0.1 * bool(_REFERS_BACK.search(alone))
    bonus -= 0.5 * bool(HOUSEKEEPING.search(text)) + 0.2 * bool(POINTING.search(text))
    bonus -= 0.4 * bool(UNFINISHED.search(text) or not text[:1].isupper())
    bonus += 0.2 * bool(defined_terms(text) or DEFINITION.search(text))
    bonus += _NAMES_TITLE * len(named & set(stems(text))) / max(1, len(named))
    return bonus + 0.2 * bool(SIGNAL.search(text))
