"""Lays captions over a clip's picture."""

import math
from collections.abc import Sequence

import ffmpeg

from lecture_assets.render.ass import INK
from lecture_assets.render.composition import Composition
from lecture_assets.render.take import CAPTIONS, FONTS, Stream, Take, among, ratio

_ROUNDED_MS = 10
"""ASS counts in hundredths of a second."""
_MOST = 4_000
"""More changes are too long for one argument of a program; then all frames are drawn."""


def lettered(
    picture: Stream, take: Take, composition: Composition, changes_ms: Sequence[int]
) -> Stream:
    """Draw the captions.

    libass draws a box pixel by pixel, which costs a third of what encoding does; so captions in
    boxes are drawn only when they change, on a clear canvas that is laid over all frames. That
    comes out the same, since all but the letters has the canvas' own colour, and letters are
    surrounded by their outline. Without boxes, drawing them on each frame is cheaper.

    Args:
        picture: The clip's, of 8 bits and halved colours.
        take: Gives its length.
        composition: Says whether captions stand in boxes.
        changes_ms: When what is drawn changes, on the clip's clock.
    """
    if not composition.boxed or not changes_ms:
        return picture.filter("subtitles", CAPTIONS, fontsdir=FONTS)
    clear = f"color=c={INK}@0:s={composition.width}x{composition.height}:r={ratio(take.rate)}"
    changed = f",select='{_frames(take, changes_ms)}'" if len(changes_ms) <= _MOST else ""
    drawn_on = f"{clear},format=yuva420p,trim=end_frame={take.frames}{changed}"
    canvas: Stream = ffmpeg.input(drawn_on, f="lavfi").video
    drawn = canvas.filter("subtitles", CAPTIONS, fontsdir=FONTS, alpha=1)
    return picture.overlay(drawn, x=0, y=0)


def _frames(take: Take, changes_ms: Sequence[int]) -> str:
    """The first frame, from which ffmpeg counts an input's times, and those around each change."""
    around = {
        (
            math.floor(max(0, at_ms - _ROUNDED_MS) * take.rate / 1000),
            math.ceil((at_ms + _ROUNDED_MS) * take.rate / 1000),
        )
        for at_ms in [0, *changes_ms]
    }
    return among(sorted(around))
