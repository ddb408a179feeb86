"""Finds a screen that hangs in a hall and is filmed, a little from the side."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import numpy.typing as npt

from lecture_assets.layout.maps import Maps, softened
from lecture_assets.layout.rectangles import Box, extent

_LEAST_CHANGE = 0.002
_SMALLEST = 0.04
_REACH = 0.25
_INWARD = 4
_LEAN = 0.1
_BEYOND = 6
_STEP = 5
_HOLDS = 0.45
_TOGETHER = 0.7
_CANDIDATES = 5
_SAMPLES = 48
_NEAR = 12
_STRAY = 0.2
_LEAST_HEADING = 0.0001
"""Of the picture: the digit by which two headings differ was 0.0002 to 0.0007."""

_WITHIN, _OUTSIDE, _ALIKE = 2, (3, 5), 3
"""How far from its end a margin is looked at, in pixels, and what is one level there."""
_ENOUGH, _END = 0.75, 6
"""More of a side counts no more, lest a heading's bar be cut off for its sharper line."""
_SURELY, _HINTED = 0.75, 0.15
"""What is seen of three sides where the fourth is not, and of that: else the screen goes on."""
_ASPECTS = (16 / 9, 16 / 10, 4 / 3)

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
Line = tuple[int, int]
"""How far from the frame's side a line is at either end of what changes."""


def projection(maps: Maps, restless: Mask) -> tuple[Box, float] | None:
    """Find the screen by what changes on it, and by steps of light and plain margins around that.

    Where a dark slide hangs before a dark wall, a side is seen in parts only: half of it is enough
    where the other sides are seen. One may hardly be seen, as behind an audience, where the
    shapes that slides have tell where it is.

    Args:
        maps: What was seen in the window.
        restless: Where things move all the time.

    Returns:
        The rectangle around the screen, and how well its sides are seen, in [0, 1]; None where
        nothing changes or sides are not found.
    """
    seed = _changing(maps, restless)
    if seed is None:
        return None
    sides = [_Side(maps, seed, times) for times in range(4)]
    lines = [side.lines for side in sides]
    unseen = [number for number, each in enumerate(lines) if not each]
    if len(unseen) > 1:
        return None
    best: tuple[float, Box, float] | None = None
    for chosen in _completed(lines, unseen[0], seed, maps.size) if unseen else product(*lines):
        box = _enclosed(chosen, maps.size)
        if box.area < _SMALLEST * maps.motion.size:
            continue
        shares = [side.shares(line, box) for side, line in zip(sides, chosen, strict=True)]
        whole = [share for share, _ in shares]
        seen = [share for number, share in enumerate(whole) if number not in unseen]
        doubtful = min(seen) < (_SURELY if unseen else _HOLDS) or min(whole) < _HINTED
        if doubtful or sum(seen) < len(seen) * _TOGETHER:
            continue
        rating = sum(min(each, _ENOUGH) for share in shares for each in share)
        rating += box.area / maps.motion.size
        if best is None or rating > best[0]:
            best = rating, box, (min(seen) + sum(whole) / len(whole)) / 2
    return best[1:] if best else None


def _enclosed(lines: Sequence[Line], size: tuple[int, int]) -> Box:
    left, top, right, bottom = (min(line) for line in lines)
    return Box(left, top, size[0] - right, size[1] - bottom)


def _completed(
    lines: Sequence[list[Line]], unseen: int, seed: Box, size: tuple[int, int]
) -> Iterator[list[Line]]:
    """Put the side that is not seen where a slide around the seed would have a usual shape."""
    most = seed.turned(size, unseen).left
    for chosen in product(*(each or [(0, 0)] for each in lines)):
        box = _enclosed(chosen, size)
        for aspect in _ASPECTS:
            upright = unseen % 2 == 0
            rest = box.width - box.height * aspect if upright else box.height - box.width / aspect
            if _BEYOND <= rest <= most:
                placed = list(chosen)
                placed[unseen] = round(rest), round(rest)
                yield placed


def _changing(maps: Maps, restless: Mask) -> Box | None:
    """The rectangle around the patches that change though nothing moves there.

    Small ones may be people; straight above the large ones they are of a slide's heading.
    """
    import cv2

    near = np.ones((2 * _NEAR + 1, 2 * _NEAR + 1), np.uint8)
    moved = np.asarray(cv2.dilate(restless.astype(np.uint8), near)) > 0
    changed = (maps.change > 0) & ~moved
    labels = np.asarray(cv2.connectedComponents(cv2.dilate(changed.astype(np.uint8), near))[1])
    sizes = np.bincount(labels[changed])
    if not len(sizes) or sizes.max() < _LEAST_CHANGE * changed.size:
        return None
    large = sizes >= _STRAY * sizes.max()
    seed = extent(*np.nonzero(large[labels] & changed))
    for label in np.flatnonzero(~large & (sizes >= _LEAST_HEADING * changed.size)):
        patch = extent(*np.nonzero((labels == label) & changed))
        above = seed.top - seed.height <= patch.top and patch.bottom <= seed.top
        if above and seed.left <= patch.left and patch.right <= seed.right:
            seed = replace(seed, top=patch.top)
    return seed


class _Side:
    """The left side of a screen in a picture that was turned so many times, and what may be it."""

    def __init__(self, maps: Maps, seed: Box, times: int) -> None:
        self._size, self._times = maps.size, times
        upright = (maps.upright if times % 2 == 0 else maps.level) > 0
        self._levels = np.rot90(maps.median.astype(np.int16), times)
        self._smooth = np.rot90(softened(maps.median).astype(np.int16), times)
        self._edges = np.rot90(upright, times)
        self._seed = seed.turned(maps.size, times)
        self.lines = self._candidates()

    def shares(self, line: Line, box: Box) -> tuple[float, float]:
        """Share of a line that lies on a step along a rectangle, and of its two ends alone."""
        turned = box.turned(self._size, self._times)
        held, _ = self._measured(line, turned.top, turned.bottom)
        return float(held.mean()), float(np.concatenate((held[:_END], held[-_END:])).mean())

    def _measured(self, line: Line, top: int, bottom: int) -> tuple[Mask, float]:
        """Which samples of a line lie on a step, and how much of that is where the line is."""
        rows = np.linspace(top, bottom - 1, _SAMPLES)
        along = (rows - self._seed.top) / self._seed.height
        columns = np.rint(line[0] + (line[1] - line[0]) * along).astype(int)
        if columns.min() < _BEYOND or columns.max() + _BEYOND > self._levels.shape[1]:
            return np.zeros(_SAMPLES, np.bool_), 0.0
        places = rows.astype(int)
        step, here = (
            np.abs(self._levels[places, columns - by] - self._levels[places, columns + by - 1])
            for by in (_BEYOND, 1)
        )
        stepped = self._edges[places, columns] & (step > _STEP)
        held = stepped | self._ends_plain(places, columns)
        return held, float(here.sum() / max(1, step.sum()))

    def _ends_plain(self, rows: Places, columns: Places) -> Mask:
        """Where something of one level, as a slide's margin is, ends at a line."""
        within = self._smooth[rows, columns + _WITHIN]
        level = int(np.median(within))
        beyond = [np.abs(self._smooth[rows, columns - by] - level) for by in _OUTSIDE]
        ends = (np.abs(within - level) <= _ALIKE) & (np.max(beyond, axis=0) > _ALIKE)
        return np.asarray(ends, np.bool_)

    def _candidates(self) -> list[Line]:
        """The best lines outside the seed, each away from the better ones, and not too steep."""
        seed = self._seed
        reach, lean = int(_REACH * self._levels.shape[1]), int(_LEAN * seed.height)
        rated = []
        for begins in range(max(_BEYOND, seed.left - reach), seed.left + _INWARD):
            for by in range(-lean, lean + 1):
                line = begins, begins + by
                held, steep = self._measured(line, seed.top, seed.bottom)
                share = float(held.mean())
                if share >= _HOLDS:
                    rated.append((share + steep / 2, line))
        lines: list[Line] = []
        for _, line in sorted(rated, reverse=True):
            apart = all(abs(sum(line) - sum(other)) >= 4 * _BEYOND for other in lines)
            if apart and len(lines) < _CANDIDATES:
                lines.append(line)
        return lines
