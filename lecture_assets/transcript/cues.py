"""Decides where a caption ends, and where its line breaks: the cheapest way through the words."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from lecture_assets.transcript.models import Word
from lecture_assets.transcript.scripts import clean, columns, joined, pieces, spaced

LINE_CHARS = 42
"""Most characters of a line; full-width ones count twice."""

READING_CPS = 17.0
"""Characters a second that are read with ease."""

MIN_MS, MAX_MS = 1_000, 7_000
"""How long a cue is shown."""

GAP_MS = 84
"""Least distance between two cues: two frames at 23.976 a second, the slowest usual rate."""

PAUSE_MS = 500
"""How far a cue reaches into a silence at its ends."""

BRIDGE_MS = 1_000
"""A cue is held over pauses within a phrase up to this long; a longer one always ends it."""

_SENTENCE_END = re.compile(r"[.!?…。！？؟।։][\"'”’»)\]」』）]*$")  # noqa: RUF001 - spoken languages differ
_CLAUSE_END = re.compile(r"[,;:–—、，；：،؛][\"'”’»)\]」』）]*$")  # noqa: RUF001
_OPENERS = ["and", "but", "or", "so", "because", "that", "which", "who", "when", "where", "while"]
_OPENERS += ["if", "since", "although", "though", "then", "than", "after", "before", "until", "as"]
_LINKS = ["of", "in", "on", "at", "to", "from", "for", "with", "by", "into", "about", "between"]
_LEANING = ["the", "a", "an", "my", "your", "his", "her", "its", "our", "their", "this", "very"]
_LEANING += ["i", "we", "you", "he", "she", "they", "is", "are", "was", "were", "not", "no"]
_LEANING += ["and", "but", "or", "that", "which", "if", "because", "will", "would", "can", "could"]

_CUE_COST, _INNER_SENTENCE_COST, _SCRAP_COST = 3.0, 2.0, 5.0
_SCRAP_CHARS = 16
_HURRY_COST, _MOST_HURRY_COST, _BRIEF_COST = 0.6, 24.0, 10.0


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


def group(words: Sequence[Word]) -> list[list[Word]]:
    """Divide words into cues of at most two lines, by dynamic programming over all divisions.

    Args:
        words: As ``readable`` returns them.
    """
    return _Division(words).cheapest() if words else []


class _Division:
    """What each way of dividing words into cues costs.

    Everything about two neighbours is worked out once: ``_pauses[k]``, ``_breaks[k]`` and
    ``_blanks[k]`` are about words ``k`` and ``k + 1``.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        pairs = list(pairwise(words))
        self._pauses = [b.start_ms - a.end_ms for a, b in pairs]
        self._syntax = [break_cost(a.text, b.text) for a, b in pairs]
        self._blanks = [int(spaced(a.text, b.text)) for a, b in pairs]
        self._ends_sentence = [bool(_SENTENCE_END.search(word.text)) for word in words]
        # _upto[k] is the width of the first k words, each with the blank that follows it.
        widths = [columns(w.text) + b for w, b in zip(words, [*self._blanks, 0], strict=True)]
        self._upto = [0, *accumulate(widths)]

    def cheapest(self) -> list[list[Word]]:
        count = len(self._words)
        best, came_from = [0.0], [0]
        for end in range(1, count + 1):
            cost, origin = float("inf"), end - 1
            inner = 0.0
            for start in range(end - 1, -1, -1):
                if start < end - 1:
                    if not self._fits(start, end):
                        break
                    inner += self._inner_cost(start)
                whole = best[start] + inner + self._cost(start, end)
                if whole < cost:
                    cost, origin = whole, start
            best.append(cost)
            came_from.append(origin)
        cues: list[list[Word]] = []
        end = count
        while end:
            cues.append(list(self._words[came_from[end] : end]))
            end = came_from[end]
        return cues[::-1]

    def _width(self, start: int, end: int) -> int:
        blank = self._blanks[end - 1] if end < len(self._words) else 0
        return self._upto[end] - self._upto[start] - blank

    def _fits(self, start: int, end: int) -> bool:
        """Whether words ``start`` to ``end`` (exclusive) may share a cue with the two first."""
        if self._words[end - 1].end_ms - self._words[start].start_ms > MAX_MS:
            return False
        if self._pauses[start] > BRIDGE_MS:
            return False
        if self._width(start, end) <= LINE_CHARS:
            return True
        return self._line_cost(start, end) < float("inf")

    def _line_cost(self, start: int, end: int) -> float:
        """Cost of the best line break; 0 where one line is enough."""
        if self._width(start, end) <= LINE_CHARS:
            return 0.0
        best = float("inf")
        for at in range(end - 1, start, -1):
            if self._width(at, end) > LINE_CHARS:
                break
            if self._width(start, at) <= LINE_CHARS:
                best = min(best, self._syntax[at - 1])
        return best

    def _inner_cost(self, at: int) -> float:
        """What it costs to keep words ``at`` and ``at + 1`` in one cue."""
        pause = self._pauses[at]
        cost = _INNER_SENTENCE_COST if self._ends_sentence[at] else 0.0
        if pause <= PAUSE_MS:
            return cost * (1 + max(0, pause) / PAUSE_MS)
        return 2 * cost + 2.0 + 4.0 * (pause - PAUSE_MS) / (BRIDGE_MS - PAUSE_MS)

    def _cost(self, start: int, end: int) -> float:
        """What it costs to show words ``start`` to ``end`` (exclusive) as a cue of their own."""
        cost = _CUE_COST + 0.3 * self._line_cost(start, end)
        if end < len(self._words):
            pause = min(BRIDGE_MS, max(0, self._pauses[end - 1]))
            cost += self._syntax[end - 1] * (1 - 0.5 * pause / BRIDGE_MS)
        return cost + self._scrap_cost(start, end) + self._time_cost(start, end)

    def _scrap_cost(self, start: int, end: int) -> float:
        """What a few words cost that are no sentence: they flicker by."""
        whole = self._ends_sentence[end - 1] and (start == 0 or self._ends_sentence[start - 1])
        missing = max(0, _SCRAP_CHARS - self._width(start, end)) / _SCRAP_CHARS
        return 0.0 if whole else _SCRAP_COST * missing

    def _time_cost(self, start: int, end: int) -> float:
        """What a cue costs that is shown too briefly, or is too long to be read in its time."""
        words = self._words
        before = self._pauses[start - 1] if start else words[0].start_ms + GAP_MS
        after = self._pauses[end - 1] if end < len(words) else PAUSE_MS + GAP_MS
        early = min(PAUSE_MS, max(0, before - GAP_MS) // 2)
        late = min(PAUSE_MS, after - GAP_MS)
        shown_ms = max(1, words[end - 1].end_ms + late - words[start].start_ms + early)
        hurry = max(0.0, self._width(start, end) * 1000 / shown_ms - READING_CPS)
        brief = max(0.0, 1 - shown_ms / MIN_MS)
        return min(_MOST_HURRY_COST, _HURRY_COST * hurry) + _BRIEF_COST * brief
