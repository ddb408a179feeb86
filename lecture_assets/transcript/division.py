"""Decides where a caption ends: the cheapest way through the words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from lecture_assets.transcript.cues import (
    ASIDE_MS,
    GAP_MS,
    LINE_CHARS,
    MAX_MS,
    MIN_MS,
    PAUSE_MS,
    READING_CPS,
    break_cost,
    ends_sentence,
)
from lecture_assets.transcript.models import Word
from lecture_assets.transcript.scripts import columns, spaced

_CUE_COST, _INNER_SENTENCE_COST, _BRIEF_COST = 6.0, 3.0, 10.0
_SCRAP_COST, _SCRAP_CHARS = 5.0, 16
_HURRY_COST, _MOST_HURRY_COST = 0.6, 24.0
# A word is not shown beside its time where that costs the time to read.
_ASIDE_SECOND_COST, _ASIDE_HURRY_COST = 1.0, 12.0
_DWELL_MS = 1_000
_IMPOSSIBLE = float("inf")


@dataclass(frozen=True)
class Group:
    """Words that share a caption.

    Attributes:
        words: In order.
        first: Index of the first one that is spoken while they are shown.
        end: Index after the last such one.
    """

    words: list[Word]
    first: int
    end: int

    @property
    def meanwhile(self) -> list[Word]:
        """Those that are spoken while they are shown; a pause divides the others from them."""
        return self.words[self.first : self.end]


def group(words: Sequence[Word]) -> list[Group]:
    """Divide words into cues of at most two lines, by dynamic programming over all divisions.

    No cue is held over a longer pause. A few words between two pauses, too short for a cue, are
    shown with what they lean on: shortly before they are spoken, or after.

    Args:
        words: As ``readable`` returns them.
    """
    return _Division(words).cheapest() if words else []


class _Division:
    """What each way of dividing words into cues costs.

    Everything about two neighbours is worked out once: ``_pauses[k]``, ``_syntax[k]`` and
    ``_blanks[k]`` are about words ``k`` and ``k + 1``.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        pairs = list(pairwise(words))
        self._until = list(accumulate((word.end_ms for word in words), max))
        self._pauses = [
            word.start_ms - until_ms for until_ms, word in zip(self._until, words[1:], strict=False)
        ]
        self._syntax = [break_cost(a.text, b.text) for a, b in pairs]
        self._blanks = [int(spaced(a.text, b.text)) for a, b in pairs]
        self._ends_sentence = [ends_sentence(word.text) for word in words]
        # _upto[k] is the width of the first k words, each with the blank that follows it.
        widths = [columns(w.text) + b for w, b in zip(words, [*self._blanks, 0], strict=True)]
        self._upto = [0, *accumulate(widths)]

    def cheapest(self) -> list[Group]:
        best, came_from = [0.0], [(0, 0, 0)]
        for end in range(1, len(self._words) + 1):
            cost, origin = _IMPOSSIBLE, (0, 0, 0)
            inner = 0.0
            for start in range(end - 1, -1, -1):
                if start < end - 1:
                    inner += self._inner_cost(start)
                own, first, last = self._cue(start, end)
                if own == _IMPOSSIBLE:
                    break
                if best[start] + inner + own < cost:
                    cost, origin = best[start] + inner + own, (start, first, last)
            best.append(cost)
            came_from.append(origin)
        cues: list[Group] = []
        end = len(self._words)
        while end:
            start, first, last = came_from[end]
            cues.append(Group(list(self._words[start:end]), first - start, last - start))
            end = start
        return cues[::-1]

    def _cue(self, start: int, end: int) -> tuple[float, int, int]:
        """What words ``start`` to ``end`` (exclusive) cost as a cue, and the run it is shown with.

        Impossible ones are so with more words before them, too.
        """
        lines = self._line_cost(start, end)
        timed, first, last = min(self._runs(start, end), default=(_IMPOSSIBLE, 0, 0))
        cost = _CUE_COST + 0.3 * lines + self._scrap_cost(start, end) + timed
        if end < len(self._words):
            pause = min(_DWELL_MS, max(0, self._pauses[end - 1]))
            cost += self._syntax[end - 1] * (1 - 0.5 * pause / _DWELL_MS)
        return cost, first, last

    def _width(self, start: int, end: int) -> int:
        blank = self._blanks[end - 1] if end < len(self._words) else 0
        return self._upto[end] - self._upto[start] - blank

    def _line_cost(self, start: int, end: int) -> float:
        """Cost of the best line break; 0 where one line is enough."""
        if self._width(start, end) <= LINE_CHARS:
            return 0.0
        best = _IMPOSSIBLE
        for at in range(end - 1, start, -1):
            if self._width(at, end) > LINE_CHARS:
                break
            if self._width(start, at) <= LINE_CHARS:
                best = min(best, self._syntax[at - 1])
        return best

    def _inner_cost(self, at: int) -> float:
        """What it costs to keep words ``at`` and ``at + 1`` in one cue."""
        cost = _INNER_SENTENCE_COST if self._ends_sentence[at] else 0.0
        return cost * (1 + min(1.0, max(0, self._pauses[at]) / PAUSE_MS))

    def _scrap_cost(self, start: int, end: int) -> float:
        """What a few words cost that are no sentence: they flicker by."""
        whole = self._ends_sentence[end - 1] and (start == 0 or self._ends_sentence[start - 1])
        missing = max(0, _SCRAP_CHARS - self._width(start, end)) / _SCRAP_CHARS
        return 0.0 if whole else _SCRAP_COST * missing

    def _runs(self, start: int, end: int) -> Iterator[tuple[float, int, int]]:
        """What it costs to show a cue with one of its runs of words between pauses, for each."""
        words, until = self._words, self._until
        pauses = [at + 1 for at in range(start, end - 1) if self._pauses[at] > PAUSE_MS]
        for first, last in pairwise([start, *pauses, end]):
            if until[last - 1] - words[first].start_ms > MAX_MS and end - start > 1:
                continue
            late_ms = words[first].start_ms - PAUSE_MS - words[start].start_ms
            early_ms = until[end - 1] - until[last - 1] - PAUSE_MS
            if max(late_ms, early_ms) <= ASIDE_MS:
                aside_ms = max(0, late_ms) + max(0, early_ms)
                cost = self._time_cost(start, end, first, last)
                yield cost + _ASIDE_SECOND_COST * aside_ms / 1000, first, last

    def _time_cost(self, start: int, end: int, first: int, last: int) -> float:
        """What a cue costs that is shown too briefly, or is too long to be read in its time."""
        words = self._words
        before = self._pauses[first - 1] if first else words[0].start_ms + GAP_MS
        after = self._pauses[last - 1] if last < len(words) else PAUSE_MS + GAP_MS
        early = min(PAUSE_MS, max(0, before - GAP_MS) // (1 if first > start else 2))
        late = min(PAUSE_MS, after - GAP_MS)
        shown_ms = max(1, self._until[last - 1] + late - words[first].start_ms + early)
        hurry = max(0.0, self._width(start, end) * 1000 / shown_ms - READING_CPS)
        price = _HURRY_COST if last - first == end - start else _ASIDE_HURRY_COST
        brief = max(0.0, 1 - shown_ms / MIN_MS)
        return min(_MOST_HURRY_COST, price * hurry) + _BRIEF_COST * brief
