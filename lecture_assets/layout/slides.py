"""Finds when slides change, and tells a new slide from one to which something was added."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lecture_assets.layout.models import Slide
from lecture_assets.layout.regions import Arrangement
from lecture_assets.media.frames import Picture, Pixels
from lecture_assets.timeline import Span

Mask = npt.NDArray[np.bool_]

_CHANGES_BY = 20
_CHANGED_SHARE = 0.004
_FINE_MS = 250
_SETTLES_MS = 300
_LONGEST_CHANGE_MS = 3_000
_APART_MS = 1_000
_BUILD_SHARE = 0.15
_INK_STEP = 24
_REMOVED_SHARE = 0.12
_LEAST_OF_SCREEN = 0.2


@dataclass(frozen=True)
class Change:
    """An instant at which the screen's content became another.

    Attributes:
        at_ms: The first picture that differs.
        build: Whether something was added to the slide and nothing taken away.
    """

    at_ms: int
    build: bool


def screen_mask(found: Arrangement, shape: tuple[int, int]) -> Mask | None:
    """Mark where slide changes count: on the screen, off the camera and all that keeps moving.

    Args:
        found: How the picture is arranged.
        shape: Height and width of the mask.

    Returns:
        The mask, or None without a screen, or where too little of one is at rest.
    """
    import cv2

    if found.screen is None:
        return None
    height, width = shape
    across, down = width / found.restless.shape[1], height / found.restless.shape[0]
    mask = np.zeros(shape, np.bool_)
    mask[found.screen.scaled(across, down).slices] = True
    whole = int(np.count_nonzero(mask))
    if found.camera is not None:
        camera = found.camera.scaled(across, down)
        mask[
            max(0, camera.top - 3) : camera.bottom + 3, max(0, camera.left - 3) : camera.right + 3
        ] = 0
    restless = cv2.resize(found.restless.astype(np.uint8), (width, height)) > 0
    mask &= ~np.asarray(restless)
    return mask if np.count_nonzero(mask) >= _LEAST_OF_SCREEN * whole else None


def refined(
    pictures: list[Picture], mask: Mask, between: Callable[[int, int], Iterable[Picture]]
) -> list[Picture]:
    """Fill in the pictures between two that differ, up to the first that is like the second.

    Args:
        pictures: In order of time.
        mask: Where slide changes count.
        between: Decodes the pictures after one instant and before another.
    """
    filled = pictures[:1]
    for before, after in pairwise(pictures):
        if after.at_ms - before.at_ms > _FINE_MS and differ(before.pixels, after.pixels, mask):
            for picture in between(before.at_ms, after.at_ms):
                filled.append(picture)
                if not differ(picture.pixels, after.pixels, mask):
                    break
        filled.append(after)
    return filled


def differ(one: Pixels, other: Pixels, mask: Mask) -> bool:
    """Tell whether more than 0.4 % of what a mask marks changed by more than 20 grey levels."""
    return _changed_share(_changed(one, other, mask), mask) > _CHANGED_SHARE


def changes_in(pictures: list[Picture], mask: Mask) -> list[Change]:
    """Find the changes, each at the first picture that differs from what was shown before.

    A change ends when the picture has come to rest, so that a fade is one change; what is as it
    was after that is none.

    Args:
        pictures: In order of time; dense where they differ.
        mask: Where slide changes count.
    """
    changes: list[Change] = []
    index, shown = 1, pictures[0] if pictures else None
    while shown is not None and index < len(pictures):
        current = pictures[index]
        if not differ(shown.pixels, current.pixels, mask):
            index += 1
            continue
        index = _settled(pictures, index, mask)
        after = pictures[index]
        if differ(shown.pixels, after.pixels, mask):
            changes.append(Change(current.at_ms, is_build(shown.pixels, after.pixels, mask)))
            shown = after
        index += 1
    return changes


def is_build(before: Pixels, after: Pixels, mask: Mask) -> bool:
    """Tell whether ink was added in a small part of the screen and none was taken away."""
    changed = _changed(before, after, mask)
    count = int(np.count_nonzero(changed))
    if count == 0 or _changed_share(changed, mask) > _BUILD_SHARE:
        return False
    removed = int(np.count_nonzero(changed & _ink(before)))
    return removed <= _REMOVED_SHARE * count


def slides_of(shown: Span, changes: list[Change]) -> list[Slide]:
    """Cut the time in which a screen is shown into slides.

    Args:
        shown: When the screen is shown.
        changes: Its changes in order; one within a second of the last belongs to that.
    """
    starts, builds = [shown.start_ms], dict[int, list[int]]()
    last_ms = shown.start_ms
    for change in changes:
        if change.at_ms - last_ms < _APART_MS or shown.end_ms - change.at_ms < _APART_MS // 2:
            continue
        last_ms = change.at_ms
        if change.build:
            builds.setdefault(starts[-1], []).append(change.at_ms)
        else:
            starts.append(change.at_ms)
    return [
        Slide(start_ms=start, end_ms=end, builds_ms=builds.get(start, []))
        for start, end in pairwise([*starts, shown.end_ms])
    ]


def _settled(pictures: list[Picture], index: int, mask: Mask) -> int:
    """The first place from ``index`` on at which the picture stays for 0.3 s."""
    times = [picture.at_ms for picture in pictures]
    last = max(index, bisect_left(times, times[index] + _LONGEST_CHANGE_MS) - 1)
    for place in range(index, last):
        later = min(bisect_left(times, times[place] + _SETTLES_MS), len(times) - 1)
        if times[later] > times[place] + 2 * _SETTLES_MS:
            later = bisect_right(times, times[place] + _SETTLES_MS) - 1
        if not differ(pictures[place].pixels, pictures[later].pixels, mask):
            return place
    return last


def _changed(one: Pixels, other: Pixels, mask: Mask) -> Mask:
    import cv2

    return np.asarray(np.asarray(cv2.absdiff(one, other)) > _CHANGES_BY) & mask


def _changed_share(changed: Mask, mask: Mask) -> float:
    return float(np.count_nonzero(changed)) / max(1, int(np.count_nonzero(mask)))


def _ink(pixels: Pixels) -> Mask:
    """Where a picture is not flat."""
    import cv2

    kernel = np.ones((3, 3), np.uint8)
    step = np.asarray(cv2.morphologyEx(pixels, cv2.MORPH_GRADIENT, kernel))
    return np.asarray(step > _INK_STEP)
