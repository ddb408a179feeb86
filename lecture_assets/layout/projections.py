"""Finds a screen that hangs in a hall and is filmed, a little from the side."""

from itertools import product

import numpy as np
import numpy.typing as npt

from lecture_assets.layout.maps import Maps
from lecture_assets.layout.rectangles import Box, extent

_LEAST_CHANGE = 0.002
_SMALLEST = 0.04
_REACH = 0.25
_INWARD = 4
_LEAN = 0.1
_BEYOND = 4
_STEP = 5
_HOLDS = 0.45
_TOGETHER = 0.7
_CANDIDATES = 5
_SAMPLES = 48
_NEAR = 12
_STRAY = 0.2

Mask = npt.NDArray[np.bool_]
Line = tuple[int, int]
"""How far from the frame's side a line is at either end of what changes."""


def projection(maps: Maps, restless: Mask) -> tuple[Box, float] | None:
    """Find the screen by what changes on it and by the steps of light around that.

    Where a dark slide hangs before a dark wall, a side is seen in parts only: half of it is enough
    where the other sides are seen.

    Args:
        maps: What was seen in the window.
        restless: Where things move all the time.

    Returns:
        The rectangle around the screen, and the share of its weakest side that lies on a step;
        None where nothing changes or a side is not found.
    """
    seed = _changing(maps, restless)
    if seed is None:
        return None
    sides = [_Side(maps, seed, times) for times in range(4)]
    width, height = maps.size
    best: tuple[float, Box, float] | None = None
    for lines in product(*(side.lines for side in sides)):
        left, top, right, bottom = (min(line) for line in lines)
        box = Box(left, top, width - right, height - bottom)
        if box.area < _SMALLEST * width * height:
            continue
        held = [side.share(line, box) for side, line in zip(sides, lines, strict=True)]
        rating = sum(held) + box.area / (width * height)
        if min(held) < _HOLDS or sum(held) < len(held) * _TOGETHER:
            continue
        if best is None or rating > best[0]:
            best = rating, box, min(held)
    return best[1:] if best else None


def _changing(maps: Maps, restless: Mask) -> Box | None:
    """The rectangle around the patches that change though nothing moves there."""
    import cv2

    near = np.ones((2 * _NEAR + 1, 2 * _NEAR + 1), np.uint8)
    moved = np.asarray(cv2.dilate(restless.astype(np.uint8), near)) > 0
    changed = (maps.change > 0) & ~moved
    _, labels = cv2.connectedComponents(cv2.dilate(changed.astype(np.uint8), near))
    sizes = np.bincount(np.asarray(labels)[changed])
    if not len(sizes) or sizes.max() < _LEAST_CHANGE * changed.size:
        return None
    large = sizes >= _STRAY * sizes.max()
    return extent(*np.nonzero(large[np.asarray(labels)] & changed))


class _Side:
    """The left side of a screen in a picture that was turned so many times, and what may be it."""

    def __init__(self, maps: Maps, seed: Box, times: int) -> None:
        self._size, self._times = maps.size, times
        upright = (maps.upright if times % 2 == 0 else maps.level) > 0
        self._levels = np.rot90(maps.median.astype(np.int16), times)
        self._edges = np.rot90(upright, times)
        self._seed = seed.turned(maps.size, times)
        self.lines = self._candidates()

    def share(self, line: Line, box: Box) -> float:
        """Share of a line that lies on a step, from one end of a rectangle to the other."""
        turned = box.turned(self._size, self._times)
        return self._measured(line, turned.top, turned.bottom)[0]

    def _measured(self, line: Line, top: int, bottom: int) -> tuple[float, float]:
        """Share of a line that lies on a step, and how much of that is where the line is."""
        rows = np.linspace(top, bottom - 1, _SAMPLES)
        along = (rows - self._seed.top) / self._seed.height
        columns = np.rint(line[0] + (line[1] - line[0]) * along).astype(int)
        if columns.min() < _BEYOND or columns.max() + _BEYOND > self._levels.shape[1]:
            return 0.0, 0.0
        places = rows.astype(int)
        step, here = (
            np.abs(self._levels[places, columns - by] - self._levels[places, columns + by - 1])
            for by in (_BEYOND, 1)
        )
        share = float(np.mean(self._edges[places, columns] & (step > _STEP)))
        return share, float(here.sum() / max(1, step.sum()))

    def _candidates(self) -> list[Line]:
        """The best lines outside the seed, each away from the better ones, and not too steep."""
        seed = self._seed
        reach, lean = int(_REACH * self._levels.shape[1]), int(_LEAN * seed.height)
        rated = []
        for begins in range(max(_BEYOND, seed.left - reach), seed.left + _INWARD):
            for by in range(-lean, lean + 1):
                line = begins, begins + by
                share, steep = self._measured(line, seed.top, seed.bottom)
                if share >= _HOLDS:
                    rated.append((share + steep / 2, line))
        lines: list[Line] = []
        for _, line in sorted(rated, reverse=True):
            apart = all(abs(sum(line) - sum(other)) >= 4 * _BEYOND for other in lines)
            if apart and len(lines) < _CANDIDATES:
                lines.append(line)
        return lines
