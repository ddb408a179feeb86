"""Finds circular tiles, and the borders around tiles."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lecture_assets.layout.maps import Maps
from lecture_assets.layout.rectangles import Box

_ANGLES = 72
_RIM_HOLDS = 0.6
_CORNERS_BARE = 0.5
_SMALLEST_RADIUS = 16
_THICKEST = 8
_TOO_FAR = 3
_ONE_COLOUR = 12
_ONE_COLOURED = 0.85
_CORNER = 0.2

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Circle:
    """A circle in its square.

    Attributes:
        box: The square.
        rim: Share of its rim that lies on edges.
        contrast: How much more grain there is just within the rim than just outside.
    """

    box: Box
    rim: float
    contrast: float


def circle_around(blob: Box, maps: Maps) -> Circle | None:
    """Find the circle on staying edges around what moves.

    Args:
        blob: Where things move.
        maps: What was seen in the window.

    Returns:
        The circle, or None without one.
    """
    edges = (maps.upright > 0) | (maps.level > 0)
    size = max(blob.width, blob.height)
    middle = (blob.left + blob.right) // 2, (blob.top + blob.bottom) // 2
    reach = max(8, size // 2)
    radii = range(max(_SMALLEST_RADIUS, size * 2 // 5), size + 1, 2)
    coarse = _best(edges, middle, reach, 2, radii)
    if coarse is None:
        return None
    _, x, y, radius = coarse
    fine = _best(edges, (x, y), 2, 1, range(radius - 2, radius + 3))
    if fine is None or fine[0] < _RIM_HOLDS:
        return None
    rim, x, y, radius = fine
    box = Box(x - radius, y - radius, x + radius, y + radius)
    return Circle(box, rim, _contrast(box, maps)) if _round(box, maps) else None


def _best(
    edges: Mask, middle: tuple[int, int], reach: int, step: int, radii: range
) -> tuple[float, int, int, int] | None:
    """The share of the rim on edges, the middle and the radius of the best circle in the frame."""
    height, width = edges.shape
    turns = np.arange(_ANGLES) * (2 * np.pi / _ANGLES)
    offsets = np.arange(-reach, reach + 1, step)
    x, y = (each.ravel() for each in np.meshgrid(middle[0] + offsets, middle[1] + offsets))
    best: tuple[float, int, int, int] | None = None
    for radius in radii:
        inside = (x >= radius) & (y >= radius) & (x + radius <= width) & (y + radius <= height)
        if not inside.any():
            continue
        columns = x[inside, None] + np.rint((radius - 0.5) * np.cos(turns) - 0.5).astype(int)
        rows = y[inside, None] + np.rint((radius - 0.5) * np.sin(turns) - 0.5).astype(int)
        shares = edges[rows.clip(0, height - 1), columns.clip(0, width - 1)].mean(axis=1)
        place = int(np.argmax(shares))
        if best is None or shares[place] > best[0]:
            best = float(shares[place]), int(x[inside][place]), int(y[inside][place]), radius
    return best


def _round(box: Box, maps: Maps) -> bool:
    """Tell whether there is less of a camera's grain in a square's corners than in its circle."""
    rows, columns = np.ogrid[-1 : 1 : box.height * 1j, -1 : 1 : box.width * 1j]
    distance = np.sqrt(rows**2 + columns**2)
    grained = maps.grained[box.slices]
    inside, corners = grained[distance < 0.95].mean(), grained[distance > 1.08].mean()
    return bool(corners < _CORNERS_BARE * inside)


def _contrast(box: Box, maps: Maps) -> float:
    frame = Box(0, 0, *maps.size)
    wide = box.grown(max(3, box.width // 10), frame)
    rows, columns = np.ogrid[wide.top : wide.bottom, wide.left : wide.right]
    middle, radius = (box.left + box.width / 2, box.top + box.height / 2), box.width / 2
    distance = np.hypot(rows + 0.5 - middle[1], columns + 0.5 - middle[0]) / radius
    grained = maps.grained[wide.slices]
    within, beyond = (distance > 0.85) & (distance < 0.97), (distance > 1.03) & (distance < 1.15)
    return float(grained[within].mean() - grained[beyond].mean())


def with_border(box: Box, maps: Maps) -> Box:
    """Take in the border of a tile: a rim of one colour on all sides, with another beyond it.

    Args:
        box: The tile; some of its sides may be those of the border already.
        maps: What was seen in the window.
    """
    sides = [_Side(box, maps, number) for number in range(4)]
    lines = [side.colour(offset) for side in sides for offset in (-2, 1)]
    borders = []
    for colour in {level for level in lines if level is not None}:
        rims = [side.rim(colour) for side in sides]
        if None not in rims:
            left, top, right, bottom = (rim or 0 for rim in rims)
            borders.append(
                Box(box.left - left, box.top - top, box.right + right, box.bottom + bottom)
            )
    return max(borders, key=lambda each: each.area, default=box)


class _Side:
    """The lines along a side of a tile; line 0 is the outermost within it, line 1 is beyond."""

    def __init__(self, box: Box, maps: Maps, number: int) -> None:
        levels = np.rot90(maps.median.astype(np.int16), number)
        turned = box.turned(maps.size, number)
        inset = int(turned.height * _CORNER)
        self._start = turned.left
        self._levels = levels[turned.top + inset : turned.bottom - inset]

    def colour(self, offset: int) -> int | None:
        """The median level of a line, or None beyond the frame."""
        place = self._start - offset
        if not 0 <= place < self._levels.shape[1]:
            return None
        return int(np.median(self._levels[:, place]))

    def rim(self, colour: int) -> int | None:
        """How far beyond the side a rim of a colour ends, or None where there is none."""
        for offset in range(_THICKEST, -_TOO_FAR - 1, -1):
            place = self._start - offset
            if place < 0 or not all(self._is(place + each, colour) for each in (0, 1)):
                continue
            if place == 0 or self._is_other(place - 1, colour):
                return offset
        return None

    def _is(self, place: int, colour: int) -> bool:
        near = np.abs(self._levels[:, place] - colour) <= _ONE_COLOUR
        return bool(np.mean(near) >= _ONE_COLOURED)

    def _is_other(self, place: int, colour: int) -> bool:
        other = np.abs(self._levels[:, max(0, place)] - colour) > _ONE_COLOUR
        further = np.abs(self._levels[:, max(0, place - 1)] - colour) > _ONE_COLOUR
        return bool(np.mean(other | further) >= _ONE_COLOURED)
