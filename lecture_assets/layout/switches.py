"""Finds when the picture becomes arranged in another way."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lecture_assets.layout.parts import same_place
from lecture_assets.layout.rectangles import Box
from lecture_assets.layout.regions import Arrangement, arrangement
from lecture_assets.layout.sampling import Window
from lecture_assets.media.frames import Picture, Pixels

Pair = tuple[Picture, Picture]
Cells = npt.NDArray[np.float32]
Between = Callable[[int, int], Iterable[Picture]]

_TRUSTED = 0.5
_FEWEST = 3
_COARSE = (160, 90)
_CELL = 10
_MOVES_BY = 8
_MOVES_OVER = 0.03
_OTHER = 0.5
_OTHER_CELLS = 2
_NEAR = 3
_MOVED = 0.5
_FILMED = {"filmed_screen", "camera_only"}
_NEW_SLIDE = 0.01
_CHANGES_BY = 20


@dataclass
class Stretch:
    """A part of a window in which the picture seems to be arranged in one way.

    Attributes:
        start_ms: Where it begins.
        end_ms: Where it ends.
        found: How the picture is arranged, or None where that cannot be told.
        pairs: The pairs of pictures within.
        small: The small pictures within.
        complete: Whether the small ones leave out nothing.
    """

    start_ms: int
    end_ms: int
    found: Arrangement | None
    pairs: list[Pair]
    small: list[Picture]
    complete: bool


def stretches_of(window: Window) -> list[Stretch]:
    """Cut a window where another part of the picture begins to move, if it is arranged otherwise.

    The stretches meet halfway between two pairs of pictures; ``settle`` finds the instant.
    """
    cells = [_cells(*pair) for pair in window.pairs]
    parts = _parts(window.pairs, cells, _trusted(window.pairs))
    stretches = []
    start_ms, first = window.span.start_ms, 0
    for place, found in parts:
        last = place == len(window.pairs)
        end_ms = window.end_ms if last else _middle(window.pairs[place - 1], window.pairs[place])
        small = [each for each in window.small if start_ms <= each.at_ms < end_ms]
        pairs = window.pairs[first:place]
        stretches.append(Stretch(start_ms, end_ms, found, pairs, small, window.complete))
        start_ms, first = end_ms, place
    return stretches


def settle(earlier: Stretch, later: Stretch, between: Between) -> None:
    """Move the end of a stretch and the start of the next to the instant of the switch.

    Args:
        earlier: A stretch.
        later: The one that follows, in which the picture is arranged otherwise.
        between: Decodes the small pictures after one instant and before another.
    """
    if not earlier.pairs or not later.pairs:
        return
    pairs = earlier.pairs[-_NEAR:] + later.pairs[:_NEAR]
    cells = [_cells(*pair) for pair in pairs]
    before, after = (_mean([_cells(*p) for p in each.pairs]) for each in (earlier, later))
    far = [(np.abs(each - before).sum(), np.abs(each - after).sum()) for each in cells]
    cuts = range(1, len(pairs))
    cut = min(cuts, key=lambda k: sum(b for b, _ in far[:k]) + sum(a for _, a in far[k:]))
    start_ms, end_ms = pairs[cut - 1][0].at_ms, pairs[cut][0].at_ms
    seen = list(between(start_ms, end_ms + 1))
    step, at = max(
        ((_difference(a.pixels, b.pixels), place) for place, (a, b) in enumerate(pairwise(seen))),
        default=(0.0, -1),
    )
    at_ms = seen[at + 1].at_ms if step > 0 else (start_ms + end_ms) // 2
    small = sorted(
        {each.at_ms: each for each in [*earlier.small, *seen, *later.small]}.values(),
        key=lambda each: each.at_ms,
    )
    earlier.end_ms = later.start_ms = at_ms
    earlier.small = [each for each in small if each.at_ms < at_ms]
    later.small = [each for each in small if each.at_ms >= at_ms]


def alike(one: Arrangement | None, other: Arrangement | None) -> bool:
    """Tell whether two stretches are arranged in the same way."""
    if one is None or other is None:
        return one is other
    places = same_place(one.screen, other.screen) and same_place(one.camera, other.camera)
    return one.kind == other.kind and places


def _parts(
    pairs: list[Pair], cells: list[Cells], whole: Arrangement | None
) -> list[tuple[int, Arrangement | None]]:
    """Where each part ends and how it is arranged."""
    cut = _cut(cells)
    if cut is None:
        return [(len(pairs), whole)]
    halves = pairs[:cut], pairs[cut:]
    first, second = (_proven(half, whole) for half in halves)
    if not _switches(first, second, whole):
        return [(len(pairs), whole)]
    return [
        *_parts(halves[0], cells[:cut], first),
        *((cut + end, found) for end, found in _parts(halves[1], cells[cut:], second)),
    ]


def _switches(
    first: Arrangement | None, second: Arrangement | None, whole: Arrangement | None
) -> bool:
    """Tell whether two halves tell more than the whole does."""
    if first is None or second is None:
        return whole is None and first is not second
    kinds = {first.kind, second.kind}
    if len(kinds) > 1:
        return kinds != _FILMED
    cameras = first.camera, second.camera
    return None not in cameras and not same_place(*cameras, share=_MOVED)


def _cut(cells: list[Cells]) -> int | None:
    """Where the cells that move become others, or None where they do not."""
    best: tuple[float, int] | None = None
    for place in range(_FEWEST, len(cells) - _FEWEST + 1):
        apart = np.abs(_mean(cells[:place]) - _mean(cells[place:]))
        if np.count_nonzero(apart >= _OTHER) >= _OTHER_CELLS:
            weight = float(apart.sum()) * np.sqrt(place * (len(cells) - place))
            best = max(best or (0.0, place), (weight, place))
    return best[1] if best else None


def _proven(pairs: list[Pair], whole: Arrangement | None) -> Arrangement | None:
    """How a part is arranged; what moves on a single slide is a video, not a camera.

    A rectangle that is found in a few pictures may be cut short, so what changes next to it tells
    of no other slide; and where the slide changes within a pair, so does the video's place.
    """
    found = _trusted(pairs)
    if found is None or found.camera is None or found.kind != "picture_in_picture":
        return found
    outside = ~found.restless
    margin = min(found.camera.width, found.camera.height) // 4
    outside[found.camera.grown(margin, Box(0, 0, *outside.shape[::-1])).slices] = False
    within, least = found.camera.slices, _NEW_SLIDE * outside.size

    def changes(one: Picture, other: Picture) -> bool:
        return bool(np.count_nonzero(_differ(one, other, _CHANGES_BY) & outside) > least)

    alive = [_differ(*pair, _MOVES_BY)[within].any() and not changes(*pair) for pair in pairs]
    for place, (earlier, later) in enumerate(pairwise(pairs)):
        if alive[place] and alive[place + 1] and changes(earlier[0], later[0]):
            return found
    return whole


def _trusted(pairs: list[Pair]) -> Arrangement | None:
    found = arrangement(pairs) if pairs else None
    return found if found is not None and found.confidence >= _TRUSTED else None


def _cells(one: Picture, other: Picture) -> Cells:
    """Which cells of a pair's picture move."""
    import cv2

    first, second = (
        cv2.resize(each.pixels, _COARSE, interpolation=cv2.INTER_AREA) for each in (one, other)
    )
    moves = np.asarray(cv2.absdiff(first, second)) > _MOVES_BY
    height, width = moves.shape[0] // _CELL, moves.shape[1] // _CELL
    shares = moves.reshape(height, _CELL, width, _CELL).mean(axis=(1, 3))
    return np.asarray(shares > _MOVES_OVER, np.float32)


def _differ(one: Picture, other: Picture, by: int) -> npt.NDArray[np.bool_]:
    import cv2

    return np.asarray(cv2.absdiff(one.pixels, other.pixels)) > by


def _mean(cells: list[Cells]) -> Cells:
    return np.asarray(np.mean(cells, axis=0), np.float32)


def _middle(before: Pair, after: Pair) -> int:
    return (before[1].at_ms + after[0].at_ms) // 2


def _difference(one: Pixels, other: Pixels) -> float:
    return float(np.abs(one.astype(np.int16) - other).mean())
