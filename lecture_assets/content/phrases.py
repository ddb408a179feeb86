"""Key phrases of a stretch, in the lecturer's own words."""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from lecture_assets.content.lexicon import (
    BEFORE_NOUN,
    JOINER,
    Candidate,
    Lexicon,
    Phrase,
    candidates,
)
from lecture_assets.content.vectors import FloatArray, text_vectors

_SHORTLIST = 12
_IN_OPENING = 0.5
"""What it counts to be said in the first sentence, where lecturers announce their subject."""
_SINGULAR = re.compile(r"^(a|an|this|that|each|every|one)$")
_VAGUE = re.compile(
    r"^(answer|bunch|different|general|job|life|line|list|main|object|order|person|process|question|"
    r"short|work)s?$"
)
"""Words that say too little alone."""
_VERB_LIKE = re.compile(r"[^ius]s$")
"""A form in ``-s`` within or after a singular noun phrase is a verb."""


def key_phrases(
    texts: Sequence[str], vector: FloatArray, lexicon: Lexicon, count: int
) -> list[str]:
    """Choose the phrases that tell best what a stretch is about.

    Candidates are runs of content words that look like noun phrases; the twelve rarest and most
    repeated ones are ranked by the likeness of their vectors to the stretch's.

    Args:
        texts: Sentences of the stretch.
        vector: Vector of the stretch, shape (dimensions,).
        lexicon: Of the whole lecture.
        count: Most phrases to return.

    Returns:
        Phrases as spoken, best first, none within another; empty where there is no content word.
    """
    found = [each for text in texts for each in candidates(text)]
    uses = Counter(each.phrase for each in found)
    scores = {
        each.phrase: _rarity(each.phrase, uses[each.phrase], lexicon)
        for each in found
        if _is_nominal(each, lexicon)
    }
    shortlist = sorted(scores, key=lambda phrase: (-scores[phrase], phrase))[:_SHORTLIST]
    if not shortlist:
        return []
    spoken = [lexicon.spoken(phrase) for phrase in shortlist]
    likeness = text_vectors(spoken) @ vector / max(1e-9, float(np.linalg.norm(vector)))
    best = scores[shortlist[0]]
    opening = {each.phrase for each in candidates(texts[0])}
    total = [
        like + scores[phrase] / best + _IN_OPENING * (phrase in opening)
        for like, phrase in zip(likeness, shortlist, strict=True)
    ]
    order = sorted(range(len(shortlist)), key=lambda at: (-total[at], shortlist[at]))
    return _distinct([(shortlist[at], spoken[at]) for at in order])[:count]


def _is_nominal(each: Candidate, lexicon: Lexicon) -> bool:
    """Guess whether a phrase is a noun phrase from its form and from how its words are used."""
    words = each.spoken.lower().split()
    if any(lexicon.nounness[word] < 0 for word in each.phrase):
        return False
    if words[-1].endswith(("ly", "ing", "ed")) or words[0].endswith(("ly", "ed")):
        return False
    if len(words) == 1:
        return lexicon.nounness[each.phrase[0]] > 0 and not _VAGUE.match(words[0])
    if sum(lexicon.phrases[each.phrase].values()) > 1:
        return lexicon.nounness[each.phrase[-1]] > 0 or each.is_whole
    verbs = words if _SINGULAR.match(each.before) else words[:-1]
    return (
        each.is_whole
        and bool(BEFORE_NOUN.match(each.before))
        and not any(_VERB_LIKE.search(word) for word in verbs)
    )


def _rarity(phrase: Phrase, times: int, lexicon: Lexicon) -> float:
    """Uses in the stretch, times the mean inverse window frequency, longer phrases favoured."""
    words = [word for word in phrase if word != JOINER]
    idf = [math.log((1 + lexicon.window_count) / (0.5 + lexicon.windows[word])) for word in words]
    mean = sum(max(0.2, value) for value in idf) / len(idf)
    return math.log(1 + times) * mean * math.log(1 + len(words))


def _distinct(ranked: list[tuple[Phrase, str]]) -> list[str]:
    """Drop phrases that share half of their words or more with a better one."""
    taken: list[set[str]] = []
    kept = []
    for phrase, spoken in ranked:
        words = set(phrase) - {JOINER}
        if all(len(words & other) * 2 < min(len(words), len(other)) + 1 for other in taken):
            taken.append(words)
            kept.append(spoken)
    return kept
