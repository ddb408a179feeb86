"""Decides when each caption comes and goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lecture_assets.transcript.cues import ASIDE_MS, MAX_MS, MIN_MS, PAUSE_MS, READING_CPS
from lecture_assets.transcript.models import Word
from lecture_assets.transcript.scripts import columns, joined

_LINGER_MS = 250
_LEAD_MS = 250
_LATE_MS = 300
_BLANK_MS = 500
_LEAST_MS = 40
_CHAIN = 4
_ROUNDS = 3


@dataclass
class Shown:
    """One caption on its way to its times.

    Attributes:
        from_ms: When the first word starts that is spoken while it is shown.
        until_ms: When the last such word ends.
        width: How many characters there are to read.
        late_ms: How long before that its first word of all starts, which is shown late.
        early_ms: How long after that its last word of all ends, which is shown early.
        start_ms: When it comes.
        end_ms: When it goes.
    """

    from_ms: int
    until_ms: int
    width: int
    late_ms: int = 0
    early_ms: int = 0
    start_ms: int = 0
    end_ms: int = 0

    @property
    def comes_ms(self) -> int:
        """When it comes if nothing is in its way."""
        return self.from_ms - min(PAUSE_MS, self.late_ms)

    @property
    def latest_start_ms(self) -> int:
        """When it comes at the latest."""
        return max(self.comes_ms, self.from_ms + min(_LATE_MS, ASIDE_MS - self.late_ms))

    @property
    def earliest_end_ms(self) -> int:
        """When it goes at the earliest."""
        return self.until_ms + min(PAUSE_MS, max(0, self.early_ms - ASIDE_MS))

    @property
    def needs_ms(self) -> int:
        """How long it takes to be read, within what a cue may last."""
        reading = -int(-self.width * 1000 // READING_CPS)
        return min(MAX_MS, max(MIN_MS, reading))

    @property
    def lacks_ms(self) -> int:
        """How much longer it had to be shown."""
        return max(0, self.needs_ms - (self.end_ms - self.start_ms))

    @property
    def spare_ms(self) -> int:
        """How much less would do."""
        return max(0, self.end_ms - self.start_ms - self.needs_ms)


def spoken(words: Sequence[Word], meanwhile: Sequence[Word]) -> Shown:
    """Take words as a caption on its way to its times.

    Args:
        words: All of its words, in order.
        meanwhile: Those that are spoken while it is shown.
    """
    from_ms, until_ms = meanwhile[0].start_ms, max(word.end_ms for word in meanwhile)
    return Shown(
        from_ms=from_ms,
        until_ms=until_ms,
        width=columns(joined([word.text for word in words])),
        late_ms=from_ms - words[0].start_ms,
        early_ms=max(word.end_ms for word in words) - until_ms,
    )


def set_times(shown: Sequence[Shown], gap_ms: int, whole_ms: int | None = None) -> None:
    """Set when captions come and go, from when their words are spoken.

    A caption comes with its first word and goes soon after its last; where some of its words are
    spoken beyond a pause, it reaches half a second into that. Blanks of less than half a
    second are closed, since they flicker. One that could not be read in its time takes some: first
    from the silence after it, then from the silence before it, then from its neighbours where those
    have more than they need, such that it comes at most 500 ms early and goes at most 300 ms late.

    Args:
        shown: In order of their words.
        gap_ms: Least distance between two.
        whole_ms: Length of what they belong to, which the last one does not exceed.
    """
    last_ms = shown[-1].until_ms + PAUSE_MS if shown else 0
    if whole_ms is not None:
        last_ms = whole_ms
    following = [*(each.comes_ms - gap_ms for each in shown[1:]), last_ms]
    for each, limit_ms in zip(shown, following, strict=False):
        each.start_ms = each.comes_ms
        wanted = max(each.until_ms + max(_LINGER_MS, each.early_ms), each.start_ms + each.needs_ms)
        each.end_ms = min(wanted, each.until_ms + PAUSE_MS, limit_ms, each.start_ms + MAX_MS)
        each.end_ms = max(each.end_ms, each.start_ms)
    for index, each in enumerate(shown):
        _lead(shown, index, each.lacks_ms, gap_ms)
        if index + 1 < len(shown):
            _close(each, shown[index + 1], gap_ms)
    for each, after in list(pairwise(shown)) * _ROUNDS:
        _share(each, after, gap_ms)
    for each, after in pairwise(shown):
        _linger(each, after.start_ms - gap_ms)
    free_ms = 0
    for each in shown:
        each.start_ms = max(each.start_ms, free_ms)
        each.end_ms = min(max(each.end_ms, each.start_ms + _LEAST_MS), each.start_ms + MAX_MS)
        free_ms = each.end_ms + gap_ms


def _lead(shown: Sequence[Shown], index: int, by_ms: int, gap_ms: int) -> None:
    """Let a caption come earlier; those before it come and go sooner where that harms none."""
    each = shown[index]
    each.start_ms -= min(by_ms, _lead_room(shown, index, gap_ms, _CHAIN))
    if index and shown[index - 1].end_ms > each.start_ms - gap_ms:
        before = shown[index - 1]
        before.end_ms = each.start_ms - gap_ms
        if before.lacks_ms:
            _lead(shown, index - 1, before.lacks_ms, gap_ms)


def _lead_room(shown: Sequence[Shown], index: int, gap_ms: int, chain: int) -> int:
    """How much earlier a caption may come."""
    each = shown[index]
    blank_ms = each.start_ms
    if index:
        blank_ms -= shown[index - 1].end_ms + gap_ms
        if chain:
            blank_ms += _room(shown, index - 1, gap_ms, chain - 1)
    return max(0, min(blank_ms, each.start_ms - each.from_ms + PAUSE_MS))


def _room(shown: Sequence[Shown], index: int, gap_ms: int, chain: int) -> int:
    """How much sooner a caption may go: not before its last word, and with enough time."""
    each = shown[index]
    given_ms = each.spare_ms + (0 if each.lacks_ms else _lead_room(shown, index, gap_ms, chain))
    return max(0, min(each.end_ms - each.earliest_end_ms, given_ms))


def _close(each: Shown, following: Shown, gap_ms: int) -> None:
    """Leave no blank between two captions that only flickers."""
    if following.start_ms - gap_ms - each.end_ms >= _BLANK_MS:
        return
    latest = min(each.until_ms + PAUSE_MS, each.start_ms + MAX_MS, following.start_ms - gap_ms)
    end_ms = max(each.end_ms, latest)
    start_ms = max(end_ms + gap_ms, following.from_ms - _LEAD_MS)
    if start_ms - gap_ms - end_ms <= 0:
        each.end_ms = end_ms
        following.start_ms = min(following.start_ms, start_ms)


def _share(each: Shown, following: Shown, gap_ms: int) -> None:
    """Give a caption what its neighbour can spare; what both lack they share by their lengths."""
    if following.start_ms - gap_ms > each.end_ms or not each.lacks_ms + following.lacks_ms:
        return
    both_ms = following.end_ms - each.start_ms - gap_ms
    over_ms = both_ms - each.needs_ms - following.needs_ms
    if over_ms >= 0:
        mine_ms = min(max(each.end_ms - each.start_ms, each.needs_ms), each.needs_ms + over_ms)
    elif each.lacks_ms and following.lacks_ms:
        mine_ms = both_ms * each.needs_ms // (each.needs_ms + following.needs_ms)
    else:
        mine_ms = both_ms - following.needs_ms if each.lacks_ms else each.needs_ms
    # It neither goes before its last word ends, nor far into the words of the next one.
    earliest = max(min(each.end_ms, each.earliest_end_ms), following.from_ms - PAUSE_MS - gap_ms)
    earliest = max(earliest, following.end_ms - MAX_MS - gap_ms)
    latest = min(each.until_ms + PAUSE_MS, following.latest_start_ms - gap_ms)
    latest = min(latest, each.start_ms + MAX_MS)
    if earliest <= latest:
        each.end_ms = min(max(each.start_ms + mine_ms, earliest), latest)
        following.start_ms = each.end_ms + gap_ms


def _linger(each: Shown, limit_ms: int) -> None:
    """Let a caption that came late stay longer, where a silence follows it."""
    wanted = min(each.start_ms + each.needs_ms, each.until_ms + PAUSE_MS, limit_ms)
    each.end_ms = max(each.end_ms, wanted)
