"""Key phrases of a stretch, in the lecturer's own words."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lecture_assets.content.definitions import defined_terms
from lecture_assets.content.lexicon import (
    BEFORE_NOUN,
    JOINER,
    Candidate,
    Lexicon,
    Phrase,
    candidates,
)
from lecture_assets.content.stopwords import GENERIC
from lecture_assets.content.vectors import FloatArray, text_vectors
from lecture_assets.content.verbs import GERUND, NO_NOUN_END, VERBS

_SHORTLIST = 12
_IN_OPENING = 0.5
"""What it counts to be said in the first sentence, where lecturers announce their subject."""
_DEFINED = 1.0
"""What it counts to be defined, which is as much as to be the most repeated rare phrase."""
_DEFINED_AT_ONCE = 0.5
"""What it counts besides to be defined in the first sentence."""
_LONG_WORD = 5
_SINGULAR = re.compile(r"^(a|an|this|that|each|every|one)$")
_VERB_LIKE = re.compile(r"[^ius]s$")
"""A form in ``-s`` within or after a singular noun phrase is a verb."""
_AFTER_VERB = re.compile(
    r"^(a|an|the|this|that|these|those|its|their|our|your|his|her|my|to|in|on|at|into|with|from|by|"
    r"for|about|as|like|over|under|through|up|down|out|off|it|them|us|you|me|him)$"
)
_ADJECTIVE = re.compile(
    r"^(good|best|better|bad|same|small|large|big|new|old|first|second|third|little|certain|other|"
    r"another|several|many|few|most|more|two|three|four|five|six|seven|eight|nine|ten|important|key)$"
)
"""Words of little content that stand before a noun."""
_AFTER_NOUN = re.compile(r"^(is|are|was|were|has|have|can|will|means|does)$")


@dataclass(frozen=True)
class KeyPhrase:
    """What a stretch is about, in a few words.

    Attributes:
        text: As it is spoken, without an article.
        uses: How often it is said in the stretch.
        is_defined: Whether the lecturer says what it means.
        takes_the: Whether it is defined with "the" before it.
    """

    text: str
    uses: int = 1
    is_defined: bool = False
    takes_the: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it is of several words."""
        return " " in self.text

    @property
    def is_strong(self) -> bool:
        """Whether it is defined, or said so often that it cannot be there by chance."""
        return self.is_defined or self.uses >= (2 if self.is_long else 3)


def key_phrases(texts: Sequence[str], vector: FloatArray, lexicon: Lexicon) -> list[KeyPhrase]:
    """Choose the phrases that tell best what a stretch is about.

    Candidates are defined terms and runs of content words that look like noun phrases; the twelve
    rarest and most repeated ones are ranked by the likeness of their vectors to the stretch's.

    Args:
        texts: Sentences of the stretch.
        vector: Vector of the stretch, shape (dimensions,).
        lexicon: Of the whole lecture.

    Returns:
        At most twelve, best first, none within another; empty where there is no content word.
    """
    defined = {phrase: the for text in texts for phrase, the in defined_terms(text).items()}
    found = [each for text in texts for each in candidates(text)]
    uses = Counter(each.phrase for each in found)
    scores = {
        each.phrase: _rarity(each.phrase, uses[each.phrase], lexicon)
        for each in found
        if each.phrase in defined or _is_nominal(each, lexicon)
    }
    shortlist = sorted(scores, key=lambda p: (p not in defined, -scores[p], p))[:_SHORTLIST]
    if not shortlist:
        return []
    spoken = [lexicon.spoken(phrase) for phrase in shortlist]
    likeness = text_vectors(spoken) @ vector / max(1e-9, float(np.linalg.norm(vector)))
    best = max(scores.values())
    opening = {each.phrase for each in candidates(texts[0])}
    total = {
        phrase: like
        + scores[phrase] / best
        + _IN_OPENING * (phrase in opening)
        + _DEFINED * (phrase in defined)
        + _DEFINED_AT_ONCE * (phrase in defined and phrase in opening)
        for like, phrase in zip(likeness, shortlist, strict=True)
    }
    ranked = sorted(shortlist, key=lambda phrase: (-total[phrase], phrase))
    return [
        KeyPhrase(lexicon.spoken(p), uses[p], p in defined, defined.get(p, False))
        for p in _distinct(ranked)
    ]


def topics_of(phrases: Sequence[KeyPhrase], count: int) -> list[str]:
    """List what a stretch is about: phrases of several words first, then words said repeatedly.

    Args:
        phrases: Best first.
        count: Most topics.

    Returns:
        Their texts; single words said once only where there is nothing else.
    """
    long = [phrase for phrase in phrases if phrase.is_long]
    strong = [phrase for phrase in long if phrase.is_strong]
    single = [phrase for phrase in phrases if not phrase.is_long and phrase.uses > 1]
    defined = [phrase for phrase in phrases if not phrase.is_long and phrase.is_defined]
    ordered = dict.fromkeys([*strong, *defined, *long[:2], *single, *long])
    return [phrase.text for phrase in ordered or phrases][:count]


def of_any_language(phrases: Sequence[KeyPhrase]) -> list[KeyPhrase]:
    """Keep what is repeated and made of longer words only: the rest took an English ear to choose.

    Articles and pronouns, told from nouns by an English list, are short in most languages.
    """
    return [
        phrase
        for phrase in phrases
        if phrase.uses > 1 and min(map(len, phrase.text.split())) >= _LONG_WORD
    ]


def _is_nominal(each: Candidate, lexicon: Lexicon) -> bool:
    """Guess whether a phrase is a noun phrase from its form and from how its words are used."""
    words = each.spoken.lower().split()
    times = sum(lexicon.phrases[each.phrase].values())
    is_general = all(part in GENERIC for word in words for part in word.split("-"))
    if is_general or not _may_end(each, words, times):
        return False
    is_adverb = words[0].endswith("ly") and NO_NOUN_END.search(words[0])
    if is_adverb or any(one == other for one, other in pairwise(each.phrase)):
        return False
    nounness = lexicon.nounness[each.phrase[-1]]
    if len(words) == 1 or nounness < 0:
        return nounness > 0
    if times > 1:
        return nounness > 0 or each.is_whole
    verbs = [word for word, after in zip(words, [*words[1:], ""], strict=True) if after != JOINER]
    verbs = verbs if _SINGULAR.match(each.before) else verbs[:-1]
    return (
        each.is_whole
        and _has_noun_context(each)
        and not any(_VERB_LIKE.search(word) for word in verbs)
    )


def _may_end(each: Candidate, words: Sequence[str], times: int) -> bool:
    """Tell whether the last word may be a noun: no participle, adverb, or verb in ``-s``."""
    if NO_NOUN_END.search(words[-1]):
        return False
    if GERUND.search(words[-1]):
        return len(words) > 1 and times > 1 and each.is_whole
    is_verb = len(words) > 1 and _VERB_LIKE.search(words[-1]) and words[-2][-1] != "s"
    return not (times == 1 and is_verb and _AFTER_VERB.match(each.after))


def _has_noun_context(each: Candidate) -> bool:
    first = each.spoken.split()[0]
    if BEFORE_NOUN.match(each.before) or _ADJECTIVE.match(each.before):
        return True
    named = all(word[0].isupper() for word in each.spoken.split())
    is_object = each.before in VERBS or each.after in VERBS or named
    return (is_object or bool(_AFTER_NOUN.match(each.after))) and not NO_NOUN_END.search(first)


def _rarity(phrase: Phrase, times: int, lexicon: Lexicon) -> float:
    """Uses in the stretch, times the mean inverse window frequency, longer phrases favoured."""
    words = [word for word in phrase if word != JOINER]
    idf = [math.log((1 + lexicon.window_count) / (0.5 + lexicon.windows[word])) for word in words]
    mean = sum(max(0.2, value) for value in idf) / len(idf)
    return math.log(1 + times) * mean * math.log(1 + len(words))


def _distinct(ranked: Iterable[Phrase]) -> list[Phrase]:
    """Drop phrases that share more than half of their words with a better one."""
    taken: list[set[str]] = []
    kept = []
    for phrase in ranked:
        words = set(phrase) - {JOINER}
        if all(len(words & other) * 2 < min(len(words), len(other)) + 1 for other in taken):
            taken.append(words)
            kept.append(phrase)
    return kept
