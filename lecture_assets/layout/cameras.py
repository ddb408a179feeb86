"""Finds the camera's rectangle among the slides."""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt

from lecture_assets.layout.maps import Maps
from lecture_assets.layout.rectangles import Box, Edges, Support
from lecture_assets.layout.tiles import circle_around, with_border

_SIDE_HOLDS = 0.45
_SURE = 0.7
_LIKELY = 0.6
_CONTRAST = 0.3
_CUT_OFF = 1.5
_LEAST_FILLED = 0.01
"""A pointer on a slide fills 0.002 of what lines fence off there; lecturers fill 0.04 and more."""
_BAND = 6
_NARROW = 4
_GRAIN_STEP = 0.5
_GRAIN_HOLDS = 0.8

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Camera:
    """A rectangle on the picture.

    Attributes:
        box: The rectangle.
        support: How well its sides are held up.
        share: Share of all motion that is in it.
        filled: How far motion fills it.
        contrast: How much more grain there is just within its sides than just outside.
        round: Whether the camera's picture is the circle within the box.
    """

    box: Box
    support: Support
    share: float
    filled: float
    contrast: float
    round: bool = False

    @property
    def rating(self) -> float:
        """How much speaks for it."""
        return (
            self.support.score
            + 0.3 * self.share
            + 0.1 * min(1.0, self.filled)
            + 0.6 * self.contrast
        )


class GrainEdges(Edges):
    """Takes for an edge, besides what stays, where a camera's grain ends."""

    def __init__(self, maps: Maps) -> None:
        super().__init__(maps)
        running = np.cumsum(np.cumsum(maps.grained, 0, dtype=np.int32), 1, dtype=np.int32)
        self._running = np.pad(running, ((1, 0), (1, 0)))

    def upright(self, x: int, top: int, bottom: int) -> float:
        """Share of an upright line that lies on an edge, or how far grain ends there."""
        before = self.grain(Box(x - _BAND, top, x, bottom))
        after = self.grain(Box(x, top, x + _BAND, bottom))
        return max(super().upright(x, top, bottom), _ends(before, after))

    def level(self, y: int, left: int, right: int) -> float:
        """Share of a level line that lies on an edge, or how far grain ends there."""
        before = self.grain(Box(left, y - _BAND, right, y))
        after = self.grain(Box(left, y, right, y + _BAND))
        return max(super().level(y, left, right), _ends(before, after))

    def grain(self, box: Box) -> float:
        """Share of a rectangle that is grained."""
        inside = box.shared(self.frame)
        if inside.area == 0:
            return 0.0
        run = self._running
        total = (
            run[inside.bottom, inside.right]
            - run[inside.top, inside.right]
            - run[inside.bottom, inside.left]
            + run[inside.top, inside.left]
        )
        return float(total) / inside.area

    def contrast(self, box: Box) -> float:
        """How much more grain there is just within a rectangle's sides than just outside."""
        by = _NARROW
        sides = [
            (replace(box, right=box.left + by), replace(box, left=box.left - by, right=box.left)),
            (replace(box, left=box.right - by), replace(box, left=box.right, right=box.right + by)),
            (replace(box, bottom=box.top + by), replace(box, top=box.top - by, bottom=box.top)),
            (
                replace(box, top=box.bottom - by),
                replace(box, top=box.bottom, bottom=box.bottom + by),
            ),
        ]
        steps = [
            self.grain(within) - self.grain(beyond)
            for within, beyond in sides
            if beyond.shared(self.frame).area
        ]
        return sum(steps) / max(1, len(steps))


def _ends(before: float, after: float) -> float:
    return _GRAIN_HOLDS * min(1.0, abs(before - after) / _GRAIN_STEP)


def camera_on(blobs: list[tuple[Box, float]], maps: Maps, edges: GrainEdges) -> Camera | None:
    """The rectangle on staying edges that best holds the motion, or None."""
    moving = maps.often
    total = int(np.count_nonzero(moving))
    found = []
    for blob, _ in blobs[:3]:
        for box, support in edges.around(blob, 0.12, edges.frame):
            if not _camera_sized(box, edges.frame) or support.weakest < _SIDE_HOLDS:
                continue
            share = int(np.count_nonzero(moving[box.slices])) / total
            filled = blob.area / box.area
            if share >= 0.6 and filled >= _LEAST_FILLED:
                found.append(Camera(box, support, share, filled, edges.contrast(box)))
        found += _circular(blob, maps)
    best = max(filter(_sure, found), key=lambda each: each.rating, default=None)
    if best is None or best.round:
        return best
    whole = _completed(best, edges)
    return replace(whole, box=with_border(whole.box, maps)) if _sure(whole) else None


def _sure(found: Camera) -> bool:
    """Tell whether all sides are held up; less is enough the more grain tells them apart."""
    told = min(1.0, max(0.0, found.contrast) / _CONTRAST)
    return found.support.weakest >= _SURE - (_SURE - _LIKELY) * told


def _circular(blob: Box, maps: Maps) -> list[Camera]:
    circle = circle_around(blob, maps)
    if circle is None:
        return []
    box, moving = circle.box, maps.often
    share = np.count_nonzero(moving[box.slices]) / int(np.count_nonzero(moving))
    support = Support((circle.rim,) * 4)
    filled = blob.area / box.area
    return [Camera(box, support, share, filled, circle.contrast, round=True)]


def _completed(found: Camera, edges: GrainEdges) -> Camera:
    """Take in what an edge inside the camera's picture, such as a door's, has cut off."""
    box = found.box
    if not edges.is_part(box, edges.frame):
        return found
    left, top, right, bottom = edges.sides(box, 0.05, edges.frame)
    levels = (
        {(box.top, box.bottom)} | {(y, box.bottom) for y in top} | {(box.top, y) for y in bottom}
    )
    uprights = (
        {(box.left, box.right)} | {(x, box.right) for x in left} | {(box.left, x) for x in right}
    )
    boxes = [Box(x[0], y[0], x[1], y[1]) for x, y in product(uprights, levels)]
    for each in sorted(boxes, key=lambda other: -other.area):
        if box.area < each.area <= _CUT_OFF * box.area and edges.goes_on(box, each):
            return _completed(replace(found, box=each, support=edges.support(each)), edges)
    return found


def _camera_sized(box: Box, frame: Box) -> bool:
    if not 0.005 <= box.area / frame.area <= 0.75:
        return False
    return bool(0.3 <= box.width / box.height <= 3.2)
