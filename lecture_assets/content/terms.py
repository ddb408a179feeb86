"""Words that carry content, brought to one form."""

import re
from collections.abc import Sequence

from lecture_assets.content.stopwords import STOPWORDS

TOKEN = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_FILLER = re.compile(
    r"\b(sorts?|kinds?|lots?|number|part|terms|order|set) of\b|\bin (order|terms)\b", re.I
)
_POSSESSIVE = re.compile(r"'s$")
_VOWEL = re.compile(r"[aeiouy]")


def tokens(text: str) -> list[str]:
    """Split text into lower-case words, without a closing ``'s``."""
    return [bare(token) for token in TOKEN.findall(without_fillers(text.lower()))]


def without_fillers(text: str) -> str:
    """Take out "sort of" and its like, for "merge sort" to count; make apostrophes straight."""
    return _FILLER.sub(" ", text.replace("’", "'"))  # noqa: RUF001


def bare(token: str) -> str:
    """Take ``'s`` off a word."""
    return _POSSESSIVE.sub("", token)


def is_content(token: str) -> bool:
    """Tell whether a lower-case word may carry content."""
    return len(token) > 1 and token not in STOPWORDS and not token[0].isdigit()


def stem(token: str) -> str:
    """Bring an English word near its stem: plural, ``-ing`` and ``-ed`` are taken off.

    A shortened form of the first steps of Porter's algorithm (1980); words of other languages
    mostly pass unchanged.
    """
    if token.endswith("ies") and len(token) > 4:
        return token[:-3] + "y"
    if token.endswith(("sses", "shes", "ches", "xes")):
        return token[:-2]
    if token.endswith("s") and len(token) > 3 and not token.endswith(("ss", "us", "is")):
        token = token[:-1]
    for suffix in ("ing", "ed"):
        base = token[: -len(suffix)]
        if token.endswith(suffix) and len(base) > 2 and _VOWEL.search(base):
            return base[:-1] if base[-1] == base[-2] and base[-1] not in "lsz" else base
    return token[:-1] if token.endswith("e") and len(token) > 4 else token


def stems(text: str) -> list[str]:
    """Stems of the content words of a text, in order."""
    return [stem(token) for token in tokens(text) if is_content(token)]


def word_ids(texts: Sequence[str]) -> list[list[int]]:
    """Number the content words of each text, such that equal stems share a number.

    Returns:
        One list of numbers a text, from 0 on in order of first use.
    """
    known: dict[str, int] = {}
    return [[known.setdefault(word, len(known)) for word in stems(text)] for text in texts]
