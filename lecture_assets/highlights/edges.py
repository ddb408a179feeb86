"""Where a clip may begin and end: at a sentence's edge that lies in a silence."""

from collections.abc import Sequence

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

    Silences are given merged, in order of time.

    Attributes:
        starts: For each sentence the instant to start at, or None where no silence adjoins it.
        ends: The same for ends.
    """

    def __init__(
        self, sentences: Sequence[Sentence], silences: Sequence[Span], duration_ms: int
    ) -> None:
        befores = [None, *sentences][: len(sentences)]
        afters = [*sentences[1:], None][: len(sentences)]
        self.starts = [
            _start(sentence, before, silences)
            for sentence, before in zip(sentences, befores, strict=True)
        ]
        self.ends = [
            _end(sentence, after, silences, duration_ms)
            for sentence, after in zip(sentences, afters, strict=True)
        ]


def _start(sentence: Sentence, before: Sentence | None, quiet: Sequence[Span]) -> int | None:
    """A breath before the sentence, within the last silence that adjoins it."""
    low = 0 if before is None else before.end_ms - _TOLERANCE_MS
    low = max(low, sentence.start_ms - _REACH_MS)
    high = sentence.start_ms + _TOLERANCE_MS
    near = touching(quiet, low, high)
    if near:
        silence = near[-1]
        onset = min(silence.end_ms, high)
        wanted = min(onset - _ROOM_BEFORE_MS, sentence.start_ms)
        return max(silence.start_ms, wanted, 0)
    return 0 if before is None and sentence.start_ms <= _REACH_MS else None


def _end(
    sentence: Sentence, after: Sentence | None, quiet: Sequence[Span], duration_ms: int
) -> int | None:
    """A breath after the sentence, within the first silence that adjoins it."""
    low = sentence.end_ms - _TOLERANCE_MS
    high = sentence.end_ms + _REACH_MS
    if after is not None:
        high = min(high, after.start_ms + _TOLERANCE_MS)
    near = touching(quiet, low, high)
    if near:
        silence = near[0]
        offset = max(silence.start_ms, low)
        return min(silence.end_ms, offset + _ROOM_AFTER_MS, duration_ms)
    is_last = after is None and duration_ms - sentence.end_ms <= _REACH_MS
    return duration_ms if is_last else None
