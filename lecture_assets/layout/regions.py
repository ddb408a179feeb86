"""Finds the screen and the camera in the pictures of a window."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lecture_assets.layout.cameras import GrainEdges, camera_on
from lecture_assets.layout.maps import Maps, maps_of, steps_of
from lecture_assets.layout.models import LayoutKind
from lecture_assets.layout.projections import projection
from lecture_assets.layout.rectangles import Box, Edges, extent
from lecture_assets.layout.screens import screen_beside, screen_within
from lecture_assets.media.frames import Picture

_DRAWN = 0.6
_SURELY_DRAWN = 0.8
_PLAIN, _HARDLY_PLAIN = 0.45, 0.2
_RIM = 8
_SCROLLS = 0.4
_SPECK = 0.005
_SHARP_STEP = 40
_WRITTEN = 0.005

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Arrangement:
    """How the picture is arranged in a window, in pixels of the small pictures.

    Attributes:
        kind: How it is arranged.
        screen: The slides' rectangle, or None.
        camera: The camera's rectangle, or None.
        confidence: In [0, 1].
        restless: Share of the pairs in which a pixel moved: what slide changes have to leave out.
    """

    kind: LayoutKind
    screen: Box | None
    camera: Box | None
    confidence: float
    restless: Mask


def arrangement(pairs: list[tuple[Picture, Picture]]) -> Arrangement:
    """Tell how the picture is arranged.

    Args:
        pairs: At least one picture with the one 0.4 s later, grey, all of one size.
    """
    maps = maps_of(pairs)
    edges = Edges(maps)
    moving = maps.often
    restless = _widened(moving, 5)
    blobs = _blobs(moving)
    if not blobs or maps.busy < 0.5:
        confidence = 0.8 if maps.change.any() else 0.6
        screen = screen_within(maps, edges, restless)
        return Arrangement("screen_only", screen, None, confidence, restless)
    camera = camera_on(blobs, maps, GrainEdges(maps))
    if camera is not None:
        beside = screen_beside(camera.box, maps, edges, restless) or _rest(camera.box, edges.frame)
        screen = beside or screen_within(maps, edges, restless, camera.box)
        apart = _apart(screen, camera.box, restless)
        drawn = maps.drawn(apart) >= _DRAWN and maps.plain(apart) >= _HARDLY_PLAIN
        hall = _hall(screen, camera.box, maps, restless)
        if hall is not None:
            return _filmed(hall, restless)
        if drawn:
            confidence = round(min(1.0, camera.support.score) * min(1.0, camera.share + 0.1), 2)
            kind = _kind(screen, camera.box)
            return Arrangement(kind, screen, camera.box, confidence, restless)
    return _whole(blobs, maps, restless)


def _filmed(found: tuple[Box, float], restless: Mask) -> Arrangement:
    box, seen = found
    return Arrangement("filmed_screen", box, None, round(seen, 2), restless)


def _rest(camera: Box, frame: Box) -> Box | None:
    """What is beside a camera that has all of the frame's height and one of its sides."""
    rests = replace(frame, left=camera.right), replace(frame, right=camera.left)
    left = [each for each in rests if each.area and each.area + camera.area == frame.area]
    return left[0] if left else None


def _hall(screen: Box, camera: Box, maps: Maps, restless: Mask) -> tuple[Box, float] | None:
    """Find the projection where what seems a camera on a slide is a part of a hall that moves."""
    if screen.area < restless.size or maps.plain(_apart(screen, camera, restless)) >= _PLAIN:
        return None
    found = projection(maps, restless)
    if found is None or found[0].shared(camera).area > camera.area / 2:
        return None
    wall = ~restless
    wall[found[0].grown(_RIM, screen).slices] = False
    return found if maps.plain(wall) < _PLAIN else None


def _apart(screen: Box, camera: Box, restless: Mask) -> Mask:
    """The screen without the camera and what moves."""
    apart = np.zeros_like(restless)
    apart[screen.slices] = True
    apart[camera.slices] = False
    return apart & ~restless


def _widened(mask: Mask, by: int) -> Mask:
    import cv2

    kernel = np.ones((2 * by + 1, 2 * by + 1), np.uint8)
    return np.asarray(cv2.dilate(mask.astype(np.uint8), kernel)) > 0


def _blobs(moving: Mask) -> list[tuple[Box, float]]:
    """The patches that move, with their share of all motion, the largest first."""
    import cv2

    total = np.count_nonzero(moving)
    if total < moving.size * 0.0005:
        return []
    joined = _widened(moving, 8).astype(np.uint8)
    count, labels = cv2.connectedComponents(joined)
    blobs = []
    for label in range(1, count):
        rows, columns = np.nonzero((labels == label) & moving)
        if len(rows) < total * 0.05:
            continue
        blobs.append((extent(rows, columns), len(rows) / total))
    return sorted(blobs, key=lambda blob: -blob[1])


def _whole(blobs: list[tuple[Box, float]], maps: Maps, restless: Mask) -> Arrangement:
    """Tell what fills the frame: a talking head, a hall with a screen, or a page that moves.

    On what a computer drew, specks that move are a pointer, and what moves nearly everywhere is a
    page that scrolls; what writing stands still around may be a presenter who was cut out. A page
    that scrolls seldom rests looks filmed only where pictures are laid over each other.
    """
    unknown = Arrangement("unknown", None, None, 0.3, restless)
    width, height = maps.size
    frame = Box(0, 0, width, height)
    moved = _widened(maps.motion > 0, 8)
    often = max(box.area for box, _ in blobs)
    everywhere = np.ones_like(restless)
    drawn = max(maps.drawn(everywhere), maps.plain(everywhere))
    if drawn >= _SURELY_DRAWN and not _SPECK < often / frame.area < _SCROLLS:
        return Arrangement("screen_only", frame, None, 0.6, restless)
    if found := projection(maps, restless):
        return _filmed(found, restless)
    changed = np.count_nonzero((maps.change > 0) & ~moved)
    if often < 0.08 * frame.area or changed > 0.02 * frame.area or maps.even >= _SURELY_DRAWN:
        return unknown
    sharp = np.count_nonzero((steps_of(maps.median) > _SHARP_STEP) & ~moved)
    if maps.drawn(~moved) >= _SURELY_DRAWN and sharp > _WRITTEN * frame.area:
        return unknown
    return Arrangement("camera_only", None, frame, 0.7, restless)


def _kind(screen: Box, camera: Box) -> LayoutKind:
    if screen.shared(camera).area > 0.5 * camera.area:
        return "picture_in_picture"
    across = min(screen.right, camera.right) - max(screen.left, camera.left)
    return "stacked" if across > 0.5 * min(screen.width, camera.width) else "side_by_side"
