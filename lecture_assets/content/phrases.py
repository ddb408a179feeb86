"""Key phrases of a stretch, in the lecturer's own words."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from lecture_assets.content.terms import TOKEN, bare, is_content, stem
from lecture_assets.content.vectors import FloatArray, text_vectors

_BREAK = re.compile(r"[,;:.?!…()\[\]\"“”–—]|\s-\s")  # noqa: RUF001
_JOINER = "of"
_MAX_WORDS = 4
_SHORTLIST = 12
_BEFORE_NOUN = frozenset(
    "a an the this that these those each every of in on into its their our your his her my some any "
    "no with by from at for about between".split()
)
_BEFORE_VERB = frozenset(
    "to will can could would should must may might cannot can't don't doesn't didn't not i you we "
    "they he she it who which let us let's it'll we'll you'll i'll never always please".split()
)

Phrase = tuple[str, ...]
"""Stems, with ``of`` where it joins."""


@dataclass
class Lexicon:
    """How the words of a lecture are used.

    Attributes:
        windows: In how many windows each stem occurs.
        window_count: Number of windows.
        phrases: How often each phrase is said.
        nounness: By stem, how often it follows an article or the like, less how often it follows
            what a verb follows.
        surfaces: By stem, how it is written within sentences.
    """

    windows: Counter[str] = field(default_factory=Counter)
    window_count: int = 0
    phrases: Counter[Phrase] = field(default_factory=Counter)
    nounness: Counter[str] = field(default_factory=Counter)
    surfaces: dict[str, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Token:
    text: str
    stem: str
    before: str
    opens: bool
    """Whether it follows punctuation or opens the text."""


def read_lexicon(windows: Sequence[Sequence[str]]) -> Lexicon:
    """Learn the use of words from windows of sentences."""
    lexicon = Lexicon(window_count=len(windows))
    for texts in windows:
        seen: set[str] = set()
        for text in texts:
            for token in _read(text):
                seen.add(token.stem)
                plain = token.text if not token.opens else token.text.lower()
                lexicon.surfaces.setdefault(token.stem, Counter())[plain] += 1
                lexicon.nounness[token.stem] += (token.before in _BEFORE_NOUN) - (
                    token.before in _BEFORE_VERB
                )
            lexicon.phrases.update(phrase for phrase, _ in _candidates(text))
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
    uses: Counter[Phrase] = Counter()
    whole: set[Phrase] = set()
    for text in texts:
        for phrase, is_whole in _candidates(text):
            uses[phrase] += 1
            whole |= {phrase} if is_whole else set()
    scores = {
        phrase: _rarity(phrase, times, lexicon)
        for phrase, times in uses.items()
        if _is_nominal(phrase, lexicon, repeated=lexicon.phrases[phrase] > 1 or phrase in whole)
    }
    shortlist = sorted(scores, key=lambda phrase: (-scores[phrase], phrase))[:_SHORTLIST]
    if not shortlist:
        return []
    spoken = [_spoken(phrase, lexicon) for phrase in shortlist]
    likeness = text_vectors(spoken) @ vector / max(1e-9, float(np.linalg.norm(vector)))
    best = scores[shortlist[0]]
    total = [like + scores[p] / best for like, p in zip(likeness, shortlist, strict=True)]
    order = sorted(range(len(shortlist)), key=lambda at: (-total[at], shortlist[at]))
    return _distinct([(shortlist[at], spoken[at]) for at in order])[:count]


def _read(text: str) -> list[_Token]:
    read, end, before = [], 0, ""
    for match in TOKEN.finditer(text):
        opens = not before or bool(_BREAK.search(text[end : match.start()]))
        word = bare(match.group())
        read.append(_Token(word, stem(word.lower()), "" if opens else before, opens))
        end, before = match.end(), word.lower()
    return read


def _candidates(text: str) -> Iterator[tuple[Phrase, bool]]:
    """Runs of content words and what lies in them; the flag marks a whole run after an article."""
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


def _within(run: list[_Token]) -> Iterator[tuple[Phrase, bool]]:
    while run and run[-1].text.lower() == _JOINER:
        run = run[:-1]
    for first in range(len(run)):
        for last in range(first, min(len(run), first + _MAX_WORDS)):
            part = run[first : last + 1]
            if _JOINER in (part[0].text.lower(), part[-1].text.lower()):
                continue
            is_whole = len(part) == len(run) and part[0].before in _BEFORE_NOUN
            yield tuple(token.stem for token in part), is_whole


def _is_nominal(phrase: Phrase, lexicon: Lexicon, *, repeated: bool) -> bool:
    """Guess whether a phrase is a noun phrase from how its words are used in the lecture."""
    words = [word for word in phrase if word != _JOINER]
    if any(lexicon.nounness[word] < 0 for word in words):
        return False
    written = [_surface(word, lexicon) for word in words]
    if written[-1].endswith(("ly", "ing", "ed")) or written[0].endswith(("ly", "ed")):
        return False
    return repeated or len(phrase) == 1


def _rarity(phrase: Phrase, times: int, lexicon: Lexicon) -> float:
    """Uses in the stretch, times the mean inverse window frequency, longer phrases favoured."""
    words = [word for word in phrase if word != _JOINER]
    idf = [math.log((1 + lexicon.window_count) / (0.5 + lexicon.windows[word])) for word in words]
    mean = sum(max(0.1, value) for value in idf) / len(idf)
    return math.log(1 + times) * mean * math.log(1 + len(words))


def _surface(word: str, lexicon: Lexicon) -> str:
    forms = lexicon.surfaces.get(word)
    return min(forms, key=lambda form: (-forms[form], form)) if forms else word


def _spoken(phrase: Phrase, lexicon: Lexicon) -> str:
    return " ".join(_surface(word, lexicon) for word in phrase)


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
