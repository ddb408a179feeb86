"""The layout composed: where screen, camera and captions stand in a clip's picture."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from lecture_assets.layout.models import Frame, Layout, LayoutPart, Region
from lecture_assets.timeline import Span

BACKGROUND = "0x11151c"
"""The colour around the tiles."""

_CARD = Frame(width=1280, height=720)
_LEAST_HEIGHT = 480
_LEAST_CANVAS_HEIGHT = 720
_LEAST_CONFIDENCE = 0.6
_LEAST_SHARE = 0.95
_LEAST_SCREEN_SHARE = 0.2
_LEAST_CAMERA = 48
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
        kind: ``as_recorded`` shows the whole source; ``screen_and_camera`` sets both side by side
            above a band with the captions; ``card`` shows a title where there is no picture.
        width: Width in pixels, even.
        height: Height in pixels, even.
        tiles: Parts of the source; none overlap.
        captions: Where captions stand.
        boxed: Whether captions stand on the picture and so need a box of their own.
        title: What a card says.
    """

    model_config = ConfigDict(frozen=True)

    kind: Literal["as_recorded", "screen_and_camera", "card"]
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
        Screen and camera side by side where nearly all of the highlight has both, else the
        picture as it was recorded.
    """
    part = _arrangement(layout, keep)
    if part is not None and part.screen is not None and part.camera is not None:
        height = _even(min(max_height, max(_LEAST_CANVAS_HEIGHT, shape.height)))
        screen = _in_source(part.screen, layout.frame, shape)
        camera = _in_source(part.camera, layout.frame, shape)
        return _side_by_side(screen, camera, height, pixel_aspect)
    return as_recorded(shape, max_height, pixel_aspect)


def as_recorded(shape: Frame, max_height: int, pixel_aspect: float = 1.0) -> Composition:
    """Show the whole picture, with the captions in its lower part."""
    shown = min(max_height, max(_LEAST_HEIGHT, shape.height))
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


def _arrangement(layout: Layout, keep: Sequence[Span]) -> LayoutPart | None:
    """The one part that holds nearly all of the highlight, where it can be taken apart."""
    total = sum(span.duration_ms for span in keep)
    for part in layout.parts:
        share = sum(part.overlap_ms(span) for span in keep)
        if share < _LEAST_SHARE * total or part.confidence < _LEAST_CONFIDENCE:
            continue
        if part.kind not in ("picture_in_picture", "side_by_side"):
            continue
        if part.screen is None or part.camera is None:
            continue
        frame_area = layout.frame.width * layout.frame.height
        screen_area = part.screen.width * part.screen.height
        camera_side = min(part.camera.width, part.camera.height)
        if screen_area >= _LEAST_SCREEN_SHARE * frame_area and camera_side >= _LEAST_CAMERA:
            return part
    return None


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
    top = margin + _even((room_h - max(screen_size[1], camera_size[1])) / 2)
    return Composition(
        kind="screen_and_camera",
        width=width,
        height=height,
        tiles=[
            Tile(source=screen, target=_region(screen_x, top, screen_size)),
            Tile(source=camera, target=_region(camera_x, top, camera_size)),
        ],
        captions=_region(margin, height - band, (width - 2 * margin, band)),
        boxed=False,
    )


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
