"""What moves, what changes and which edges stay, over the pictures of a window."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lecture_assets.media.frames import Picture, Pixels

Shares = npt.NDArray[np.float32]
"""One share in [0, 1] for each pixel."""

Moves = npt.NDArray[np.bool_]

_MOVES_OFTEN = 0.12
_FEWEST_MOVES = 3
_A_MOVE = 20
_MOVES_BY = 8
_UNUSUAL_TIMES = 5
_UNUSUAL_SHARE = 0.02
_CHANGES_BY = 20
_EDGE_STEP = 3
_ONE_LEVEL = 2
_ALIVE = 0.3
_EDGE_STAYS = 0.8


@dataclass(frozen=True)
class Maps:
    """What was seen at each pixel of the pictures, which are all of one size.

    Attributes:
        motion: Share of the usual pairs, 0.4 s apart, between which the pixel changed.
        often: Where it changed in enough of them to be a camera's, not a slide's change.
        change: Share of the steps from one pair to the next over which it changed.
        upright: 1 where an upright edge stays through most pictures, or within two pixels of one.
        level: The same for level edges.
        busy: Share of the usual pairs in which something moved where things move often.
        median: The pixel's median grey level.
        even: Share of a single picture that is perfectly even, in the middle one of them.
        alive: Where two pictures of a pair are rarely equal, as the noise of a sensor has it.
        grained: Where a camera's picture seems to be: what moves, what is alive, and what is
            uneven and stays while the slides change.
    """

    motion: Shares
    often: Moves
    change: Shares
    upright: Shares
    level: Shares
    busy: float
    median: Pixels
    even: float
    alive: Moves
    grained: Moves

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the pictures."""
        return self.motion.shape[1], self.motion.shape[0]

    def drawn(self, where: Moves) -> float:
        """Share of a part that is perfectly even, as in what a computer drew.

        Without a look at noise it was 0.37 to 0.53 on filmed rooms and 0.73 to 0.93 on slides.
        """
        uneven = (steps_of(self.median) > 1) | self.alive
        return 1 - np.count_nonzero(uneven & where) / max(1, int(np.count_nonzero(where)))

    def plain(self, where: Moves) -> float:
        """Share of a part that has nothing but its own level around it, to eight pixels.

        It was 0.06 to 0.34 on walls and rooms, however little noise was left of them, and 0.6 to
        0.8 on slides. Nothing is not plain.
        """
        import cv2

        levels, around = softened(self.median), np.ones((17, 17), np.uint8)
        span = cv2.subtract(cv2.dilate(levels, around), cv2.erode(levels, around))
        flat = np.asarray(span) <= _ONE_LEVEL
        return np.count_nonzero(flat & where) / max(1, int(np.count_nonzero(where)))


def steps_of(pixels: Pixels) -> npt.NDArray[np.int16]:
    """The larger step of a picture's level from the pixel above or to the left."""
    wide = pixels.astype(np.int16)
    steps = np.zeros(wide.shape, np.int16)
    steps[:, 1:] = np.abs(np.diff(wide, axis=1))
    steps[1:] = np.maximum(steps[1:], np.abs(np.diff(wide, axis=0)))
    return steps


def maps_of(pairs: list[tuple[Picture, Picture]]) -> Maps:
    """Lay the pictures of a window over each other.

    Args:
        pairs: At least one pair of grey pictures, all of one size.
    """
    firsts = [softened(before.pixels) for before, _ in pairs]
    laters = [softened(later.pixels) for _, later in pairs]
    moves = [_differs(a, b, _MOVES_BY) for a, b in zip(firsts, laters, strict=True)]
    changes = [_differs(a, b, _CHANGES_BY) for a, b in pairwise(firsts)]
    pictures = [before.pixels for before, _ in pairs]
    usual = _usual(moves)
    motion = _share(usual)
    fewest = min(_FEWEST_MOVES, -(-len(usual) // 3))
    often = motion >= max(_MOVES_OFTEN, (fewest - 0.5) / len(usual))
    median = np.median(np.stack(pictures), axis=0).astype(np.uint8)
    change = _share(changes) if changes else np.zeros(firsts[0].shape, np.float32)
    alive = _share([_differs(a.pixels, b.pixels, 0) for a, b in pairs]) >= _ALIVE
    return Maps(
        motion=motion,
        often=often,
        change=change,
        upright=_near(_staying([_step(each, 1) for each in pictures]), 1),
        level=_near(_staying([_step(each, 0) for each in pictures]), 0),
        busy=float(np.mean([np.count_nonzero(each & often) >= _A_MOVE for each in usual])),
        median=median,
        even=float(np.median([np.mean(steps_of(each) <= 1) for each in pictures])),
        alive=alive,
        grained=often | alive | ((steps_of(median) > 1) & (change == 0)),
    )


def _usual(moves: list[Moves]) -> list[Moves]:
    """Leave out pairs between which a slide changed: far more moves in them than in most.

    Where key frames come at fixed distances, several may happen to stand just before a change.
    """
    areas = [np.count_nonzero(each) for each in moves]
    most = max(_UNUSUAL_TIMES * float(np.median(areas)), _UNUSUAL_SHARE * moves[0].size)
    return [each for each, area in zip(moves, areas, strict=True) if area <= most] or moves


def softened(pixels: Pixels) -> Pixels:
    """Blur a little, so that noise and ringing do not count as motion."""
    import cv2

    return np.asarray(cv2.blur(pixels, (3, 3)), np.uint8)


def _differs(one: Pixels, other: Pixels, by: int) -> Moves:
    import cv2

    return np.asarray(cv2.absdiff(one, other)) > by


def _share(masks: list[Moves]) -> Shares:
    total = np.zeros(masks[0].shape, np.float32)
    for mask in masks:
        total += mask
    return total / np.float32(len(masks))


def _step(pixels: Pixels, axis: int) -> Moves:
    """Tell where the level steps across an axis, looking one pixel to either side."""
    wide = pixels.astype(np.int16)
    step = np.zeros(pixels.shape, np.bool_)
    if axis == 1:
        step[:, 1:-1] = np.abs(wide[:, 2:] - wide[:, :-2]) > _EDGE_STEP
    else:
        step[1:-1] = np.abs(wide[2:] - wide[:-2]) > _EDGE_STEP
    return step


def _staying(steps: list[Moves]) -> Moves:
    return np.asarray(_share(steps) >= _EDGE_STAYS)


def _near(mask: Moves, axis: int) -> Shares:
    """Widen edges by a pixel across their direction: scaling rarely puts them on one column."""
    widened = mask.copy()
    if axis == 1:
        widened[:, 1:] |= mask[:, :-1]
        widened[:, :-1] |= mask[:, 1:]
    else:
        widened[1:] |= mask[:-1]
        widened[:-1] |= mask[1:]
    return widened.astype(np.float32)
