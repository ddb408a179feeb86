"""The room behind the presenter."""

import numpy as np

from lecture_assets.sample.strokes import SCALE, Colour, Picture, fill, smooth, turned

_WOOD: Colour = (126, 90, 64)
_BOOKS: tuple[Colour, ...] = (
    (150, 74, 62),
    (58, 98, 120),
    (196, 158, 84),
    (92, 116, 86),
    (226, 212, 186),
)


def room(width: int, height: int) -> Picture:
    """Draw a wall in warm light, two shelves with books, and a plant.

    Args:
        width: Width of the finished picture in pixels.
        height: Its height.

    Returns:
        RGB, ``SCALE`` times that size.
    """
    down = np.linspace(0, 1, height * SCALE)[:, None, None]
    wall = (1 - down) * np.array([235, 224, 204]) + down * np.array([205, 187, 162])
    grain = np.random.default_rng(7).normal(0, 2.2, (height * SCALE, width * SCALE, 1))
    picture: Picture = np.clip(wall + grain, 0, 255).astype(np.uint8)
    _shelf(picture, (178, width), 92, 3)
    _shelf(picture, (0, 84), 92, 11)
    _plant(picture, 34, 262)
    return picture


def _shelf(picture: Picture, across: tuple[float, float], board: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    left, right = across
    x = left + 6
    while x < right - 14:
        wide, high = random.uniform(8, 14), random.uniform(42, 60)
        colour = _BOOKS[int(random.integers(len(_BOOKS)))]
        corners = [(x, board - high), (x + wide, board - high), (x + wide, board), (x, board)]
        fill(picture, corners, colour)
        x += wide + 1.5
    fill(picture, [(left, board), (right, board), (right, board + 8), (left, board + 8)], _WOOD)


def _plant(picture: Picture, x: float, y: float) -> None:
    leaf = smooth([(-4, 0), (-11, -36), (0, -84), (11, -36), (4, 0)])
    for turn in (-0.85, 0.85, -0.45, 0.45, 0.0):
        green = (58 + round(34 * abs(turn)), 122 + round(14 * abs(turn)), 82)
        fill(picture, turned(leaf, turn) + np.array((x, y)), green)
    pot = [(x - 24, y - 2), (x + 24, y - 2), (x + 18, y + 42), (x - 18, y + 42)]
    fill(picture, pot, (186, 96, 66))
    table = [(0, y + 42), (x + 46, y + 42), (x + 46, y + 52), (0, y + 52)]
    fill(picture, table, _WOOD)
