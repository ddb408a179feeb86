"""Where a clip may begin and end: at a sentence's edge that lies in a silence."""

from bisect import bisect_left
from collections.abc import Sequence

from lecture_assets.highlights.builds import first_change, inside_build, last_change
from lecture_assets.highlights.pauses import touching
from lecture_assets.timeline import Span
from lecture_assets.transcript.sentences import Sentence

_TOLERANCE_MS = 300
"""How far a recogniser's word times may be off."""
_REACH_MS = 2_500
"""How far from the words a silence still adjoins them; sound in between goes into the clip."""
_ROOM_BEFORE_MS, _ROOM_AFTER_MS = 250, 350


class Edges:
    """The instants at which clips may start and end, by sentence.

    Where a slide changes within the silence, the clip is cut there, so that it shows no moment of
    another slide; none is cut between two changes that are less than two seconds away.

    Silences are given merged, in order of time.

    Attributes:
        starts: For each sentence the instant to start at, or None where no silence adjoins it.
        ends: The same for ends.
        changes: When the picture changes, in order.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        silences: Sequence[Span],
        duration_ms: int,
        changes: Sequence[int] = (),
        words: Sequence[Span] = (),
    ) -> None:
        # A word is in a clip if its middle is, however far off its times are.
        middles = sorted((word.start_ms + word.end_ms) // 2 for word in words)
        befores = [None, *sentences][: len(sentences)]
        afters = [*sentences[1:], None][: len(sentences)]
        self.changes = changes
        self.starts = [
            _start(sentence, before, silences, changes, middles)
            for sentence, before in zip(sentences, befores, strict=True)
        ]
        self.ends = [
            _end(sentence, after, silences, duration_ms, changes, middles)
            for sentence, after in zip(sentences, afters, strict=True)
        ]
        for here in range(len(sentences) - 1):
            self._share_silence(here, silences)
        self.starts = [self._outside_builds(at_ms) for at_ms in self.starts]
        self.ends = [self._outside_builds(at_ms) for at_ms in self.ends]

    def _share_silence(self, here: int, silences: Sequence[Span]) -> None:
        """Part the breaths of neighbours in a short silence, so that both may become clips."""
        start_ms, end_ms = self.starts[here + 1], self.ends[here]
        if start_ms is None or end_ms is None or end_ms <= start_ms:
            return
        if not any(each.contains(end_ms) for each in touching(silences, start_ms, start_ms)):
            return
        middle_ms = (start_ms + end_ms) // 2
        at_ms = first_change(self.changes, start_ms, end_ms + 1) or middle_ms
        self.starts[here + 1] = self.ends[here] = at_ms

    def _outside_builds(self, at_ms: int | None) -> int | None:
        return None if at_ms is None or inside_build(at_ms, self.changes) else at_ms


def _last_before(middles: Sequence[int], at_ms: int) -> int:
    before = bisect_left(middles, at_ms)
    return middles[before - 1] + 1 if before else 0


def _first_after(middles: Sequence[int], at_ms: int, otherwise_ms: int) -> int:
    at = bisect_left(middles, at_ms)
    return min(middles[at], otherwise_ms) if at < len(middles) else otherwise_ms


def _start(
    sentence: Sentence,
    before: Sentence | None,
    quiet: Sequence[Span],
    changes: Sequence[int],
    middles: Sequence[int],
) -> int | None:
    """A breath before the sentence, within the silence that ends nearest to its first word."""
    earliest_ms = _last_before(middles, sentence.start_ms)
    low = 0 if before is None else before.end_ms - _TOLERANCE_MS
    low = max(low, sentence.start_ms - _REACH_MS, earliest_ms)
    high = sentence.start_ms + _TOLERANCE_MS
    high = _first_after(middles, sentence.start_ms, high)
    near = touching(quiet, low, high)
    if near:
        silence = min(near, key=lambda each: abs(min(each.end_ms, high) - sentence.start_ms))
        onset = min(silence.end_ms, high)
        wanted = min(onset - _ROOM_BEFORE_MS, sentence.start_ms)
        at_ms = max(silence.start_ms, wanted, earliest_ms)
        return last_change(changes, at_ms, min(onset, sentence.start_ms)) or at_ms
    return 0 if before is None and sentence.start_ms <= _REACH_MS else None


def _end(
    sentence: Sentence,
    after: Sentence | None,
    quiet: Sequence[Span],
    duration_ms: int,
    changes: Sequence[int],
    middles: Sequence[int],
) -> int | None:
    """A breath after the sentence, within the silence that begins nearest to its last word."""
    last_ms = _last_before(middles, after.start_ms if after else sentence.end_ms + 1)
    low = max(sentence.end_ms - _TOLERANCE_MS, last_ms)
    high, latest_ms = sentence.end_ms + _REACH_MS, duration_ms
    if after is not None:
        latest_ms = _first_after(middles, after.start_ms, duration_ms)
        high = min(high, after.start_ms + _TOLERANCE_MS, latest_ms)
    near = touching(quiet, low, high)
    if near:
        silence = min(near, key=lambda each: abs(max(each.start_ms, low) - sentence.end_ms))
        offset = max(silence.start_ms, low)
        at_ms = min(silence.end_ms, offset + _ROOM_AFTER_MS, latest_ms)
        return first_change(changes, max(offset, sentence.end_ms), at_ms) or at_ms
    is_last = after is None and latest_ms - sentence.end_ms <= _REACH_MS
    return latest_ms if is_last else None
