"""Tells what keeps moving in a series of pictures from what changes once."""

from bisect import bisect_left, bisect_right
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lecture_assets.media.frames import Picture, Pixels

Mask = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.int32]

_CHANGED_SHARE = 0.0015
_WIDE_SHARE = 0.06
_JOINS = 3
_COARSELY = 2
_MOVES_BY = 8
_SPECK = 12
_LONGEST_STEP_MS = 500
_HALF_MS = 500
_LATELY_MS = 5_000
_FADING = 0.8
_NEVER_MS = -1_000_000_000


def substantial(changed: Mask, mask: Mask) -> bool:
    """Tell whether what changed is more than specks: a line of text at least.

    Args:
        changed: What changed, all of it within the mask.
        mask: Where changes count.
    """
    import cv2

    least = _CHANGED_SHARE * int(np.count_nonzero(mask))
    if int(np.count_nonzero(changed)) <= least:
        return False
    joined = np.ascontiguousarray(_joined(changed)[::_COARSELY, ::_COARSELY])
    count, found = cv2.connectedComponents(joined)
    labels = np.asarray(found, np.int32)
    rows, columns = np.divmod(np.flatnonzero(changed), changed.shape[1])
    sizes = np.bincount(labels[rows // _COARSELY, columns // _COARSELY], minlength=count)
    height, width = (_WIDE_SHARE * side + 2 * _JOINS / _COARSELY for side in joined.shape)
    wide = 0
    for label in np.argsort(-sizes[1:]) + 1:
        if wide > least or sizes[label] == 0:
            break
        down, across = _extent(labels, label)
        if across.stop - across.start >= width or down.stop - down.start >= height:
            wide += int(sizes[label])
    return wide > least


class Activity:
    """What changes within stretches of a series of pictures, where they follow each other closely.

    What moves now and all through the second after next, without fading, goes on moving.
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
        now = self._within(at_ms, at_ms + _HALF_MS)
        if not substantial(now, self._mask):
            return True
        moves = self._lately(at_ms) | self._with(now, self._goes_on(at_ms + 2 * _HALF_MS))
        return not substantial(now & ~moves, self._mask)

    def around(self, first: int, last: int) -> Mask:
        """What keeps moving up to one place or from another on, or did so lately, in rectangles."""
        start_ms, end_ms = self.times[first], self.times[last]
        before = self._within(start_ms - _HALF_MS, start_ms - 1)
        moves = self._with(before, self._goes_on(start_ms - 3 * _HALF_MS))
        after = self._within(end_ms, end_ms + _HALF_MS)
        moves |= self._with(after, self._goes_on(end_ms + 2 * _HALF_MS))
        around = moves | self._lately(start_ms)
        self._moved_ms[moves] = end_ms
        return around

    def _with(self, now: Mask, goes_on: Mask) -> Mask:
        """The rectangles around what moves now and touches what goes on moving."""
        if not now.any() or not goes_on.any():
            return np.zeros_like(now)
        return _filled(now | goes_on, now, goes_on)

    def _goes_on(self, start_ms: int) -> Mask:
        """What moves in each half of a second, but not as a fade or a single step does."""
        middle_ms, end_ms = start_ms + _HALF_MS, start_ms + 2 * _HALF_MS
        first, second = self._within(start_ms, middle_ms), self._within(middle_ms, end_ms)
        if not first.any() or not second.any() or self._fades(start_ms, middle_ms, end_ms):
            return np.zeros_like(first)
        return _filled(first | second, first, second)

    def _fades(self, *at_ms: int) -> bool:
        """Tell whether most levels go on in the direction that they take."""
        places = (min(len(self.times) - 1, bisect_left(self.times, each)) for each in at_ms)
        first, then, last = (self._soft(place).astype(np.int16) for place in places)
        moves = self._mask & (np.abs(then - first) > _MOVES_BY)
        same = moves & ((last - then) * np.sign(then - first) > 1)
        return int(np.count_nonzero(same)) > _FADING * max(1, int(np.count_nonzero(moves)))

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


def _filled(mask: Mask, *parts: Mask) -> Mask:
    """The rectangles around patches in which there is some of every part.

    What is flat in a video counts as moving too.
    """
    import cv2

    filled = np.zeros(mask.shape, np.bool_)
    count, found = cv2.connectedComponents(_joined(mask))
    labels = np.asarray(found, np.int32)
    sizes = [np.bincount(labels[part], minlength=count) for part in parts]
    for label in range(1, count):
        if all(size[label] >= _SPECK for size in sizes):
            filled[_extent(labels, label)] = True
    return filled


def _extent(labels: Labels, label: int) -> tuple[slice, slice]:
    """The rows and columns of a patch.

    OpenCV tells them along with the patches, in seven times the time.
    """
    patch = labels == label
    rows, columns = np.flatnonzero(patch.any(axis=1)), np.flatnonzero(patch.any(axis=0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
