"""Finds the slides' rectangle where the camera's is known."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from lecture_assets.layout.maps import Maps, steps_of
from lecture_assets.layout.rectangles import Box, Edges, Support, extent

_SIDE_HOLDS = 0.6
_SMALLEST = 0.2
_FLAT_STEP = 6
_FLAT_SHARE = 0.97
_ROUGH_SHARE = 0.004
_STRAY_CHANGES = 0.005
_LINE = 3
_STEPS_ALONG = 0.5
_BLACK = 32
_OPPOSITE = {"left": "right", "top": "bottom", "right": "left", "bottom": "top"}

Mask = npt.NDArray[np.bool_]


def screen_beside(camera: Box, maps: Maps, edges: Edges, restless: Mask) -> Box | None:
    """Find a screen that does not touch the camera.

    Edges have to fence it off, nothing may change outside it, and what is outside has to be either
    empty or proven to be no slide by the changes that happen within.

    Args:
        camera: The camera's rectangle.
        maps: What was seen in the window.
        edges: The edges that stay.
        restless: Where things move all the time, which tells nothing about slides.

    Returns:
        The screen, or None where the slides may go on behind or around the camera.
    """
    frame = edges.frame
    strips = (
        Box(0, 0, camera.left, frame.bottom),
        Box(camera.right, 0, frame.right, frame.bottom),
        Box(0, 0, frame.right, camera.top),
        Box(0, camera.bottom, frame.right, frame.bottom),
    )
    changed = (maps.change > 0) & ~restless
    best: tuple[float, Box] | None = None
    for strip in strips:
        if strip.area < _SMALLEST * frame.area:
            continue
        seed = _extent(changed, strip) or strip.grown(-min(strip.width, strip.height) // 4, strip)
        for box, support in edges.around(seed, 0.1, strip):
            score = support.score + 0.3 * box.area / frame.area
            if best is not None and score <= best[0]:
                continue
            outside = _outside(box, camera, restless)
            if not _fenced(box, support, maps) or edges.is_part(box, strip):
                continue
            if _complete(box, maps, changed, outside):
                best = (score, box)
    return _without_canvas(best[1], camera, maps, edges, changed, restless) if best else None


def screen_within(maps: Maps, edges: Edges, restless: Mask, camera: Box | None = None) -> Box:
    """Take black bars and a plain canvas off the frame; without them the screen is the frame.

    Args:
        maps: What was seen in the window.
        edges: The edges that stay.
        restless: Where things move all the time.
        camera: A camera on top of the screen, most of which stays within it.
    """
    frame = edges.frame
    changed = (maps.change > 0) & ~restless
    quarter = min(frame.width, frame.height) // 4
    seed = _extent(changed, frame) or frame.grown(-quarter, frame)
    best, best_score = frame, 0.0
    for box, support in edges.around(seed, 0.1, frame):
        held = camera is None or box.shared(camera).area >= 0.5 * camera.area
        if not held or support.score <= best_score or not _fenced(box, support, maps):
            continue
        outside = _outside(box, camera, restless)
        if box == frame or (_still(changed, outside) and _canvas(maps, outside)):
            best, best_score = box, support.score
    return best


def _without_canvas(
    box: Box, camera: Box, maps: Maps, edges: Edges, changed: Mask, restless: Mask
) -> Box:
    """Move sides on the frame's edge inward where what is cut off is the canvas around the screen.

    Only the plain colour that is seen beyond the other sides is known to be one.
    """
    canvas = maps.median[_outside(box, camera, restless)].astype(np.int16)
    if len(canvas) < _ROUGH_SHARE * restless.size:
        return box
    level = int(np.median(canvas))
    if np.mean(np.abs(canvas - level) <= _FLAT_STEP) < _FLAT_SHARE:
        return box
    plain = np.abs(maps.median.astype(np.int16) - level) <= _FLAT_STEP
    seed = _extent(changed, box) or box.grown(-min(box.width, box.height) // 4, box)
    for side, lines in zip(_OPPOSITE, edges.sides(seed, 0.1, box), strict=True):
        outermost = getattr(box, side)
        if outermost != getattr(edges.frame, side):
            continue
        for line in sorted(lines, key=lambda each: -abs(each - outermost)):
            inner = replace(box, **{side: line})
            rest = plain[replace(box, **{_OPPOSITE[side]: line}).slices]
            if (
                rest.size
                and rest.mean() >= _FLAT_SHARE
                and _fenced(inner, edges.support(inner), maps)
            ):
                box = inner
                break
    return box


def _extent(mask: Mask, within: Box) -> Box | None:
    """The rectangle around most of what is set in a mask, or None where that is too small."""
    rows, columns = np.nonzero(mask[within.slices])
    if len(rows) < 0.002 * within.area:
        return None
    tight = extent(rows, columns)
    return Box(
        within.left + tight.left,
        within.top + tight.top,
        within.left + tight.right,
        within.top + tight.bottom,
    )


def _fenced(box: Box, support: Support, maps: Maps) -> bool:
    """Tell whether a rectangle is large enough, and other on its sides' inside than outside."""
    frame = Box(0, 0, *maps.size)
    if support.weakest < _SIDE_HOLDS or box.area < _SMALLEST * frame.area:
        return False
    levels = maps.median.astype(np.int16)
    rows, columns = box.slices
    across = [
        (levels[rows, x - 1 - _LINE], levels[rows, x + _LINE])
        for x in (box.left, box.right)
        if _LINE < x < frame.right - _LINE
    ]
    down = [
        (levels[y - 1 - _LINE, columns], levels[y + _LINE, columns])
        for y in (box.top, box.bottom)
        if _LINE < y < frame.bottom - _LINE
    ]
    return all(np.mean(np.abs(a - b) > _FLAT_STEP) >= _STEPS_ALONG for a, b in across + down)


def _complete(box: Box, maps: Maps, changed: Mask, outside: Mask) -> bool:
    """Tell whether nothing of the slides is left outside a rectangle.

    Where changes prove where the slides are, there may be a heading or a name around them.
    """
    if not _still(changed, outside):
        return False
    proven = int(np.count_nonzero(changed[box.slices])) > 0.02 * box.area
    return proven or _flat(maps, outside)


def _outside(box: Box, camera: Box | None, restless: Mask) -> Mask:
    frame = Box(0, 0, restless.shape[1], restless.shape[0])
    outside = ~restless
    outside[box.grown(4, frame).slices] = False
    if camera is not None:
        margin = max(4, min(camera.width, camera.height) // 8)
        outside[camera.grown(margin, frame).slices] = False
    return outside


def _still(changed: Mask, outside: Mask) -> bool:
    stray, total = int(np.count_nonzero(changed & outside)), int(np.count_nonzero(changed))
    return stray <= _STRAY_CHANGES * total


def _flat(maps: Maps, outside: Mask) -> bool:
    if np.count_nonzero(outside) < 0.005 * outside.size:
        return True
    rough = int(np.count_nonzero(steps_of(maps.median)[outside] > _FLAT_STEP))
    room = int(np.count_nonzero(outside))
    return rough <= min((1 - _FLAT_SHARE) * room, _ROUGH_SHARE * outside.size)


def _canvas(maps: Maps, outside: Mask) -> bool:
    """Tell whether what is outside is black, or one plain colour that fills three corners."""
    levels = maps.median[outside].astype(np.int16)
    if len(levels) == 0 or not _flat(maps, outside):
        return False
    level = int(np.median(levels))
    plain = np.mean(np.abs(levels - level) <= _FLAT_STEP) >= _FLAT_SHARE
    corners = [maps.median[row, column] for row in (1, -2) for column in (1, -2)]
    alike = sum(abs(int(corner) - level) <= _FLAT_STEP for corner in corners)
    return bool(plain and (level <= _BLACK or alike >= 3))
