"""Tells what keeps moving in a series of pictures from what changes once."""

from bisect import bisect_left, bisect_right
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lecture_assets.media.frames import Picture, Pixels

Mask = npt.NDArray[np.bool_]

_CHANGED_SHARE = 0.0015
_WIDE_SHARE = 0.06
_JOINS = 3
_MOVES_BY = 8
_SPECK = 12
_LONGEST_STEP_MS = 500
_NOW_MS = 500
_FADE_MS = 1_000
_LATELY_MS = 5_000
_NEVER_MS = -1_000_000_000


def substantial(changed: Mask, mask: Mask) -> bool:
    """Tell whether what changed is more than specks: a line of text at least.

    Args:
        changed: What changed, all of it within the mask.
        mask: Where changes count.
    """
    import cv2

    least = _CHANGED_SHARE * np.count_nonzero(mask)
    if np.count_nonzero(changed) <= least:
        return False
    _, labels, stats, _ = cv2.connectedComponentsWithStats(_joined(changed))
    height, width = mask.shape
    wide = (stats[:, cv2.CC_STAT_WIDTH] >= _WIDE_SHARE * width + 2 * _JOINS) | (
        stats[:, cv2.CC_STAT_HEIGHT] >= _WIDE_SHARE * height + 2 * _JOINS
    )
    wide[0] = False
    return int(np.count_nonzero(changed & wide[labels])) > least


class Activity:
    """What changes within stretches of a series of pictures, where they follow each other closely.

    A fade is over within a second; what moves now and a second later goes on moving.
    """

    def __init__(self, pictures: list[Picture], mask: Mask) -> None:
        self.times = [each.at_ms for each in pictures]
        self._pictures = pictures
        self._mask = mask
        self._softened: dict[int, Pixels] = {}
        self._moved_ms = np.full(mask.shape, _NEVER_MS, np.int64)

    def rests(self, place: int) -> bool:
        """Tell whether nothing changes after a place but what goes on changing."""
        at_ms = self.times[place]
        now = self._within(at_ms, at_ms + _NOW_MS)
        if not substantial(now, self._mask):
            return True
        moves = _filled(self._within(at_ms + _FADE_MS, at_ms + 2 * _FADE_MS))
        return not substantial(now & ~(moves | self._lately(at_ms)), self._mask)

    def around(self, first: int, last: int) -> Mask:
        """What keeps moving up to one place or from another on, or did so lately, in rectangles."""
        start_ms, end_ms = self.times[first], self.times[last]
        before = _filled(self._within(start_ms - _FADE_MS - _NOW_MS, start_ms - _FADE_MS))
        if before.any():
            before &= _filled(self._within(start_ms - _NOW_MS, start_ms - 1))
        after = _filled(self._within(end_ms, end_ms + _NOW_MS))
        if after.any() and self.times[-1] > end_ms + _FADE_MS:
            after &= _filled(self._within(end_ms + _FADE_MS, end_ms + 2 * _FADE_MS))
        moves = before | after
        around = moves | self._lately(start_ms)
        self._moved_ms[moves] = end_ms
        return around

    def _lately(self, at_ms: int) -> Mask:
        return np.asarray(self._moved_ms >= at_ms - _LATELY_MS)

    def _within(self, start_ms: int, end_ms: int) -> Mask:
        """Where the level is not the same from one instant to another, both included."""
        first, end = bisect_left(self.times, start_ms), bisect_right(self.times, end_ms)
        gaps = [later - at for at, later in pairwise(self.times[first:end])]
        if not gaps or max(gaps) > _LONGEST_STEP_MS:
            return np.zeros(self._mask.shape, np.bool_)
        lowest = highest = self._soft(first)
        for place in range(first + 1, end):
            soft = self._soft(place)
            lowest, highest = np.minimum(lowest, soft), np.maximum(highest, soft)
        return (highest - lowest > _MOVES_BY) & self._mask

    def _soft(self, place: int) -> Pixels:
        import cv2

        if place not in self._softened:
            soft = np.asarray(cv2.blur(self._pictures[place].pixels, (3, 3)), np.uint8)
            self._softened[place] = soft
        return self._softened[place]


def _joined(mask: Mask) -> npt.NDArray[np.uint8]:
    import cv2

    kernel = np.ones((2 * _JOINS + 1, 2 * _JOINS + 1), np.uint8)
    return np.asarray(cv2.dilate(mask.astype(np.uint8), kernel), np.uint8)


def _filled(mask: Mask) -> Mask:
    """The rectangles around patches, so that what is flat in a video counts as moving too."""
    import cv2

    filled = np.zeros(mask.shape, np.bool_)
    if not mask.any():
        return filled
    count, labels, stats, _ = cv2.connectedComponentsWithStats(_joined(mask))
    sizes = np.bincount(labels[mask], minlength=count)
    for label in range(1, count):
        if sizes[label] >= _SPECK:
            left, top, width, height = stats[label, :4]
            filled[top : top + height, left : left + width] = True
    return filled
