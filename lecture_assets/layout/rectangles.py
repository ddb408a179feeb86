"""Rectangles in a small picture, and how well staying edges hold them up."""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt

from lecture_assets.layout.maps import Maps

FRAME_EDGE = 0.75
"""Support of a side on the frame's edge: possible everywhere, proven nowhere."""

_CANDIDATES = 6
_NEAR = 4
_INSET = 0.04


@dataclass(frozen=True)
class Box:
    """A rectangle from (left, top) up to, and without, (right, bottom)."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.bottom - self.top

    @property
    def area(self) -> int:
        """Area in pixels; 0 where a side is turned around."""
        return max(0, self.width) * max(0, self.height)

    @property
    def slices(self) -> tuple[slice, slice]:
        """The rows and columns within, for indexing a picture."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def shared(self, other: "Box") -> "Box":
        """The rectangle that both hold; its area is 0 where there is none."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def grown(self, by: int, within: "Box") -> "Box":
        """Grow by so many pixels on each side, or shrink where it is negative."""
        grown = Box(self.left - by, self.top - by, self.right + by, self.bottom + by)
        return grown.shared(within)

    def scaled(self, across: float, down: float) -> "Box":
        """Scale both axes, rounding each side."""
        return Box(
            round(self.left * across),
            round(self.top * down),
            round(self.right * across),
            round(self.bottom * down),
        )

    def turned(self, size: tuple[int, int], times: int) -> "Box":
        """Where it lies when the picture, of a width and height, is turned as by ``np.rot90``."""
        box, (width, height) = self, size
        for _ in range(times):
            box = Box(box.top, width - box.right, box.bottom, width - box.left)
            width, height = height, width
        return box


def extent(rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]) -> Box:
    """The rectangle around points, leaving out the outermost hundredth on each side."""
    left, right = (int(np.percentile(columns, share)) for share in (1, 99))
    top, bottom = (int(np.percentile(rows, share)) for share in (1, 99))
    return Box(left, top, right + 1, bottom + 1)


@dataclass(frozen=True)
class Support:
    """How well edges hold up a rectangle's four sides: left, top, right, bottom, each in [0, 1]."""

    sides: tuple[float, float, float, float]

    @property
    def weakest(self) -> float:
        """The least of the four."""
        return min(self.sides)

    @property
    def score(self) -> float:
        """The weakest counts as much as the mean of all."""
        return (self.weakest + sum(self.sides) / 4) / 2


class Edges:
    """Answers in constant time which share of a straight line lies on staying edges."""

    def __init__(self, maps: Maps) -> None:
        self.width, self.height = maps.size
        self._down = np.pad(np.cumsum(maps.upright, axis=0), ((1, 0), (0, 0)))
        self._across = np.pad(np.cumsum(maps.level, axis=1), ((0, 0), (1, 0)))

    @property
    def frame(self) -> Box:
        """The whole picture."""
        return Box(0, 0, self.width, self.height)

    def upright(self, x: int, top: int, bottom: int) -> float:
        """Share of an upright line at the left of column ``x`` that lies on an edge."""
        if x <= 0 or x >= self.width:
            return FRAME_EDGE
        return _between(self._down[:, x], top, bottom)

    def level(self, y: int, left: int, right: int) -> float:
        """Share of a level line above row ``y`` that lies on an edge."""
        if y <= 0 or y >= self.height:
            return FRAME_EDGE
        return _between(self._across[y], left, right)

    def support(self, box: Box) -> Support:
        """Measure the four sides of a rectangle, leaving out its corners, which may be round."""
        dx, dy = int(box.width * _INSET), int(box.height * _INSET)
        rows, columns = (box.top + dy, box.bottom - dy), (box.left + dx, box.right - dx)
        return Support(
            (
                self.upright(box.left, *rows),
                self.level(box.top, *columns),
                self.upright(box.right, *rows),
                self.level(box.bottom, *columns),
            )
        )

    def around(self, box: Box, slack: float, within: Box) -> list[tuple[Box, Support]]:
        """List the rectangles on edges that hold a box but for ``slack`` of its size on each side.

        The best candidates for each side are combined, those of ``within`` among them.
        """
        boxes = (Box(*each) for each in product(*self.sides(box, slack, within)))
        return [(each, self.support(each)) for each in boxes if each.area > 0]

    def sides(self, box: Box, slack: float, within: Box) -> tuple[list[int], ...]:
        """List candidates for the left, top, right and bottom of a rectangle around a box."""
        dx, dy = int(box.width * slack), int(box.height * slack)
        rows, columns = (box.top + dy, box.bottom - dy), (box.left + dx, box.right - dx)
        x = np.array([self.upright(each, *rows) for each in range(self.width + 1)])
        y = np.array([self.level(each, *columns) for each in range(self.height + 1)])
        return (
            sorted({within.left, *_peaks(x, within.left + _NEAR, columns[0])}),
            sorted({within.top, *_peaks(y, within.top + _NEAR, rows[0])}),
            sorted({within.right, *_peaks(x, columns[1], within.right - _NEAR)}),
            sorted({within.bottom, *_peaks(y, rows[1], within.bottom - _NEAR)}),
        )

    def goes_on(self, box: Box, wider: Box) -> bool:
        """Tell whether a box is only a part of a wider one, two or three sides of which it shares.

        A rectangle's sides end at its corners. So the shared sides have to be lines that go on
        along the wider box; on the frame's edge they tell nothing, but one has to be a line.
        """
        across = ((wider.left, box.left), (box.right, wider.right))
        down = ((wider.top, box.top), (box.bottom, wider.bottom))
        lines = []
        for mine, its in ((box.top, wider.top), (box.bottom, wider.bottom)):
            lines += [
                self.level(mine, *part) for part in across if part[0] < part[1] and mine == its
            ]
        for mine, its in ((box.left, wider.left), (box.right, wider.right)):
            lines += [
                self.upright(mine, *part) for part in down if part[0] < part[1] and mine == its
            ]
        return min(lines, default=0.0) >= 0.7 and any(line != FRAME_EDGE for line in lines)

    def is_part(self, box: Box, within: Box) -> bool:
        """Tell whether a box's sides go on just beyond one of its corners."""
        by = max(6, min(box.width, box.height) // 12)
        wide = box.grown(by, within)
        wider = (
            replace(box, left=wide.left),
            replace(box, top=wide.top),
            replace(box, right=wide.right),
            replace(box, bottom=wide.bottom),
        )
        return any(each != box and self.goes_on(box, each) for each in wider)


def _between(running: npt.NDArray[np.float32], start: int, end: int) -> float:
    if end <= start:
        return 0.0
    return float(running[end] - running[start]) / (end - start)


def _peaks(support: npt.NDArray[np.float64], start: int, end: int) -> list[int]:
    """The best supported places between two, both included, each away from the better ones.

    An edge is seen from two pixels before it to one after; the mean over these finds its middle.
    """
    places = [place for place in range(max(0, start), end + 1) if support[place] >= 0.4]
    middle = {place: float(support[max(0, place - 2) : place + 2].mean()) for place in places}
    best: list[int] = []
    for place in sorted(places, key=lambda each: -middle[each]):
        if all(abs(place - other) >= _NEAR for other in best):
            best.append(place)
        if len(best) == _CANDIDATES:
            break
    return best
