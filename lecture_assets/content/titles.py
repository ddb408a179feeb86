"""Titles of stretches."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from lecture_assets.content.phrases import KeyPhrase
from lecture_assets.content.questions import short_question
from lecture_assets.content.stopwords import GENERIC, STOPWORDS
from lecture_assets.content.terms import TOKEN, stem, stems
from lecture_assets.content.verbs import GERUND, VERBS
from lecture_assets.content.wording import capitalised, without_opener

_MOST_WORDS = 7
_MOST_CHARACTERS = 60
_CLAUSE = re.compile(r"[,;:.?!…。、，！？]")  # noqa: RUF001
_CONCLUDING = re.compile(
    r"^(in (summary|conclusion|short)|to (sum up|conclude|summari[sz]e))\b", re.I
)
_QUALIFIERS = frozenset(
    ("first", "high", "large", "last", "long", "low", "near", "old", "second", "short", "zero")
)
"""Common words that tell one thing from another of its kind."""
_MARKUP = re.compile(
    r"\{\\[^{}]*\}|</?(?:b|i|u|s|em|strong|font|span|br|p|div|sub|sup|c|v)\b[^<>]*>", re.I
)
"""Of captions and pages, which slides and transcripts of others hold; not ``List<String>``."""
_DANGLING = re.compile(r"\W+$")


def title_of(
    phrases: Sequence[KeyPhrase],
    texts: Sequence[str],
    taken: Collection[str],
    heading: str = "",
) -> str:
    """Make a title in sentence case, of at most seven words unless it is a question.

    The best of these in this order: the slide's heading, a strong phrase, "Summary" where the
    stretch opens as one, a strong word with what is said before it, a short question, any phrase,
    and the opening words.

    Args:
        phrases: Best first.
        texts: Sentences of the stretch, at least one.
        taken: Titles of other stretches, which are not repeated.
        heading: First line of the slide shown meanwhile; empty where it is not known.

    Returns:
        Never empty where anything is said; numbered where all else is taken.
    """
    told = (_MARKUP.sub("", option).strip() for option in _options(phrases, texts, heading))
    options = [capitalised(option) for option in told if option]
    used = {title.casefold() for title in taken}
    free = [option for option in options if option.casefold() not in used]
    if free:
        return free[0]
    number = 2
    while f"{options[0]} ({number})".casefold() in used:
        number += 1
    return f"{options[0]} ({number})"


def _options(phrases: Sequence[KeyPhrase], texts: Sequence[str], heading: str) -> Iterator[str]:
    if 1 <= len(heading.split()) <= _MOST_WORDS and any(map(str.isalpha, heading)):
        yield heading.strip()
    strong = [phrase for phrase in phrases if phrase.is_strong]
    strong.sort(key=lambda phrase: not (phrase.is_long or phrase.is_defined))
    yield _joined(strong)
    concludes = any(_CONCLUDING.search(without_opener(text)) for text in texts[:2])
    if concludes and not (strong and strong[0].is_long):
        yield "summary"
    for phrase in strong:
        yield _enriched(phrase, strong)
        yield _qualified(phrase, texts)
        yield _written(phrase)
    yield from _questions(texts)
    yield from (_written(phrase) for phrase in phrases if phrase.is_long)
    yield from (_qualified(phrase, texts) for phrase in phrases if phrase.text not in GENERIC)
    yield from (_written(phrase) for phrase in phrases if phrase.text not in GENERIC)
    yield from (opening_words(text) for text in texts)


def _written(phrase: KeyPhrase) -> str:
    return f"the {phrase.text}" if phrase.takes_the and phrase.is_long else phrase.text


def _joined(strong: Sequence[KeyPhrase]) -> str:
    """Two defined terms of equal standing, both of several words or both of one."""
    pair = [phrase for phrase in strong[:2] if phrase.is_defined]
    if len(pair) < 2 or pair[0].is_long != pair[1].is_long:
        return ""
    if abs(pair[0].uses - pair[1].uses) > 1:
        return ""
    title = f"{_written(pair[0])} and {_written(pair[1])}"
    return title if len(title.split()) <= _MOST_WORDS else ""


def _enriched(phrase: KeyPhrase, strong: Sequence[KeyPhrase]) -> str:
    """A single word that nobody defined, which alone says little, with another that is strong."""
    others = [each for each in strong if each is not phrase and each.text not in GENERIC]
    if phrase.is_long or phrase.is_defined or not others:
        return ""
    title = f"{_written(phrase)} and {_written(others[0])}"
    return title if len(title.split()) <= _MOST_WORDS else ""


def _qualified(phrase: KeyPhrase, texts: Sequence[str]) -> str:
    """A single word that nobody defined, with the word that is said before it most often."""
    if phrase.is_long or phrase.is_defined:
        return ""
    found: Counter[str] = Counter()
    for text in texts:
        words = TOKEN.findall(text)
        for before, word in pairwise(words):
            if stem(word.lower()) == stem(phrase.text.lower()) and _qualifies(before.lower()):
                found[f"{before} {word}"] += 1
    return min(found, key=lambda each: (-found[each], each), default="")


def _qualifies(word: str) -> bool:
    usual = word in STOPWORDS or word in VERBS or GERUND.search(word)
    return word in _QUALIFIERS or (not usual and word.isalpha())


def _questions(texts: Sequence[str]) -> Iterator[str]:
    """Short questions about something that is said outside them too."""
    said = Counter(word for text in texts for word in set(stems(text)))
    for text in texts:
        question = short_question(text)
        if question and any(said[word] > 1 for word in stems(question)):
            yield question


def opening_words(text: str) -> str:
    """Take a sentence's first clause of four words or more, cut to seven that may end a phrase."""
    rest = without_opener(text)
    clauses = [part.strip() for part in _CLAUSE.split(rest) if part.strip()] or [rest]
    clause = next((part for part in clauses if len(part.split()) > 3), max(clauses, key=len))
    words = clause.split()[:_MOST_WORDS]
    if len(clause.split()) > _MOST_WORDS:
        while len(words) > 2 and words[-1].lower() in STOPWORDS:
            words.pop()
    return _DANGLING.sub("", " ".join(words)[:_MOST_CHARACTERS]) or text[:_MOST_CHARACTERS]
