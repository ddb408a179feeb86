"""Questions of a lecturer that say what a stretch is about."""

import re

from lecture_assets.content.cues import QUESTION
from lecture_assets.content.stopwords import GENERIC
from lecture_assets.content.terms import is_content, tokens
from lecture_assets.content.wording import without_opener

_LONGEST_WORDS = 9
_ASKING = re.compile(r"^(how|why|what|when|where|which|who)\b(?! (about|if|else)\b)", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:–—]| (?:that|which|who|when|if|because|while|after|before|so|and) ")  # noqa: RUF001
_AMOUNT = re.compile(r"\ban? (?:\w+ )?(?:amount|bit|couple|night|number|piece|set|type) of ")
_EMPTY_END = re.compile(
    r" (something|someone|somebody|anything|things?|people|the|a|an|to|of|in|on|for|with|from|by)$"
)
_LEANING = re.compile(
    r"\b(you|your|i|me|my|this|that|these|those|it|its|he|she|him|her|they|them|their|here|there|"
    r"okay|right|guys)\b",
    re.IGNORECASE,
)


def short_question(text: str) -> str | None:
    """Make a title of a question.

    Args:
        text: One sentence.

    Returns:
        The question without its opener, cut at a clause to at most nine words; None where it is no
        question, leans on what was said before, or is addressed to somebody.
    """
    if not QUESTION.search(text):
        return None
    asked = without_opener(text).rstrip("?\"'”’) ").replace(",", "")  # noqa: RUF001
    if len(asked.split()) > _LONGEST_WORDS:
        asked = _CLAUSE.split(_AMOUNT.sub("", asked))[0]
    while _EMPTY_END.search(asked):
        asked = _EMPTY_END.sub("", asked)
    if not 3 <= len(asked.split()) <= _LONGEST_WORDS or not _ASKING.search(asked):
        return None
    says = any(is_content(word) and word not in GENERIC for word in tokens(asked))
    return f"{asked}?" if says and not _LEANING.search(asked) else None
