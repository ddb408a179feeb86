"""When the picture of a slide changes, and where a clip must not be cut because of that."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from lecture_assets.layout.models import Layout

_NEAR_MS = 2_000


def changes_of(layout: Layout) -> list[int]:
    """Return the instants at which a slide appears or something is added to one, in order.

    The first slide does not count: nothing changes where the recording begins.
    """
    appearing = {slide.start_ms for slide in layout.slides[1:]}
    return sorted(appearing.union(*(slide.builds_ms for slide in layout.slides)))


def inside_build(at_ms: int, changes: Sequence[int]) -> bool:
    """Tell whether the picture changes within two seconds on either side of an instant."""
    before = bisect_left(changes, at_ms) - 1
    after = bisect_right(changes, at_ms)
    return (
        before >= 0
        and after < len(changes)
        and at_ms - changes[before] <= _NEAR_MS
        and changes[after] - at_ms <= _NEAR_MS
    )


def last_change(changes: Sequence[int], after_ms: int, until_ms: int) -> int | None:
    """Return the last change in a stretch, its end included; None where there is none."""
    at = bisect_right(changes, until_ms) - 1
    return changes[at] if at >= 0 and changes[at] > after_ms else None


def first_change(changes: Sequence[int], from_ms: int, before_ms: int) -> int | None:
    """Return the first change in a stretch, its start included; None where there is none."""
    at = bisect_left(changes, from_ms)
    return changes[at] if at < len(changes) and changes[at] < before_ms else None


def shows_another(start_ms: int | None, end_ms: int | None, changes: Sequence[int]) -> bool:
    """Tell whether a clip would begin or end with a moment of another picture.

    Args:
        start_ms: Where it begins, or None.
        end_ms: Where it ends, or None.
        changes: See ``changes_of``.
    """
    early = start_ms is not None and first_change(changes, start_ms + 1, start_ms + _NEAR_MS + 1)
    late = end_ms is not None and last_change(changes, end_ms - _NEAR_MS - 1, end_ms - 1)
    return bool(early or late)
