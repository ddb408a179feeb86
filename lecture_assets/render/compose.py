"""Chooses how a highlight's picture is arranged, by the lecture's layout and as it was asked."""

from collections.abc import Sequence

from lecture_assets.layout.models import Frame, Layout, LayoutPart, Region
from lecture_assets.options import CompositionName, RenderOptions
from lecture_assets.render.beside import side_by_side
from lecture_assets.render.composition import Composition, Tile, even, region, safe
from lecture_assets.render.upright import Source, upright
from lecture_assets.timeline import Span
from lecture_assets.transcript.cues import LINE_CHARS

_CARD = (1280, 720)
_CARDS = {"vertical": (720, 1280), "square": (1080, 1080)}
_LEAST_SIDE = 480
_NARROWEST, _WIDEST = 0.5, 4.0
"""Pictures whose width is less or more than so many times their height get borders."""

_UPRIGHT, _UPRIGHT_LINE_CHARS = 0.8, 28
_LEAST_CANVAS_HEIGHT = 720
_LEAST_CONFIDENCE = 0.6
_LEAST_SHARE = 0.95
_LEAST_SCREEN_SHARE = 0.2
_LEAST_CAMERA = 48
_MOST_COVERED = 0.1
_WITH_SLIDES = ("screen_only", "picture_in_picture", "side_by_side", "stacked")
_MARGIN, _BAND = 0.02, 0.15
_LEAST_HALL_SCREEN = 0.2


def compose(
    layout: Layout,
    keep: Sequence[Span],
    source: Source,
    options: RenderOptions,
    title: str,
) -> Composition:
    """Arrange a highlight's picture as it was asked for, as far as its layout allows.

    Args:
        layout: The lecture's layout.
        keep: What is kept of the highlight.
        source: The picture that is to be arranged.
        options: Give the composition and the largest size.
        title: Of the highlight, for compositions with room for one.

    Returns:
        What was asked for. ``auto`` is screen and camera side by side where nearly all of the
        highlight has both apart, else the picture as it was recorded. That has a band for the
        captions where it shows slides, which they would cover. ``screen_and_camera`` shows a
        camera that lies upon the slide again, beside it.
    """
    asked, tallest = options.composition, options.max_height
    part = _sure(layout, keep)
    screen, camera = _regions(part, layout.frame, source.shape)
    if asked in ("vertical", "square"):
        if screen is None:
            screen, camera = _hall(part, layout.frame, source)
        return upright(asked, source, screen, camera, tallest, title)
    slides = part is not None and part.kind in _WITH_SLIDES and screen is not None
    if not slides:
        return as_recorded(source, tallest)
    if asked == "as_recorded" or not screen or not camera:
        return _with_band(source, tallest)
    if asked == "screen_and_camera" or _apart(screen, camera, source.shape):
        height = even(min(tallest, max(_LEAST_CANVAS_HEIGHT, source.shape.height)))
        return side_by_side(screen, camera, height, source.pixel_aspect)
    return _with_band(source, tallest)


def _regions(
    part: LayoutPart | None, frame: Frame, shape: Frame
) -> tuple[Region | None, Region | None]:
    """Screen and camera in the source's pixels, where they are certain and large enough."""
    if part is None or part.kind not in _WITH_SLIDES or part.screen is None:
        return None, None
    screen = _in_source(part.screen, frame, shape)
    if part.camera is None:
        return screen, None
    camera = _in_source(part.camera, frame, shape)
    return screen, camera if min(camera.width, camera.height) >= _LEAST_CAMERA else None


def _hall(
    part: LayoutPart | None, frame: Frame, source: Source
) -> tuple[Region | None, Region | None]:
    """The screen of a hall, and all of the hall, where an upright picture has room for both."""
    if part is None or part.kind != "filmed_screen" or part.screen is None:
        return None, None
    screen = _in_source(part.screen, frame, source.shape)
    large = screen.width >= _LEAST_HALL_SCREEN * source.shape.width
    if not large or source.aspect_of(screen) < 1:
        return None, None
    return screen, Region(x=0, y=0, width=source.shape.width, height=source.shape.height)


def as_recorded(source: Source, max_height: int) -> Composition:
    """Show the whole picture, with the captions in its lower part."""
    shown = _shown_height(source, max_height)
    width, height = _width(source, shown), even(shown)
    whole = Region(x=0, y=0, width=width, height=height)
    return Composition(
        kind="as_recorded",
        width=width,
        height=height,
        tiles=[Tile(source=None, target=_within(whole, source))],
        captions=safe(whole),
        boxed=True,
        line_chars=_UPRIGHT_LINE_CHARS if source.aspect < _UPRIGHT else LINE_CHARS,
    )


def card(title: str, name: CompositionName) -> Composition:
    """Show a title, for a lecture without a picture."""
    width, height = _CARDS.get(name, _CARD)
    return Composition(
        kind="card",
        width=width,
        height=height,
        captions=region(0.05 * width, 0.75 * height, 0.9 * width, 0.2 * height),
        boxed=False,
        line_chars=42 if width > height else 28,
        title=title,
        heading=region(0.1 * width, 0.2 * height, 0.8 * width, 0.5 * height),
    )


def _with_band(source: Source, max_height: int) -> Composition:
    """Show the whole picture above a band: slides are read to their last line."""
    shown = _shown_height(source, max_height * (1 - _BAND))
    width = _width(source, shown)
    picture, height = even(shown), even(shown / (1 - _BAND))
    margin = even(_MARGIN * width)
    return Composition(
        kind="with_band",
        width=width,
        height=height,
        tiles=[Tile(source=None, target=_within(region(0, 0, width, picture), source))],
        captions=region(margin, picture, width - 2 * margin, height - picture),
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


def _apart(screen: Region, camera: Region, shape: Frame) -> bool:
    """Whether screen and camera can be taken apart: a camera upon the slide would show twice."""
    across = min(screen.x + screen.width, camera.x + camera.width) - max(screen.x, camera.x)
    down = min(screen.y + screen.height, camera.y + camera.height) - max(screen.y, camera.y)
    covered = max(0, across) * max(0, down) / (camera.width * camera.height)
    large = screen.width * screen.height >= _LEAST_SCREEN_SHARE * shape.width * shape.height
    return large and covered <= _MOST_COVERED


def _shown_height(source: Source, tallest: float) -> float:
    """Height of a whole picture: small ones are enlarged, so that captions can be read on them."""
    height = source.shape.height
    enlarged = _LEAST_SIDE / min(height * source.aspect, height)
    return min(tallest, height * max(1.0, enlarged))


def _width(source: Source, height: float) -> int:
    """Width of a picture of this height; no strip, which encoders do not take."""
    return even(min(_WIDEST, max(_NARROWEST, source.aspect)) * height)


def _within(place: Region, source: Source) -> Region:
    """All of a place, or the middle of it where a strip is shown."""
    if _NARROWEST <= source.aspect <= _WIDEST:
        return place
    width = min(place.width, even(source.aspect * place.height))
    height = min(place.height, even(place.width / source.aspect))
    x, y = (place.width - width) / 2, (place.height - height) / 2
    return region(place.x + x, place.y + y, width, height)


def _in_source(found: Region, frame: Frame, shape: Frame) -> Region:
    """Bring a region from the layout's frame to the source's pixels, within its bounds."""
    across, down = shape.width / frame.width, shape.height / frame.height
    x, y = max(0, round(found.x * across)), max(0, round(found.y * down))
    width = min(round(found.width * across), shape.width - x)
    height = min(round(found.height * down), shape.height - y)
    return Region(x=x, y=y, width=width, height=height)
