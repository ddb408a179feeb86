"""Cuts the time in which a screen is shown into slides."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lecture_assets.layout.changes import Change
from lecture_assets.layout.models import Slide
from lecture_assets.layout.regions import Arrangement
from lecture_assets.timeline import Span

Mask = npt.NDArray[np.bool_]

_APART_MS = 1_000
_LEAST_OF_SCREEN = 0.2


def screen_mask(found: Arrangement, shape: tuple[int, int]) -> Mask | None:
    """Mark where slide changes count: on the screen, off the camera and all that keeps moving.

    Args:
        found: How the picture is arranged.
        shape: Height and width of the mask.

    Returns:
        The mask, or None without a screen, or where too little of one is at rest.
    """
    import cv2

    if found.screen is None:
        return None
    height, width = shape
    across, down = width / found.restless.shape[1], height / found.restless.shape[0]
    mask = np.zeros(shape, np.bool_)
    mask[found.screen.scaled(across, down).slices] = True
    whole = int(np.count_nonzero(mask))
    if found.camera is not None:
        camera = found.camera.scaled(across, down)
        mask[
            max(0, camera.top - 3) : camera.bottom + 3, max(0, camera.left - 3) : camera.right + 3
        ] = 0
    restless = cv2.resize(found.restless.astype(np.uint8), (width, height)) > 0
    mask &= ~np.asarray(restless)
    return mask if np.count_nonzero(mask) >= _LEAST_OF_SCREEN * whole else None


def slides_of(shown: Span, changes: list[Change]) -> list[Slide]:
    """Cut the time in which a screen is shown into slides.

    Args:
        shown: When the screen is shown.
        changes: Its changes in order; one within a second of the last belongs to that.
    """
    starts, builds = [shown.start_ms], dict[int, list[int]]()
    last_ms = shown.start_ms
    for change in changes:
        if change.at_ms - last_ms < _APART_MS or shown.end_ms - change.at_ms < _APART_MS // 2:
            continue
        last_ms = change.at_ms
        if change.build:
            builds.setdefault(starts[-1], []).append(change.at_ms)
        else:
            starts.append(change.at_ms)
    return [
        Slide(start_ms=start, end_ms=end, builds_ms=builds.get(start, []))
        for start, end in pairwise([*starts, shown.end_ms])
    ]
