"""Fills smooth shapes quickly, on a picture twice the size of the finished one."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]
Outline = Sequence[tuple[float, float]] | Points
Colour = tuple[int, int, int]

SCALE = 2
"""Pixels of the drawing for each pixel of the finished picture."""

_FRACTION_BITS = 4


def fill(picture: Picture, outline: Outline, colour: Colour) -> None:
    """Fill a polygon.

    Args:
        picture: RGB, ``SCALE`` times the finished size; drawn upon.
        outline: Corners in pixels of the finished picture, shape ``(corners, 2)``.
        colour: Red, green, blue.
    """
    import cv2

    fixed = np.round(np.asarray(outline, float) * SCALE * 2**_FRACTION_BITS).astype(np.int32)
    cv2.fillPoly(picture, [fixed], colour, cv2.LINE_AA, _FRACTION_BITS)


def limb(
    picture: Picture,
    start: tuple[float, float],
    end: tuple[float, float],
    radius: float,
    colour: Colour,
) -> None:
    """Draw a thick line with round ends."""
    import cv2

    first, last = (tuple(round(value * SCALE) for value in point) for point in (start, end))
    cv2.line(picture, first, last, colour, round(2 * radius * SCALE), cv2.LINE_AA)


def oval(x: float, y: float, wide: float, high: float) -> Points:
    """Outline of an ellipse with the half axes ``wide`` and ``high``."""
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    return np.stack([x + wide * np.cos(turn), y + high * np.sin(turn)], axis=1)


def smooth(corners: Outline) -> Points:
    """Round a closed outline by cutting its corners three times (G. Chaikin, 1974)."""
    points = np.asarray(corners, float)
    for _ in range(3):
        following = np.roll(points, -1, axis=0)
        quarters = [0.75 * points + 0.25 * following, 0.25 * points + 0.75 * following]
        points = np.stack(quarters, axis=1).reshape(-1, 2)
    return points


def turned(outline: Outline, angle: float) -> Points:
    """Turn an outline about the origin by ``angle`` radians, clockwise as seen."""
    cosine, sine = np.cos(angle), np.sin(angle)
    turn = np.array([(cosine, sine), (-sine, cosine)])
    return np.asarray(np.asarray(outline, float) @ turn, float)
