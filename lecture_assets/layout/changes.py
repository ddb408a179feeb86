"""Finds when the screen's content changes, among what moves and what fades."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from lecture_assets.layout.activity import Activity, substantial
from lecture_assets.layout.footage import Glimpse
from lecture_assets.media.frames import Picture, Pixels
from lecture_assets.media.stretches import Moves

Mask = npt.NDArray[np.bool_]


class Decoding(Protocol):
    """Decodes pictures between two instants."""

    def between(self, start_ms: int, end_ms: int, moves: Moves) -> Iterable[Picture]:
        """All pictures after one instant and before another, fewer where nothing moves."""

    def glimpses(self, start_ms: int, end_ms: int, moves: Moves) -> Iterable[Glimpse]:
        """A few of them, from one key frame to another; more where these were not enough."""


_CHANGES_BY = 20
_MOVES_BY = 8
_FINE_MS = 250
_RESTS_MS = 1_000
_LONGEST_CHANGE_MS = 3_000
_LOOK_BACK_MS = 1_500
_BEGUN = 0.1
_CREEPS = 0.2
_SOON_MS = 500
_BUILD_SHARE = 0.15
_INK_STEP = 24
_REMOVED_SHARE = 0.12


@dataclass(frozen=True)
class Change:
    """An instant at which the screen's content became another.

    Attributes:
        at_ms: The first picture that differs.
        build: Whether something was added to the slide and nothing taken away.
    """

    at_ms: int
    build: bool


def refined(pictures: list[Picture], mask: Mask, footage: Decoding) -> list[Picture]:
    """Fill in the pictures between two that differ, up to where they rest at the second.

    Few of them are enough where the last one of these is as the second.

    Args:
        pictures: In order of time.
        mask: Where slide changes count.
        footage: Decodes what is between.
    """
    filled = pictures[:1]

    def moves(one: Pixels, other: Pixels) -> bool:
        return substantial(_changed(one, other, mask, _MOVES_BY), mask)

    for before, after in pairwise(pictures):
        if after.at_ms - before.at_ms > _FINE_MS and differ(before.pixels, after.pixels, mask):
            told = _glimpsed(before, after, mask, footage, moves)
            if told is None:
                told = _at_rest(footage.between(before.at_ms, after.at_ms, moves), after, mask)
            filled += told
        filled.append(after)
    return filled


def _glimpsed(
    before: Picture, after: Picture, mask: Mask, footage: Decoding, moves: Moves
) -> list[Picture] | None:
    for glimpse in footage.glimpses(before.at_ms, after.at_ms, moves):
        last = (glimpse.pictures or [before])[-1]
        if glimpse.whole or not differ(last.pixels, after.pixels, mask):
            return glimpse.pictures
    return None


def _at_rest(pictures: Iterable[Picture], after: Picture, mask: Mask) -> list[Picture]:
    """The pictures until they are as the one after them for a second."""
    told: list[Picture] = []
    rests_from_ms = None
    for picture in pictures:
        told.append(picture)
        if differ(picture.pixels, after.pixels, mask):
            rests_from_ms = None
        elif rests_from_ms is None:
            rests_from_ms = picture.at_ms
        elif picture.at_ms - rests_from_ms >= _RESTS_MS:
            break
    return told


def differ(one: Pixels, other: Pixels, mask: Mask) -> bool:
    """Tell whether more changed by more than 20 grey levels than a pointer or noise would."""
    return substantial(_changed(one, other, mask), mask)


def changes_in(pictures: list[Picture], mask: Mask) -> list[Change]:
    """Find the changes, each at the first picture that differs from what was shown before.

    A change ends when the picture has come to rest, so that a fade is one change; what is as it
    was after that is none. What moves before a change or after it, as a video on the slide does,
    is left out of the comparison.

    Args:
        pictures: In order of time; dense where they differ.
        mask: Where slide changes count.
    """
    if not pictures:
        return []
    activity = Activity(pictures, mask)
    changes: list[Change] = []
    index, shown = 1, pictures[0].pixels
    while index < len(pictures):
        if not differ(shown, pictures[index].pixels, mask):
            index += 1
            continue
        last = _settled(activity, index)
        after = pictures[last].pixels
        quiet = mask & ~activity.around(index, last)
        changed = _changed(shown, after, quiet)
        if not substantial(changed, quiet):
            shown = np.where(quiet, shown, after)
        elif (begun := _begun(pictures, (index, last), shown, changed)) is None:
            shown = np.where(quiet & ~changed, shown, after)
        else:
            build = is_build(shown, after, quiet)
            changes.append(Change(pictures[begun].at_ms, build))
            shown = pictures[_soon_after(pictures, last)].pixels
        index = last + 1
    return changes


def is_build(before: Pixels, after: Pixels, mask: Mask) -> bool:
    """Tell whether ink was added in a small part of the screen and none was taken away."""
    changed = _changed(before, after, mask)
    count = int(np.count_nonzero(changed))
    if count == 0 or count > _BUILD_SHARE * np.count_nonzero(mask):
        return False
    removed = int(np.count_nonzero(changed & _ink(before)))
    return removed <= _REMOVED_SHARE * count


def _settled(activity: Activity, index: int) -> int:
    """The first place from ``index`` on after which nothing changes but what goes on moving."""
    times = activity.times
    last = max(index, bisect_left(times, times[index] + _LONGEST_CHANGE_MS) - 1)
    return next((place for place in range(index, last) if activity.rests(place)), last)


def _begun(
    pictures: list[Picture], seen: tuple[int, int], shown: Pixels, changed: Mask
) -> int | None:
    """Where a change begins that is seen from one place to another, or None where it creeps.

    A fade is seen late, above all of thin ink. What was on its way for long before, or still is
    after, moves slowly, as a view in a video does.
    """
    index, last = seen
    start, after = (each[changed].astype(np.float32) for each in (shown, pictures[last].pixels))

    def gone(place: int) -> float:
        return float(np.median((pictures[place].pixels[changed] - start) / (after - start)))

    while index < last and gone(index) < _BEGUN:
        index += 1
    earliest_ms = pictures[index].at_ms - _LOOK_BACK_MS
    while index > 1 and gone(index - 1) >= _BEGUN:
        index -= 1
        if pictures[index].at_ms < earliest_ms:
            return None
    return None if abs(gone(_soon_after(pictures, last)) - 1) > _CREEPS else index


def _soon_after(pictures: list[Picture], place: int) -> int:
    """The place half a second later, or the same one where pictures do not follow closely."""
    later = place
    while later + 1 < len(pictures) and pictures[later].at_ms - pictures[place].at_ms < _SOON_MS:
        if pictures[later + 1].at_ms - pictures[later].at_ms > _SOON_MS:
            return place
        later += 1
    return later


def _changed(one: Pixels, other: Pixels, mask: Mask, by: int = _CHANGES_BY) -> Mask:
    import cv2

    return np.asarray(np.asarray(cv2.absdiff(one, other)) > by) & mask


def _ink(pixels: Pixels) -> Mask:
    """Where a picture is not flat."""
    import cv2

    kernel = np.ones((3, 3), np.uint8)
    step = np.asarray(cv2.morphologyEx(pixels, cv2.MORPH_GRADIENT, kernel))
    return np.asarray(step > _INK_STEP)
