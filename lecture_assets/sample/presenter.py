"""The animated presenter: sways, blinks, gestures, and opens the mouth as the voice gets louder."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from lecture_assets.sample.room import room
from lecture_assets.sample.strokes import (
    Colour,
    Outline,
    Picture,
    Points,
    fill,
    limb,
    oval,
    smooth,
    turned,
)

WIDTH, HEIGHT = 260, 400
"""Size of the camera's picture in pixels."""

_SKIN: Colour = (228, 176, 142)
_SHADE: Colour = (206, 148, 116)
_BLUSH: Colour = (231, 160, 132)
_HAIR: Colour = (66, 46, 40)
_SWEATER: Colour = (38, 112, 124)
_SLEEVE: Colour = (31, 95, 107)
_SHIRT: Colour = (240, 236, 226)
_WHITE: Colour = (250, 248, 244)
_PUPIL: Colour = (44, 34, 32)
_LIP: Colour = (178, 92, 84)
_MOUTH: Colour = (98, 38, 42)

_FACE = smooth([(-48, -46), (-51, 8), (-38, 50), (-12, 68), (12, 68), (38, 50), (51, 8), (48, -46)])
_FRINGE = smooth(
    [
        (-56, 4),
        (-58, -36),
        (-34, -70),
        (10, -76),
        (48, -58),
        (58, -24),
        (54, 4),
        (46, -26),
        (12, -40),
        (-30, -36),
        (-48, -18),
    ]
)
_NOSE = smooth([(-3, 4), (4, 4), (8, 24), (0, 29), (-7, 24)])
_BROW = smooth([(8, -13), (20, -20), (33, -14), (32, -10), (20, -15), (9, -9)])

Place = Callable[[Outline], Points]


@dataclass(frozen=True)
class Pose:
    """How the presenter is held at one instant.

    Attributes:
        sway: Sideways shift of the upper body in pixels.
        tilt: Turn of the head in radians, clockwise.
        nod: Downward shift of the head in pixels.
        mouth: How far the mouth is open, 0 to 1.
        eyes: How far the eyes are open, 0 to 1.
        left: How far the hand on the picture's left is raised, 0 to 1.
        right: The same on the right.
    """

    sway: float
    tilt: float
    nod: float
    mouth: float
    eyes: float
    left: float
    right: float


def pose(at_s: float, loudness: float, liveliness: float) -> Pose:
    """Decide how the presenter is held.

    Args:
        at_s: Time in seconds.
        loudness: Level of the voice now, 0 to 1.
        liveliness: Level of the voice over the last second or so, 0 to 1; moves the hands.
    """
    blink = (at_s + 0.7 * math.sin(at_s / 5)) % 3.7
    turn = math.sin(at_s * 0.45)
    beat = math.sin(at_s * 4.1)
    return Pose(
        sway=7 * math.sin(at_s * 0.8) + 3 * math.sin(at_s * 1.9 + 1),
        tilt=0.05 * math.sin(at_s * 1.1 + 0.5) + 0.025 * beat * liveliness,
        nod=2.5 * math.sin(at_s * 2.3) * liveliness + 1.2 * math.sin(at_s * 0.9),
        mouth=loudness,
        eyes=min(1.0, abs(blink - 0.09) / 0.09),
        left=liveliness * max(0.0, min(1.0, 0.35 + turn)) * (0.85 + 0.15 * beat),
        right=liveliness * max(0.0, min(1.0, 0.35 - turn)) * (0.85 + 0.15 * beat),
    )


def camera_picture(held: Pose) -> Picture:
    """Draw the camera's picture, RGB of shape ``(HEIGHT, WIDTH, 3)``."""
    import cv2

    picture = _room().copy()
    middle = WIDTH / 2 + held.sway
    _body(picture, middle)
    _arm(picture, middle, -1, held.left)
    _arm(picture, middle, 1, held.right)
    _head(picture, middle + held.sway * 0.35, 166 + held.nod, held)
    return np.asarray(cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)


@cache
def _room() -> Picture:
    return room(WIDTH, HEIGHT)


def _body(picture: Picture, x: float) -> None:
    half = [(30, 238), (66, 252), (98, 282), (108, 420)]
    shoulders = [(x + dx, y) for dx, y in half] + [(x - dx, y) for dx, y in reversed(half)]
    fill(picture, smooth(shoulders), _SWEATER)
    fill(picture, [(x - 32, 241), (x + 32, 241), (x, 290)], _SHIRT)
    neck = [(x - 22, 200), (x + 22, 200), (x + 22, 246), (x, 276), (x - 22, 246)]
    fill(picture, smooth(neck), _SHADE)


def _arm(picture: Picture, x: float, side: int, raised: float) -> None:
    """Swing the forearm from the elbow: at rest the hand is below the picture."""
    shoulder, elbow = (x + side * 86, 296.0), (x + side * 98, 392.0)
    angle = 2.2 - 1.85 * raised
    hand = (elbow[0] - side * 86 * math.sin(angle), elbow[1] - 86 * math.cos(angle))
    limb(picture, shoulder, elbow, 20, _SLEEVE)
    limb(picture, elbow, hand, 16, _SLEEVE)
    _hand(picture, hand, side, -side * angle)


def _hand(picture: Picture, wrist: tuple[float, float], side: int, angle: float) -> None:
    palm = smooth([(-10, 4), (-13, -20), (-8, -30), (8, -30), (13, -20), (10, 4)])
    fill(picture, turned(palm, angle) + wrist, _SKIN)
    for spread in (-0.36, -0.12, 0.12, 0.36):
        ends = turned([(spread * 24, -24), (spread * 44, -46 + 16 * abs(spread))], angle) + wrist
        limb(picture, (ends[0, 0], ends[0, 1]), (ends[1, 0], ends[1, 1]), 4, _SKIN)
    thumb = turned([(-side * 8, -8), (-side * 22, -24)], angle) + wrist
    limb(picture, (thumb[0, 0], thumb[0, 1]), (thumb[1, 0], thumb[1, 1]), 4.5, _SKIN)


def _head(picture: Picture, x: float, y: float, held: Pose) -> None:
    neck = np.array((0.0, 60.0))
    at: Points = neck + np.array((x, y))

    def place(outline: Outline) -> Points:
        return turned(np.asarray(outline, float) - neck, held.tilt) + at

    fill(picture, place(oval(0, -18, 57, 58)), _HAIR)
    for side in (-1, 1):
        fill(picture, place(oval(side * 51, 8, 9, 14)), _SHADE)
    fill(picture, place(_FACE), _SKIN)
    fill(picture, place(_FRINGE), _HAIR)
    for side in (-1, 1):
        fill(picture, place(oval(side * 31, 30, 10, 6)), _BLUSH)
        fill(picture, place((_BROW - (0, 3 * held.mouth)) * (side, 1)), _HAIR)
        _eye(picture, place, side * 20, held)
    fill(picture, place(_NOSE), _SHADE)
    _lips(picture, place, held.mouth)


def _eye(picture: Picture, place: Place, x: float, held: Pose) -> None:
    if held.eyes < 0.3:
        fill(picture, place(oval(x, 6, 9, 1.3)), _HAIR)
        return
    fill(picture, place(oval(x, 4, 9, 6.4 * held.eyes)), _WHITE)
    fill(picture, place(oval(x + held.sway * 0.12, 4.2, 5.2, 5.6 * held.eyes)), _PUPIL)
    fill(picture, place(oval(x + 1.6 + held.sway * 0.12, 2.4, 1.5, 1.5)), _WHITE)


def _lips(picture: Picture, place: Place, opened: float) -> None:
    """A smile that opens downwards."""
    down = 3 + 14 * opened
    wide = 19 - 5 * opened
    smile = [
        (-wide, 42),
        (-8, 45),
        (8, 45),
        (wide, 42),
        (wide * 0.6, 45 + down),
        (-wide * 0.6, 45 + down),
    ]
    fill(picture, place(smooth(smile)), _LIP)
    if opened > 0.12:
        inner = np.array(smile) * (0.8, 1) + (0, 0.5)
        inner[4:, 1] -= 2.5
        fill(picture, place(smooth(inner)), _MOUTH)
        fill(picture, place(smooth([(-9, 45), (9, 45), (7, 48.5), (-7, 48.5)])), _WHITE)
