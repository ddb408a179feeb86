"""Key phrases of a stretch, in the lecturer's own words."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from lecture_assets.content.terms import TOKEN, bare, is_content, stem, without_fillers
from lecture_assets.content.vectors import FloatArray, text_vectors

_BREAK = re.compile(r"[,;:.?!…()\[\]\"“”–—]|\s-\s")  # noqa: RUF001
_JOINER = "of"
_MAX_WORDS = 4
_SHORTLIST = 12
_IN_OPENING = 0.5
"""What it counts to be said in the first sentence, where lecturers announce their subject."""

_SINGULAR = re.compile(r"^(a|an|this|that|each|every|one)$")
_BEFORE_NOUN = re.compile(
    r"^(a|an|the|this|these|those|each|every|of|in|on|into|its|their|our|your|his|her|my|some|"
    r"with|without|by|from|for|about|between)$"
)
_BEFORE_VERB = re.compile(
    r"^(to|will|can|could|would|should|must|may|might|cannot|can't|don't|doesn't|didn't|not|i|you|"
    r"we|they|he|she|it|who|which|that|let|us|let's|never|always|please|when|then)$"
)
_VAGUE = re.compile(
    r"^(answer|bunch|different|general|job|life|line|list|main|object|order|person|process|question|"
    r"short|work)s?$"
)
"""Words that say too little alone."""
_VERB_LIKE = re.compile(r"[^ius]s$")
"""A form in ``-s`` within or after a singular noun phrase is a verb."""

Phrase = tuple[str, ...]
"""Stems, with ``of`` where it joins."""


@dataclass
class Lexicon:
    """How the words of a lecture are used.

    Attributes:
        windows: In how many windows each stem occurs.
        window_count: Number of windows.
        phrases: How each phrase is written, with the number of times.
        nounness: By stem, how often it ends what follows an article or the like, less how often it
            follows what a verb follows.
    """

    windows: Counter[str] = field(default_factory=Counter)
    window_count: int = 0
    phrases: dict[Phrase, Counter[str]] = field(default_factory=dict)
    nounness: Counter[str] = field(default_factory=Counter)

    def spoken(self, phrase: Phrase) -> str:
        """The commonest way in which a phrase is written."""
        forms = self.phrases[phrase]
        return min(forms, key=lambda form: (-forms[form], form))


@dataclass(frozen=True)
class _Token:
    text: str
    stem: str
    before: str
    opens: bool
    """Whether it follows punctuation or opens the text."""


@dataclass(frozen=True)
class _Candidate:
    phrase: Phrase
    spoken: str
    before: str
    is_whole: bool
    """Whether content words neither precede nor follow it."""


def read_lexicon(windows: Sequence[Sequence[str]]) -> Lexicon:
    """Learn the use of words from windows of sentences."""
    lexicon = Lexicon(window_count=len(windows))
    for texts in windows:
        seen: set[str] = set()
        for text in texts:
            for each in _candidates(text):
                seen.update(each.phrase)
                lexicon.phrases.setdefault(each.phrase, Counter())[each.spoken] += 1
                if len(each.phrase) == 1 and _BEFORE_VERB.match(each.before):
                    lexicon.nounness[each.phrase[0]] -= 1
                is_noun = each.is_whole and not each.spoken.endswith("ing")
                if is_noun and _BEFORE_NOUN.match(each.before):
                    lexicon.nounness[each.phrase[-1]] += 1
        lexicon.windows.update(seen)
    return lexicon


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
    found = [each for text in texts for each in _candidates(text)]
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
    opening = {each.phrase for each in _candidates(texts[0])}
    total = [
        like + scores[phrase] / best + _IN_OPENING * (phrase in opening)
        for like, phrase in zip(likeness, shortlist, strict=True)
    ]
    order = sorted(range(len(shortlist)), key=lambda at: (-total[at], shortlist[at]))
    return _distinct([(shortlist[at], spoken[at]) for at in order])[:count]


def _read(text: str) -> list[_Token]:
    text = without_fillers(text)
    read, end, before = [], 0, ""
    for match in TOKEN.finditer(text):
        opens = not before or bool(_BREAK.search(text[end : match.start()]))
        word = bare(match.group())
        read.append(_Token(word, stem(word.lower()), "" if opens else before, opens))
        end, before = match.end(), word.lower()
    return read


def _candidates(text: str) -> Iterator[_Candidate]:
    """Runs of content words, and every part of up to four words of theirs."""
    run: list[_Token] = []
    for token in [*_read(text), None]:
        if token is not None and not token.opens and run and token.text.lower() == _JOINER:
            run.append(token)
            continue
        if token is None or token.opens or not is_content(token.text.lower()):
            yield from _within(run)
            run = []
        if token is not None and is_content(token.text.lower()):
            run.append(token)


def _within(run: list[_Token]) -> Iterator[_Candidate]:
    while run and run[-1].text.lower() == _JOINER:
        run = run[:-1]
    for first in range(len(run)):
        for last in range(first, min(len(run), first + _MAX_WORDS)):
            part = run[first : last + 1]
            if _JOINER in (part[0].text.lower(), part[-1].text.lower()):
                continue
            yield _Candidate(
                tuple(token.stem for token in part),
                " ".join(token.text.lower() if token.opens else token.text for token in part),
                part[0].before,
                len(part) == len(run),
            )


def _is_nominal(each: _Candidate, lexicon: Lexicon) -> bool:
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
        and bool(_BEFORE_NOUN.match(each.before))
        and not any(_VERB_LIKE.search(word) for word in verbs)
    )


def _rarity(phrase: Phrase, times: int, lexicon: Lexicon) -> float:
    """Uses in the stretch, times the mean inverse window frequency, longer phrases favoured."""
    words = [word for word in phrase if word != _JOINER]
    idf = [math.log((1 + lexicon.window_count) / (0.5 + lexicon.windows[word])) for word in words]
    mean = sum(max(0.2, value) for value in idf) / len(idf)
    return math.log(1 + times) * mean * math.log(1 + len(words))


def _distinct(ranked: list[tuple[Phrase, str]]) -> list[str]:
    """Drop phrases that share half of their words or more with a better one."""
    taken: list[set[str]] = []
    kept = []
    for phrase, spoken in ranked:
        words = set(phrase) - {_JOINER}
        if all(len(words & other) * 2 < min(len(words), len(other)) + 1 for other in taken):
            taken.append(words)
            kept.append(spoken)
    return kept
