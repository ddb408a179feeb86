"""Decides where a caption ends, and where its line breaks: the cheapest way through the words."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from lecture_assets.transcript.models import Word

LINE_CHARS = 42
"""Most characters of a line."""

READING_CPS = 17.0
"""Characters a second that are read with ease."""

MIN_MS, MAX_MS = 1_000, 7_000
"""How long a cue is shown."""

GAP_MS = 80
"""Least distance between two cues: two frames at 25 a second."""

PAUSE_MS = 500
"""A silence longer than this ends a cue."""

_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")  # noqa: RUF001 - spoken languages differ
_CLAUSE_END = re.compile(r"[,;:–—、，；：][\"'”’»)\]]*$")  # noqa: RUF001
_OPENERS = ["and", "but", "or", "so", "because", "that", "which", "who", "when", "where", "while"]
_OPENERS += ["if", "since", "although", "though", "then", "than", "after", "before", "until", "as"]
_LINKS = ["of", "in", "on", "at", "to", "from", "for", "with", "by", "into", "about", "between"]
_LEANING = ["the", "a", "an", "my", "your", "his", "her", "its", "our", "their", "this", "very"]
_CUE_COST, _INNER_SENTENCE_COST, _INNER_PAUSE_COST = 3.0, 2.0, 12.0


def readable(words: Sequence[Word]) -> list[Word]:
    """Words in order of time, blanks and control characters removed, overlong ones cut in parts."""
    clean: list[Word] = []
    for word in sorted(words, key=lambda each: (each.start_ms, each.end_ms)):
        text = " ".join("".join(c if c.isprintable() else " " for c in word.text).split())
        pieces = [text[at : at + LINE_CHARS].strip() for at in range(0, len(text), LINE_CHARS)]
        share = word.duration_ms / max(1, len(pieces))
        for index, piece in enumerate(pieces):
            start = word.start_ms + round(index * share)
            end = word.start_ms + round((index + 1) * share)
            clean.append(word.model_copy(update={"start_ms": start, "end_ms": end, "text": piece}))
    return clean


def break_cost(before: str, after: str) -> float:
    """What it costs the reader when a line or a cue ends between two words; 0 after a sentence."""
    if _SENTENCE_END.search(before):
        return 0.0
    if _CLAUSE_END.search(before):
        return 1.0
    last, following = before.lower(), after.lower().rstrip(".,;:!?")
    if last in _LEANING or last in _LINKS:
        return 8.0
    if following in _OPENERS:
        return 2.5
    return 3.5 if following in _LINKS else 5.0


def break_lines(texts: Sequence[str]) -> list[str]:
    """Set a cue's words in one line, or in two that break where it reads best.

    Args:
        texts: The words; together they fit into two lines.
    """
    whole = " ".join(texts)
    if len(whole) <= LINE_CHARS:
        return [whole]
    best, lines = float("inf"), [whole]
    for at in range(1, len(texts)):
        upper, lower = " ".join(texts[:at]), " ".join(texts[at:])
        if len(upper) > LINE_CHARS or len(lower) > LINE_CHARS:
            continue
        cost = break_cost(texts[at - 1], texts[at]) + abs(len(upper) - len(lower)) / 8
        if cost < best:
            best, lines = cost, [upper, lower]
    return lines


def group(words: Sequence[Word]) -> list[list[Word]]:
    """Divide words into cues of at most two lines, by dynamic programming over all divisions.

    Args:
        words: As ``readable`` returns them.
    """
    # ends[k] is the position after word k, one blank included, in the text of all words.
    ends = [0, *accumulate(len(word.text) + 1 for word in words)]
    breaks = [
        break_cost(a.text, b.text) if b.start_ms - a.end_ms <= PAUSE_MS else 0.0
        for a, b in pairwise(words)
    ] + [0.0]
    best, came_from = [0.0], [0]
    for end in range(1, len(words) + 1):
        cheapest, origin, inner = float("inf"), end - 1, 0.0
        for start in range(end - 1, -1, -1):
            if start < end - 1:
                inner += _inner_cost(words[start], words[start + 1])
                if not _fits(words, ends, start, end):
                    break
            cost = best[start] + _CUE_COST + inner + breaks[end - 1]
            cost += _time_cost(words, ends, start, end)
            if cost < cheapest:
                cheapest, origin = cost, start
        best.append(cheapest)
        came_from.append(origin)
    cues: list[list[Word]] = []
    end = len(words)
    while end:
        cues.append(list(words[came_from[end] : end]))
        end = came_from[end]
    return cues[::-1]


def _fits(words: Sequence[Word], ends: Sequence[int], start: int, end: int) -> bool:
    """Whether words ``start`` to ``end`` (exclusive) fit into two lines and seven seconds."""
    if words[end - 1].end_ms - words[start].start_ms > MAX_MS:
        return False
    if ends[end] - ends[start] - 1 <= LINE_CHARS:
        return True
    upper = bisect_right(ends, ends[start] + LINE_CHARS + 1) - 1
    return ends[end] - ends[upper] - 1 <= LINE_CHARS


def _inner_cost(before: Word, after: Word) -> float:
    """What it costs to keep two neighbours in one cue."""
    pause = _INNER_PAUSE_COST if after.start_ms - before.end_ms > PAUSE_MS else 0.0
    return pause + (_INNER_SENTENCE_COST if _SENTENCE_END.search(before.text) else 0.0)


def _time_cost(words: Sequence[Word], ends: Sequence[int], start: int, end: int) -> float:
    """What a cue costs that is shown too briefly, or is too long to be read in its time."""
    until = words[end - 1].end_ms + PAUSE_MS
    if end < len(words):
        until = min(until, words[end].start_ms - GAP_MS)
    shown_ms = max(1, until - words[start].start_ms)
    chars = ends[end] - ends[start] - 1
    hurry = max(0.0, chars * 1000 / shown_ms - READING_CPS)
    return min(20.0, 0.5 * hurry) + 8.0 * max(0.0, 1 - shown_ms / MIN_MS)
