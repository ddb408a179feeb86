"""Looks for captions that are hard to read, and says why where speech leaves no choice."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, product

from lecture_assets.timeline import Span, clock, span
from lecture_assets.transcript.captions import Cue
from lecture_assets.transcript.cues import (
    ASIDE_MS,
    LINE_CHARS,
    MAX_MS,
    MIN_MS,
    PAUSE_MS,
    READING_CPS,
)
from lecture_assets.transcript.models import Word
from lecture_assets.transcript.scripts import columns
from lecture_assets.transcript.timing import Shown, spoken

_RUN = 6

RULES = {
    "lines": f"at most two lines of {LINE_CHARS} characters",
    "time": f"shown for {MIN_MS / 1000:g} to {MAX_MS / 1000:g} s",
    "speed": f"at most {READING_CPS:g} characters a second",
    "distance": "two frames between cues, never an overlap",
    "silence": f"at most {PAUSE_MS / 1000:g} s of a silence",
    "words": f"within {ASIDE_MS / 1000:g} s of its words",
}
"""What captions have to keep to, by name."""


@dataclass(frozen=True)
class Breach:
    """A cue that does not keep to a rule.

    Attributes:
        rule: The rule's name.
        cue: The cue.
        by: How far it is off, the greater the worse; comparable within one rule.
        measured: What is off, in words.
        why: What left no choice, or None where it is a fault.
    """

    rule: str
    cue: Cue
    by: float
    measured: str
    why: str | None = None

    def __str__(self) -> str:
        """Say what is off, where, and why."""
        reason = f", since {self.why}" if self.why else ""
        return f"{clock(self.cue.start_ms)} “{' '.join(self.cue.lines)}” {self.measured}{reason}"


def breaches(
    captions: Sequence[tuple[Cue, Sequence[Word]]],
    silences: Sequence[Span],
    gap_ms: int,
    whole_ms: int | None = None,
) -> list[Breach]:
    """Find every cue that does not keep to a rule.

    Args:
        captions: Cues in order with the words that each holds, as ``captioned`` gives them.
        silences: In order, on the clock of the cues.
        gap_ms: Least distance between two cues.
        whole_ms: Length of what they belong to, after which none can be shown.
    """
    cues = [cue for cue, _ in captions]
    shown = [_as_shown(cue, words) for cue, words in captions]
    found = [breach for cue in cues for breach in _lines(cue)]
    for before, after in pairwise(cues):
        distance = after.start_ms - before.end_ms
        if distance < gap_ms:
            found.append(Breach("distance", after, gap_ms - distance, f"comes after {distance} ms"))
    for index, cue in enumerate(cues):
        crowded = partial(_crowded, shown, index, gap_ms, whole_ms)
        found += _time(cue, crowded)
        found += _silence(cue, captions[index][1], silences)
        found += _beside(cue, captions[index][1], crowded)
    return found


def _as_shown(cue: Cue, words: Sequence[Word]) -> Shown:
    """Take a cue with those of its words, between two pauses, that are spoken meanwhile."""
    runs = [[words[0]]]
    until_ms = words[0].end_ms
    for word in words[1:]:
        if word.start_ms - until_ms > PAUSE_MS:
            runs.append([])
        runs[-1].append(word)
        until_ms = max(until_ms, word.end_ms)
    shown = [spoken(words, run) for run in runs]
    best = max(shown, key=lambda each: span(each.from_ms, each.until_ms).overlap_ms(cue))
    best.width = columns(" ".join(cue.lines))
    best.start_ms, best.end_ms = cue.start_ms, cue.end_ms
    return best


def _lines(cue: Cue) -> list[Breach]:
    found = []
    if len(cue.lines) > 2:
        found.append(Breach("lines", cue, len(cue.lines), f"has {len(cue.lines)} lines"))
    widest = max(map(columns, cue.lines))
    if widest > LINE_CHARS:
        found.append(Breach("lines", cue, widest, f"has a line of {widest} characters"))
    return found


def _time(cue: Cue, crowded: Callable[[], str | None]) -> list[Breach]:
    found = []
    shown_ms = cue.duration_ms
    if not MIN_MS <= shown_ms <= MAX_MS:
        off = max(MIN_MS - shown_ms, shown_ms - MAX_MS)
        why = crowded() if shown_ms < MIN_MS else None
        found.append(Breach("time", cue, off, f"is shown for {shown_ms / 1000:.2f} s", why))
    speed = columns(" ".join(cue.lines)) * 1000 / max(1, shown_ms)
    if speed > READING_CPS:
        measured = f"has {speed:.1f} characters a second"
        found.append(Breach("speed", cue, speed, measured, crowded()))
    return found


def _crowded(spoken: Sequence[Shown], index: int, gap_ms: int, whole_ms: int | None) -> str | None:
    """Say how speech leaves no time for a cue and its neighbours that have none to spare."""
    starts, ends = [index], [index]
    while starts[-1] and len(starts) < _RUN and not spoken[starts[-1] - 1].spare_ms:
        starts.append(starts[-1] - 1)
    while ends[-1] + 1 < len(spoken) and len(ends) < _RUN and not spoken[ends[-1] + 1].spare_ms:
        ends.append(ends[-1] + 1)
    for start, end in product(starts, ends):
        run = spoken[start : end + 1]
        has_ms = _room_ms(spoken, start, end, gap_ms, whole_ms)
        if sum(each.needs_ms for each in run) > has_ms:
            speed = sum(each.width for each in run) * 1000 / max(1, has_ms)
            return (
                f"its words and the pauses around them last {has_ms / 1000:.1f} s, "
                f"which is {speed:.1f} characters a second"
            )
    return None


def _room_ms(
    spoken: Sequence[Shown], start: int, end: int, gap_ms: int, whole_ms: int | None
) -> int:
    """How long the rules allow some cues that follow one another to be shown together."""
    early = max(0, spoken[start].from_ms - PAUSE_MS)
    if start:
        early = max(early, spoken[start - 1].until_ms + gap_ms)
    late = spoken[end].until_ms + PAUSE_MS
    if end + 1 < len(spoken):
        late = min(late, spoken[end + 1].from_ms - gap_ms)
    elif whole_ms is not None:
        late = min(late, whole_ms)
    return max(0, late - early - gap_ms * (end - start))


def _silence(cue: Cue, words: Sequence[Word], silences: Sequence[Span]) -> list[Breach]:
    found = []
    first = bisect_right(silences, cue.start_ms, key=lambda each: each.end_ms)
    end = bisect_left(silences, cue.end_ms, key=lambda each: each.start_ms)
    for silence in silences[first:end]:
        inside = silence.overlap_ms(cue)
        if inside > PAUSE_MS:
            measured = f"is in a silence for {inside / 1000:.2f} s"
            found.append(Breach("silence", cue, inside, measured, _heard(words, silence)))
    return found


def _beside(cue: Cue, words: Sequence[Word], crowded: Callable[[], str | None]) -> list[Breach]:
    off_ms = max(max(cue.start_ms - w.end_ms, w.start_ms - cue.end_ms) for w in words)
    if off_ms <= ASIDE_MS:
        return []
    measured = f"is {off_ms / 1000:.2f} s from one of its words"
    return [Breach("words", cue, off_ms, measured, crowded())]


def _heard(words: Sequence[Word], silence: Span) -> str | None:
    """Say why a cue is in a silence for longer than it should be."""
    within = range(silence.start_ms + 1, silence.end_ms)
    if any(word.start_ms in within or word.end_ms in within for word in words):
        return "the recogniser heard a word there"
    return None
