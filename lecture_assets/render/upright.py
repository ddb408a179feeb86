"""Upright and square pictures: screen, captions and camera one above the other."""

from dataclasses import dataclass
from typing import Literal

from lecture_assets.layout.models import Frame, Region
from lecture_assets.render.composition import Composition, Tile, even, region

_TALL = 16 / 9
_NARROWEST, _UPRIGHT_ASPECT = 0.45, 0.7
_LEAST_WIDTH = 720
_MARGIN, _GAP = 0.04, 0.02
_HEADING, _MOST_HEADING, _HEADING_SHARE = 0.1, 0.18, 0.3
_CAPTIONS, _MOST_CAPTIONS, _CAPTIONS_SHARE = 0.15, 0.34, 0.5
_MOST_SCREEN, _MOST_SQUARE_SCREEN, _MOST_ALONE = 0.5, 0.66, 0.74
_LINE_CHARS, _NARROW_LINE_CHARS, _LARGE_LINE_CHARS = 28, 22, 20


@dataclass(frozen=True)
class Source:
    """A picture that is to be arranged.

    Attributes:
        shape: Its size in pixels, rotation applied.
        pixel_aspect: Width of its pixels divided by their height.
    """

    shape: Frame
    pixel_aspect: float = 1.0

    @property
    def aspect(self) -> float:
        """Width divided by height as it is shown."""
        return self.shape.width * self.pixel_aspect / self.shape.height

    def aspect_of(self, part: Region | None) -> float:
        """Width divided by height of a part of it, or of all of it."""
        return self.aspect if part is None else part.width * self.pixel_aspect / part.height


def upright(
    name: Literal["vertical", "square"],
    source: Source,
    screen: Region | None,
    camera: Region | None,
    max_side: int,
    title: str,
) -> Composition:
    """Arrange a picture of 9:16 or 1:1.

    Args:
        name: Which of the two.
        source: The picture.
        screen: Its part with the slides; None shows all of it.
        camera: Its part with the speaker, where that is known besides the screen.
        max_side: Longest of the canvas's shorter sides, in pixels.
        title: Of the highlight.
    """
    width = even(min(max_side, max(_LEAST_WIDTH, source.shape.width)))
    height = even(width * _TALL) if name == "vertical" else width
    aspect = source.aspect_of(screen)
    if name == "vertical" and _NARROWEST <= aspect <= _UPRIGHT_ASPECT:
        return _filled(source, screen, width, height)
    if name == "square" and camera is not None:
        return _square(source, screen, camera, width)
    return _stacked(name, source, screen, camera, (width, height), title)


def _filled(source: Source, screen: Region | None, width: int, height: int) -> Composition:
    """A picture that is upright itself: all of it, with captions above what players cover."""
    aspect = source.aspect_of(screen)
    shown = min(width, height * aspect)
    width, height = even(shown), even(shown / aspect)
    return Composition(
        kind="vertical",
        width=width,
        height=height,
        tiles=[Tile(source=screen, target=region(0, 0, width, height))],
        captions=region(0.06 * width, 0.62 * height, 0.88 * width, 0.2 * height),
        boxed=True,
        line_chars=_LINE_CHARS,
    )


def _stacked(
    name: Literal["vertical", "square"],
    source: Source,
    screen: Region | None,
    camera: Region | None,
    size: tuple[int, int],
    title: str,
) -> Composition:
    """Title, screen, captions and, where there is one, the camera."""
    width, height = size
    margin = _MARGIN * width
    most = (_MOST_SCREEN if name == "vertical" else _MOST_ALONE) * height
    aspect = source.aspect_of(screen)
    screen_h = min(most, width / aspect)
    free = (1 - _HEADING - _CAPTIONS - 4 * _GAP) * height - screen_h
    camera_h = min(free, width / source.aspect_of(camera)) if camera else 0.0
    # Texts are as large as there is room, so that no part of the picture is left empty.
    rest = height - screen_h - camera_h
    heading = min(_MOST_HEADING * height, max(_HEADING * height, _HEADING_SHARE * rest))
    captions = min(_MOST_CAPTIONS * height, max(_CAPTIONS * height, _CAPTIONS_SHARE * rest))
    gap = (rest - heading - captions) / (5 if camera else 4)
    at = gap
    heading_at = region(margin, at, width - 2 * margin, heading)
    at += heading + gap
    tiles = [_tile(screen, aspect, width, at, screen_h)]
    at += screen_h + gap
    captions_at = region(margin, at, width - 2 * margin, captions)
    if camera:
        at += captions + gap
        tiles.append(_tile(camera, source.aspect_of(camera), width, at, camera_h))
    return Composition(
        kind=name,
        width=width,
        height=height,
        tiles=tiles,
        captions=captions_at,
        boxed=False,
        line_chars=_LARGE_LINE_CHARS if name == "vertical" and not camera else _LINE_CHARS,
        title=title,
        heading=heading_at,
    )


def _square(source: Source, screen: Region | None, camera: Region, side: int) -> Composition:
    """The screen over camera and captions, which stand side by side."""
    gap = _GAP * side
    aspect, camera_aspect = source.aspect_of(screen), source.aspect_of(camera)
    screen_h = min(_MOST_SQUARE_SCREEN * side, side / aspect)
    free = side - screen_h - 2 * gap
    camera_w = min(0.45 * side, free * camera_aspect)
    camera_h = camera_w / camera_aspect
    below = screen_h + gap
    captions_x = camera_w + 2 * gap
    return Composition(
        kind="square",
        width=side,
        height=side,
        tiles=[
            _tile(screen, aspect, side, 0, screen_h),
            Tile(
                source=camera,
                target=region(gap, below + (free - camera_h) / 2, camera_w, camera_h),
            ),
        ],
        captions=region(captions_x, below, side - captions_x - gap, free),
        boxed=False,
        line_chars=_NARROW_LINE_CHARS,
    )


def _tile(part: Region | None, aspect: float, width: int, top: float, height: float) -> Tile:
    """A part of the source in the middle of its row."""
    shown = min(float(width), height * aspect)
    return Tile(source=part, target=region((width - shown) / 2, top, shown, shown / aspect))
