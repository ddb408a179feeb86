"""What captions have to keep to, and where their lines break."""

import re
from collections.abc import Sequence

from lecture_assets.transcript.models import Word
from lecture_assets.transcript.scripts import (
    breaks_badly,
    clean,
    columns,
    joined,
    pieces,
    within_kana_word,
)

LINE_CHARS = 42
"""Most characters of a line; full-width ones count twice."""

READING_CPS = 17.0
"""Characters a second that are read with ease."""

MIN_MS, MAX_MS = 1_000, 7_000
"""How long a cue is shown."""

GAP_MS = 84
"""Least distance between two cues: two frames at 23.976 a second, the slowest usual rate."""

PAUSE_MS = 500
"""How far a cue reaches into a silence; a longer one always ends it."""

ASIDE_MS = 1_000
"""How far from its cue a word may be spoken, where pauses leave it no time for one of its own."""

_SENTENCE_END = re.compile(r"[.!?…。！？؟।։][\"'”’»)\]」』）]*$")  # noqa: RUF001 - spoken languages differ
_CLAUSE_END = re.compile(r"[,;:–—、，；：،؛][\"'”’»)\]」』）]*$")  # noqa: RUF001
_FORBIDDEN_COST = 40.0
_OPENERS = ["and", "but", "or", "so", "because", "that", "which", "who", "when", "where", "while"]
_OPENERS += ["if", "since", "although", "though", "then", "than", "after", "before", "until", "as"]
_LINKS = ["of", "in", "on", "at", "to", "from", "for", "with", "by", "into", "about", "between"]
_LEANING = ["the", "a", "an", "my", "your", "his", "her", "its", "our", "their", "this", "very"]
_LEANING += ["i", "we", "you", "he", "she", "they", "is", "are", "was", "were", "not", "no"]
_LEANING += ["and", "but", "or", "that", "which", "if", "because", "will", "would", "can", "could"]


def readable(words: Sequence[Word]) -> list[Word]:
    """Words in order of time, blanks and control characters removed, overlong ones cut in parts."""
    shown: list[Word] = []
    for word in sorted(words, key=lambda each: (each.start_ms, each.end_ms)):
        parts = pieces(clean(word.text), LINE_CHARS)
        share = word.duration_ms / max(1, len(parts))
        for index, part in enumerate(parts):
            start = word.start_ms + round(index * share)
            end = word.start_ms + round((index + 1) * share)
            shown.append(word.model_copy(update={"start_ms": start, "end_ms": end, "text": part}))
    return shown


def ends_sentence(text: str) -> bool:
    """Tell whether a word is the last one of its sentence."""
    return _SENTENCE_END.search(text) is not None


def break_cost(before: str, after: str) -> float:
    """What it costs the reader when a line or a cue ends between two words; 0 after a sentence."""
    if breaks_badly(before, after):
        return _FORBIDDEN_COST
    if ends_sentence(before):
        return 0.0
    if _CLAUSE_END.search(before):
        return 1.0
    last, following = before.lower(), after.lower().rstrip(".,;:!?")
    if last in _LEANING or last in _LINKS or within_kana_word(before, after):
        return 8.0
    if following in _OPENERS:
        return 2.5
    return 3.5 if following in _LINKS else 5.0


def break_lines(texts: Sequence[str]) -> list[str]:
    """Set a cue's words in one line, or in two that break where it reads best.

    Args:
        texts: The words; together they fit into two lines.
    """
    whole = joined(texts)
    if columns(whole) <= LINE_CHARS:
        return [whole]
    best, lines = float("inf"), [whole]
    for at in range(1, len(texts)):
        upper, lower = joined(texts[:at]), joined(texts[at:])
        wide = columns(upper), columns(lower)
        if max(wide) > LINE_CHARS:
            continue
        cost = break_cost(texts[at - 1], texts[at]) + abs(wide[0] - wide[1]) / 12
        if cost < best:
            best, lines = cost, [upper, lower]
    return lines
