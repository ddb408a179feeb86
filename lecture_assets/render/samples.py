"""What the frames that are written beside a clip, one every two seconds, tell of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lecture_assets.render.composition import Composition
from lecture_assets.render.take import SAMPLE_WIDTH, Take
from lecture_assets.transcript.captions import Cue

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_BLACK = 20
_SAME = 0.25
_EDGE_MS = 120
_CHANGED, _LEAST_CHANGED = 60, 0.0002


def black_ms(frames: Sequence[Path], take: Take) -> int:
    """How long a clip is black: no pixel of its picture is brighter than the darkest grey."""
    return sum(take.sample_ms for frame in frames if float(_grey(frame).max()) < _BLACK)


def frozen_ms(frames: Sequence[Path], take: Take, composition: Composition) -> int | None:
    """The longest stretch in which the camera shows one and the same picture.

    Returns:
        Milliseconds, or None where no camera is set apart: a slide may stand for as long as it
        likes, and a hall is large beside who stands in it.
    """
    if len(composition.tiles) < 2 or _shows_hall(composition):
        return None
    at, scale = composition.tiles[1].target, SAMPLE_WIDTH / composition.width
    rows = slice(round(at.y * scale), round((at.y + at.height) * scale))
    columns = slice(round(at.x * scale), round((at.x + at.width) * scale))
    longest = running = 0
    before = None
    for frame in frames:
        now = _grey(frame)[rows, columns].astype(float)
        same = before is not None and float(abs(now - before).mean()) < _SAME
        running = running + take.sample_ms if same else 0
        longest, before = max(longest, running), now
    return longest


def _shows_hall(composition: Composition) -> bool:
    """Whether the second tile is no camera but a hall, the screen of which is the first."""
    screen, hall = (tile.source for tile in composition.tiles[:2])
    if screen is None or hall is None:
        return False
    across = hall.x <= screen.x and screen.x + screen.width <= hall.x + hall.width
    down = hall.y <= screen.y and screen.y + screen.height <= hall.y + hall.height
    return across and down


def captions_seen(
    clean: Sequence[Path], captioned: Sequence[Path], take: Take, cues: Sequence[Cue]
) -> bool | None:
    """Whether captions are in the picture while they should be.

    Args:
        clean: The frames without captions.
        captioned: The same with them.
        take: Tells when they are shown.
        cues: Captions that can be drawn, on the clip's clock.

    Returns:
        None where no frame was taken while a caption is shown.
    """
    seen = []
    for number, (without, with_them) in enumerate(zip(clean, captioned, strict=True)):
        at_ms = take.sampled_at_ms(number)
        if take.faded_at_ms(at_ms):
            continue
        if any(cue.start_ms + _EDGE_MS < at_ms < cue.end_ms - _EDGE_MS for cue in cues):
            difference = abs(_grey(without).astype(int) - _grey(with_them))
            seen.append(float((difference > _CHANGED).mean()) > _LEAST_CHANGED)
    return all(seen) if seen else None


def _grey(frame: Path) -> "npt.NDArray[np.uint8]":
    import cv2

    return cv2.imread(str(frame), cv2.IMREAD_GRAYSCALE)  # type: ignore[return-value]
