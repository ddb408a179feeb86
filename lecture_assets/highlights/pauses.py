"""What of a clip remains after its long pauses are shortened."""

from bisect import bisect_left
from collections.abc import Sequence

from lecture_assets.options import HighlightOptions
from lecture_assets.timeline import Span, clamp, gaps, span


def kept(whole: Span, silences: Sequence[Span], options: HighlightOptions) -> list[Span]:
    """Take the middle out of every silence longer than ``max_pause_ms``.

    Args:
        whole: The clip on the lecture's clock.
        silences: Silent stretches of the lecture, merged, in order of time.
        options: ``max_pause_ms``, and ``pause_left_ms``, which stays, half on either side.

    Returns:
        What remains, in order; the first start and the last end are those of ``whole``.
    """
    longest = max(options.max_pause_ms, options.pause_left_ms)
    left = max(2, options.pause_left_ms)
    cuts = [
        span(silence.start_ms + left // 2, silence.end_ms - (left - left // 2))
        for silence in clamp(touching(silences, whole.start_ms, whole.end_ms), whole)
        if silence.duration_ms > max(longest, left)
    ]
    return gaps(cuts, whole)


def touching(silences: Sequence[Span], low_ms: int, high_ms: int) -> Sequence[Span]:
    """Silences, of merged ones in order, that share an instant with ``low_ms`` to ``high_ms``."""
    first = bisect_left(silences, low_ms, key=lambda silence: silence.end_ms)
    last = bisect_left(silences, high_ms + 1, key=lambda silence: silence.start_ms)
    return silences[first:last]
