"""Takes a picture of each slide when all is on it."""

from dataclasses import dataclass

import numpy as np

from lecture_assets.layout.models import Layout, Region, Slide
from lecture_assets.layout.shots import Shots, shown_at
from lecture_assets.media.frames import Pixels, scaled_size

_LONGEST = 1_920
_SMALL = 640
_ALIKE = 24
_NO_CAMERA = 128


@dataclass(frozen=True)
class SlidePicture:
    """A slide as it is seen.

    Attributes:
        pixels: The screen in RGB, or all of the picture where there is none.
        read: The same without the camera.
        small: That in grey, at most 640 pixels long.
    """

    pixels: Pixels
    read: Pixels
    small: Pixels


def alike(one: Pixels, other: Pixels) -> bool:
    """Tell whether two small pictures differ by no more than an encoder makes them."""
    import cv2

    return one.shape == other.shape and int(np.max(cv2.absdiff(one, other))) <= _ALIKE


def slide_picture(shots: Shots, layout: Layout, slide: Slide) -> SlidePicture | None:
    """Take the picture of a slide shortly before it goes, when all of its builds are there.

    Args:
        shots: The opened upload.
        layout: Where the screen is.
        slide: The slide.

    Returns:
        Its picture, at most 1920 pixels long before the screen is cut out of it; None where
        nothing can be decoded.
    """
    frame, video, at_ms = shots.of(slide), shots.reel.video, shown_at(slide)
    if frame is None:
        return None
    size = scaled_size(video, min(_LONGEST, max(video.width, video.height)))
    whole = shots.reel.coloured(frame, *size)
    part = next((each for each in layout.parts if each.start_ms <= at_ms < each.end_ms), None)
    scale = whole.shape[1] / layout.frame.width
    screen = _slices(part.screen if part else None, scale)
    read = whole.copy()
    if part is not None and part.screen is not None and part.camera is not None:
        read[_slices(part.camera, scale)] = _NO_CAMERA
    cut = np.ascontiguousarray(read[screen])
    return SlidePicture(np.ascontiguousarray(whole[screen]), cut, _small(cut))


def _slices(region: Region | None, scale: float) -> tuple[slice, slice]:
    if region is None:
        return slice(None), slice(None)
    left, top = round(region.x * scale), round(region.y * scale)
    right, bottom = (
        round((region.x + region.width) * scale),
        round((region.y + region.height) * scale),
    )
    return slice(top, max(top + 1, bottom)), slice(left, max(left + 1, right))


def _small(pixels: Pixels) -> Pixels:
    import cv2

    height, width = pixels.shape[:2]
    scale = min(1.0, _SMALL / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
