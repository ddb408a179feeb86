"""Titles of stretches."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from lecture_assets.content.phrases import KeyPhrase
from lecture_assets.content.questions import short_question
from lecture_assets.content.stopwords import GENERIC, STOPWORDS
from lecture_assets.content.terms import stems
from lecture_assets.content.wording import capitalised, without_opener

_MOST_WORDS = 7
_MOST_CHARACTERS = 60
_CLAUSE = re.compile(r"[,;:.?!…。、，！？]")  # noqa: RUF001
_CONCLUDING = re.compile(
    r"^(in (summary|conclusion|short)|to (sum up|conclude|summari[sz]e))\b", re.I
)
_DANGLING = re.compile(r"\W+$")


def title_of(
    phrases: Sequence[KeyPhrase],
    texts: Sequence[str],
    taken: Collection[str],
    heading: str = "",
) -> str:
    """Make a title in sentence case, of at most seven words unless it is a question.

    The best of these in this order: the slide's heading, a strong phrase, a short question,
    "Summary" where the stretch opens as one, any phrase, and the opening words.

    Args:
        phrases: Best first.
        texts: Sentences of the stretch, at least one.
        taken: Titles of other stretches, which are not repeated.
        heading: First line of the slide shown meanwhile; empty where it is not known.

    Returns:
        Never empty where anything is said; numbered where all else is taken.
    """
    options = [capitalised(option) for option in _options(phrases, texts, heading) if option]
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
    for phrase in strong:
        yield _enriched(phrase, strong)
        yield _written(phrase)
    yield from _questions(texts)
    if _CONCLUDING.search(without_opener(texts[0])):
        yield "summary"
    yield from (_written(phrase) for phrase in phrases if phrase.is_long)
    yield from (_written(phrase) for phrase in phrases if phrase.text not in GENERIC)
    yield from (opening_words(text) for text in texts)


def _written(phrase: KeyPhrase) -> str:
    return f"the {phrase.text}" if phrase.takes_the and phrase.is_long else phrase.text


def _joined(strong: Sequence[KeyPhrase]) -> str:
    """Two defined terms of equal standing, where they are the best there is."""
    pair = [phrase for phrase in strong[:2] if phrase.is_defined and phrase.is_long]
    if len(pair) < 2 or abs(pair[0].uses - pair[1].uses) > 1:
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
    clause = next((part for part in clauses if len(part.split()) > 3), clauses[0])
    words = clause.split()[:_MOST_WORDS]
    if len(clause.split()) > _MOST_WORDS:
        while len(words) > 2 and words[-1].lower() in STOPWORDS:
            words.pop()
    return _DANGLING.sub("", " ".join(words)[:_MOST_CHARACTERS]) or text[:_MOST_CHARACTERS]
