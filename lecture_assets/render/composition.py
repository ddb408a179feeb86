"""The layout composed: where screen, camera and captions stand in a clip's picture."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from lecture_assets.layout.models import Frame, Layout, LayoutPart, Region
from lecture_assets.timeline import Span

BACKGROUND = "0x11151c"
"""The colour around the tiles."""

_CARD = Frame(width=1280, height=720)
_LEAST_SIDE = 480
_LEAST_CANVAS_HEIGHT = 720
_LEAST_CONFIDENCE = 0.6
_LEAST_SHARE = 0.95
_LEAST_SCREEN_SHARE = 0.2
_LEAST_CAMERA = 48
_MOST_COVERED = 0.1
_WITH_SLIDES = ("screen_only", "picture_in_picture", "side_by_side", "stacked")
_MARGIN, _BAND, _SAFE = 0.02, 0.15, 0.05
_MOST_SCREEN_WIDTH = 0.76


class Tile(BaseModel):
    """A part of the source and where it stands in the clip.

    Attributes:
        source: Rectangle in the source, or None for all of it.
        target: Rectangle in the clip.
    """

    model_config = ConfigDict(frozen=True)

    source: Region | None
    target: Region


class Composition(BaseModel):
    """A clip's picture.

    Attributes:
        kind: ``as_recorded`` shows the whole source; ``with_band`` adds a band for the captions
            below it, so that they cover no slide; ``screen_and_camera`` sets both side by side
            above such a band; ``card`` shows a title where there is no picture.
        width: Width in pixels, even.
        height: Height in pixels, even.
        tiles: Parts of the source; none overlap.
        captions: Where captions stand.
        boxed: Whether captions stand on the picture and so need a box of their own.
        title: What a card says.
    """

    model_config = ConfigDict(frozen=True)

    kind: Literal["as_recorded", "with_band", "screen_and_camera", "card"]
    width: int
    height: int
    tiles: list[Tile] = []
    captions: Region
    boxed: bool
    title: str = ""


def compose(
    layout: Layout, keep: Sequence[Span], shape: Frame, max_height: int, pixel_aspect: float = 1.0
) -> Composition:
    """Choose how a highlight's picture is arranged.

    Args:
        layout: The lecture's layout.
        keep: What is kept of the highlight.
        shape: Size of the source's picture, rotation applied.
        max_height: Taller pictures are scaled down.
        pixel_aspect: Width of the source's pixels divided by their height.

    Returns:
        Screen and camera side by side where nearly all of the highlight has both apart; the whole
        picture above a band where it shows slides; else the picture as it was recorded.
    """
    part = _sure(layout, keep)
    if part is None or part.screen is None or part.kind not in _WITH_SLIDES:
        return as_recorded(shape, max_height, pixel_aspect)
    if part.camera is None or not _apart(part.screen, part.camera, layout.frame):
        return _with_band(shape, max_height, pixel_aspect)
    height = _even(min(max_height, max(_LEAST_CANVAS_HEIGHT, shape.height)))
    screen = _in_source(part.screen, layout.frame, shape)
    camera = _in_source(part.camera, layout.frame, shape)
    return _side_by_side(screen, camera, height, pixel_aspect)


def as_recorded(shape: Frame, max_height: int, pixel_aspect: float = 1.0) -> Composition:
    """Show the whole picture, with the captions in its lower part."""
    shown = _shown_height(shape, pixel_aspect, max_height)
    width = _even(shape.width * pixel_aspect * shown / shape.height)
    height = _even(shown)
    whole = Region(x=0, y=0, width=width, height=height)
    return Composition(
        kind="as_recorded",
        width=width,
        height=height,
        tiles=[Tile(source=None, target=whole)],
        captions=_safe(whole),
        boxed=True,
    )


def card(title: str) -> Composition:
    """Show a title, for a lecture without a picture."""
    whole = Region(x=0, y=0, width=_CARD.width, height=_CARD.height)
    return Composition(
        kind="card",
        width=_CARD.width,
        height=_CARD.height,
        captions=_safe(whole),
        boxed=False,
        title=title,
    )


def _with_band(shape: Frame, max_height: int, pixel_aspect: float) -> Composition:
    """Show the whole picture above a band: slides are read to their last line."""
    shown = _shown_height(shape, pixel_aspect, max_height * (1 - _BAND))
    width = _even(shape.width * pixel_aspect * shown / shape.height)
    picture, height = _even(shown), _even(shown / (1 - _BAND))
    margin = _even(_MARGIN * width)
    return Composition(
        kind="with_band",
        width=width,
        height=height,
        tiles=[Tile(source=None, target=_region(0, 0, (width, picture)))],
        captions=_region(margin, picture, (width - 2 * margin, height - picture)),
        boxed=False,
    )


def _sure(layout: Layout, keep: Sequence[Span]) -> LayoutPart | None:
    """The one part that holds nearly all of the highlight, where its arrangement is certain."""
    total = sum(each.duration_ms for each in keep)
    for part in layout.parts:
        share = sum(part.overlap_ms(each) for each in keep)
        if share >= _LEAST_SHARE * total and part.confidence >= _LEAST_CONFIDENCE:
            return part
    return None


def _apart(screen: Region, camera: Region, frame: Frame) -> bool:
    """Whether screen and camera can be taken apart: a camera upon the slide would show twice."""
    across = min(screen.x + screen.width, camera.x + camera.width) - max(screen.x, camera.x)
    down = min(screen.y + screen.height, camera.y + camera.height) - max(screen.y, camera.y)
    covered = max(0, across) * max(0, down) / (camera.width * camera.height)
    large = screen.width * screen.height >= _LEAST_SCREEN_SHARE * frame.width * frame.height
    fit = min(camera.width, camera.height) >= _LEAST_CAMERA
    return large and fit and covered <= _MOST_COVERED


def _side_by_side(screen: Region, camera: Region, height: int, pixel_aspect: float) -> Composition:
    """Set the screen large and the camera beside it, on the side where it was."""
    width = _even(height * 16 / 9)
    margin, band = _even(_MARGIN * width), _even(_BAND * height)
    room_w, room_h = width - 3 * margin, height - band - margin
    screen_aspect = screen.width * pixel_aspect / screen.height
    camera_aspect = camera.width * pixel_aspect / camera.height
    screen_w = min(_MOST_SCREEN_WIDTH * room_w, room_h * screen_aspect)
    camera_w = min(room_w - screen_w, room_h * camera_aspect)
    screen_size = _even(screen_w), _even(screen_w / screen_aspect)
    camera_size = _even(camera_w), _even(camera_w / camera_aspect)
    left = _even((width - screen_size[0] - camera_size[0] - margin) / 2)
    camera_first = camera.x + camera.width / 2 < screen.x + screen.width / 2
    screen_x = left + (camera_size[0] + margin if camera_first else 0)
    camera_x = left + (0 if camera_first else screen_size[0] + margin)
    tallest = max(screen_size[1], camera_size[1])
    top = _even((height - band - tallest) / 2)
    below = top + tallest
    return Composition(
        kind="screen_and_camera",
        width=width,
        height=height,
        tiles=[
            Tile(source=screen, target=_region(screen_x, top, screen_size)),
            Tile(source=camera, target=_region(camera_x, top, camera_size)),
        ],
        captions=_region(margin, below, (width - 2 * margin, height - below)),
        boxed=False,
    )


def _shown_height(shape: Frame, pixel_aspect: float, tallest: float) -> float:
    """Height of a whole picture: small ones are enlarged, so that captions can be read on them."""
    enlarged = _LEAST_SIDE / min(shape.width * pixel_aspect, shape.height)
    return min(tallest, shape.height * max(1.0, enlarged))


def _region(x: int, y: int, size: tuple[int, int]) -> Region:
    return Region(x=x, y=y, width=size[0], height=size[1])


def _in_source(region: Region, frame: Frame, shape: Frame) -> Region:
    """Bring a region from the layout's frame to the source's pixels, within its bounds."""
    across, down = shape.width / frame.width, shape.height / frame.height
    x, y = max(0, round(region.x * across)), max(0, round(region.y * down))
    width = min(round(region.width * across), shape.width - x)
    return _region(x, y, (width, min(round(region.height * down), shape.height - y)))


def _safe(whole: Region) -> Region:
    """What lies inside a margin of five per cent, where no player hides it."""
    x, y = round(_SAFE * whole.width), round(_SAFE * whole.height)
    return _region(x, y, (whole.width - 2 * x, whole.height - 2 * y))


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)
