"""Sentences from words: the grain at which the lecture is cut."""

import re
from collections.abc import Sequence
from itertools import pairwise

from lecture_assets.timeline import Span
from lecture_assets.transcript.models import Word
from lecture_assets.transcript.scripts import joined

_FINAL = re.compile(r"[.?!…。！？؟।][\"'”’»)\]]*$")  # noqa: RUF001
_ELLIPSIS = re.compile(r"(\.\.\.|…)[\"'”’»)\]]*$")  # noqa: RUF001
_NEVER_FINAL = re.compile(
    r"^\W*(approx|cf|dr|e\.g|eqs?|figs?|i\.e|mr|mrs|ms|prof|ref|sec|st|viz|vs)\.$", re.IGNORECASE
)
_SELDOM_FINAL = re.compile(r"^\W*(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|(?i:etc|inc|jr|sr))\.$")
_BEFORE_DIGITS = re.compile(r"^\W*(\d+|nos?)\.$", re.IGNORECASE)
_PAUSE_AFTER_ABBREVIATION_MS = 500
_LONG_PAUSE_MS = 2_000
_ENDLESS_PAUSE_MS = 5_000
_PUNCTUATED_WORDS = 40
"""A transcript with fewer than one final mark in this many words counts as unpunctuated."""


class Sentence(Span):
    """A sentence, from its first word's start to its last word's end.

    Attributes:
        text: Its words, with blanks between them where their script has any.
    """

    text: str


def sentences_of(words: Sequence[Word]) -> list[Sentence]:
    """Join words into sentences, in order of time and without overlaps.

    A sentence ends at final punctuation that is not an abbreviation, an initial or a decimal point;
    at a pause above 2 s where punctuation seems to be missing (the next word has a capital, or the
    whole transcript has hardly any marks), above 5 s anywhere; and where it grows endless, which is
    past 40 s or 80 words (15 s or 30 words without punctuation), at its longest pause.
    """
    spoken = (word.model_copy(update={"text": word.text.strip()}) for word in words)
    ordered = sorted((word for word in spoken if word.text), key=lambda word: word.start_ms)
    if not ordered:
        return []
    marks = sum(bool(_FINAL.search(word.text)) for word in ordered)
    bare = marks * _PUNCTUATED_WORDS < len(ordered)
    limit_ms, limit_words = (15_000, 30) if bare else (40_000, 80)
    pieces: list[list[Word]] = []
    for sentence in _split(ordered, bare=bare):
        pieces.extend(_shortened(sentence, limit_ms, limit_words))
    return _timed(pieces)


def _split(words: list[Word], *, bare: bool) -> list[list[Word]]:
    sentences = [[words[0]]]
    for before, after in pairwise(words):
        if _ends(before, after, bare=bare):
            sentences.append([])
        sentences[-1].append(after)
    return sentences


def _ends(word: Word, following: Word, *, bare: bool) -> bool:
    """Tell whether a sentence ends between two neighbouring words."""
    pause_ms = following.start_ms - word.end_ms
    if pause_ms > _ENDLESS_PAUSE_MS:
        return True
    if pause_ms > _LONG_PAUSE_MS and (bare or following.text[0].isupper()):
        return True
    return bool(_FINAL.search(word.text)) and not _abbreviates(word.text, following, pause_ms)


def _abbreviates(text: str, following: Word, pause_ms: int) -> bool:
    """Tell whether a final mark belongs to an abbreviation, a number or a hesitation instead."""
    goes_on = following.text[0].islower()
    if _ELLIPSIS.search(text):
        return goes_on
    if _SELDOM_FINAL.match(text):
        return goes_on or pause_ms < _PAUSE_AFTER_ABBREVIATION_MS
    in_number = following.text[0].isdigit() and bool(_BEFORE_DIGITS.match(text))
    return in_number or bool(_NEVER_FINAL.match(text))


def _shortened(words: list[Word], limit_ms: int, limit_words: int) -> list[list[Word]]:
    """Cut an endless sentence at the longest pause in the second half of what is allowed."""
    pieces, start = [], 0
    while words[-1].end_ms - words[start].start_ms > limit_ms or len(words) - start > limit_words:
        last = min(len(words), start + limit_words)
        while last - 1 > start and words[last - 1].end_ms - words[start].start_ms > limit_ms:
            last -= 1
        if last >= len(words):
            break
        first = start + max(1, (last - start) // 2)
        cut = max(range(first, last + 1), key=lambda at: _weight(words[at - 1], words[at]))
        pieces.append(words[start:cut])
        start = cut
    return [*pieces, words[start:]]


def _weight(before: Word, after: Word) -> int:
    """How well an endless sentence is cut between two words: the pause, commas counting 300 ms."""
    return after.start_ms - before.end_ms + (300 if before.text[-1:] in ",;:" else 0)


def _timed(pieces: list[list[Word]]) -> list[Sentence]:
    sentences = []
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        end_ms = max(word.end_ms for word in piece)
        if following is not None:
            end_ms = min(end_ms, following[0].start_ms)
        text = joined([word.text for word in piece])
        sentences.append(Sentence(start_ms=piece[0].start_ms, end_ms=end_ms, text=text))
    return sentences
