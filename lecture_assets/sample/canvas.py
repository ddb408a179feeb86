"""Draws flat shapes and text at twice their size, so that edges come out smooth."""

from collections.abc import Sequence
from functools import cache
from importlib import resources

from PIL import Image, ImageDraw, ImageFont

Colour = str
Point = tuple[float, float]

PAPER = "#FBF8F1"
INK = "#1D2733"
MUTED = "#5B6777"
RULE = "#DDD5C4"
TEAL = "#0F766E"
DEEP_TEAL = "#10484F"
BRIGHT_TEAL = "#5CC4B3"
PALE_TEAL = "#CFE7E2"
CORAL = "#D9512C"
NIGHT = "#17212E"
CLOUD = "#C9D3DF"

_SCALE = 2


@cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    name = "NotoSans-Bold.ttf" if bold else "NotoSans-Regular.ttf"
    with resources.as_file(resources.files("lecture_assets") / "fonts" / name) as path:
        return ImageFont.truetype(path, size)


class Canvas:
    """A picture that is being drawn; all lengths are pixels of the finished picture."""

    def __init__(self, width: int, height: int, colour: Colour = PAPER) -> None:
        self.width, self.height = width, height
        self._image = Image.new("RGB", (width * _SCALE, height * _SCALE), colour)
        self._draw = ImageDraw.Draw(self._image)

    def picture(self) -> Image.Image:
        """Return what was drawn so far."""
        return self._image.resize((self.width, self.height), Image.Resampling.LANCZOS)

    def text(
        self,
        at: Point,
        text: str,
        size: int,
        colour: Colour = INK,
        *,
        bold: bool = False,
        anchor: str = "ls",
    ) -> None:
        """Write one line or more; ``anchor`` as Pillow has it, on the first line's baseline."""
        for number, line in enumerate(text.splitlines()):
            x, y = at[0], at[1] + number * size * 1.32
            font = _font(size * _SCALE, bold=bold)
            self._draw.text((x * _SCALE, y * _SCALE), line, colour, font, anchor)

    def box(
        self,
        corner: Point,
        size: Point,
        colour: Colour,
        *,
        radius: float = 0,
    ) -> None:
        """Fill a rectangle with round corners."""
        (x, y), (width, height) = corner, size
        edges = [x * _SCALE, y * _SCALE, (x + width) * _SCALE - 1, (y + height) * _SCALE - 1]
        self._draw.rounded_rectangle(edges, radius * _SCALE, colour)

    def dot(self, at: Point, radius: float, colour: Colour, share: float = 1) -> None:
        """Fill a disc, or the left ``share`` of its turn, as a clock's hand would sweep it."""
        edges = [
            (at[0] - radius) * _SCALE,
            (at[1] - radius) * _SCALE,
            (at[0] + radius) * _SCALE,
            (at[1] + radius) * _SCALE,
        ]
        self._draw.pieslice(edges, -90 - 360 * share, -90, colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float = 2) -> None:
        """Draw a line through points."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(scaled, colour, round(width * _SCALE), joint="curve")

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        """Fill a polygon."""
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], colour)
