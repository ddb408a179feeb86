"""Draws lectures with PIL: slides, a presenter in a room, and their arrangement in the picture."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from lecture_assets.layout.models import Region
from lecture_assets.media.models import VideoStream

WIDTH, HEIGHT = 640, 360
FPS = 10
Draw = Callable[[float], Image.Image]

FONTS = Path(__file__).parents[2] / "lecture_assets" / "fonts"
WORDS = ["energy", "motion", "vector", "kernel", "matrix", "entropy", "proof", "lemma", "graph"]


@dataclass(frozen=True)
class Look:
    """How slides look: paper, ink, and the colour of the bar behind the title, if any."""

    paper: str = "#ffffff"
    ink: str = "#16181d"
    bar: str | None = "#3a5aa0"


LIGHT, DARK, PLAIN = Look(), Look("#14182a", "#e6e6ea", "#2d3a66"), Look(bar=None)


def region(x: int, y: int, width: int, height: int) -> Region:
    return Region(x=x, y=y, width=width, height=height)


WHOLE = region(0, 0, WIDTH, HEIGHT)


@cache
def slide(
    width: int, height: int, number: int, look: Look = LIGHT, bullets: int = 4
) -> Image.Image:
    """A slide with a title and bullets; another number gives other words."""
    picture = Image.new("RGB", (width, height), look.paper)
    draw = ImageDraw.Draw(picture)
    if look.bar:
        draw.rectangle((0, 0, width, int(height * 0.16)), fill=look.bar)
    title = ImageFont.truetype(str(FONTS / "NotoSans-Bold.ttf"), int(height * 0.08))
    text = ImageFont.truetype(str(FONTS / "NotoSans-Regular.ttf"), int(height * 0.065))
    words = np.random.default_rng(number).choice(WORDS, (bullets, 4))
    heading = "Topic number " + str(number)
    draw.text((width * 0.05, height * 0.03), heading, "white" if look.bar else look.ink, title)
    for line, each in enumerate(words):
        place = width * 0.06, height * (0.24 + 0.15 * line)
        draw.text(place, "• " + " ".join(each), look.ink, text)
    return picture


@cache
def _room(width: int, height: int) -> Image.Image:
    coarse = np.random.default_rng(0).integers(70, 150, (height // 16 + 1, width // 16 + 1, 3))
    small = Image.fromarray(coarse.astype(np.uint8))
    return small.resize((width, height), Image.Resampling.BICUBIC)


def presenter(width: int, height: int, at_s: float) -> Image.Image:
    """A head that sways, a mouth that speaks and a hand that waves, before a room."""
    picture = _room(width, height).copy()
    draw = ImageDraw.Draw(picture)

    def disc(x: float, y: float, across: float, down: float, fill: str) -> None:
        draw.ellipse((x - across, y - down, x + across, y + down), fill=fill)

    x, y = width * (0.5 + 0.06 * np.sin(at_s * 2.1)), height * (0.42 + 0.02 * np.sin(at_s * 3.3))
    disc(
        width / 2, height * (1.05 + 0.01 * np.sin(at_s * 3)), width * 0.28, height * 0.4, "#963c3c"
    )
    disc(x, y, height * 0.16, height * 0.2, "#d2aa8c")
    disc(x, y + height * 0.08, height * 0.06, height * 0.03 * (1 + np.sin(at_s * 9)), "#782828")
    hand = width * (0.5 + 0.3 * np.sin(at_s * 1.7))
    disc(hand, height * 0.75, height * 0.06, height * 0.06, "#d2aa8c")
    return picture


def arranged(
    screen: Region | None,
    camera: Region | None,
    *,
    look: Look = LIGHT,
    canvas: str = "#000000",
    slide_s: float = 6,
) -> Draw:
    """A lecture with the slide at ``screen`` and the presenter at ``camera``, on a canvas."""

    def draw(at_s: float) -> Image.Image:
        picture = Image.new("RGB", (WIDTH, HEIGHT), canvas)
        if screen is not None:
            shown = slide(screen.width, screen.height, int(at_s // slide_s), look)
            picture.paste(shown, (screen.x, screen.y))
        if camera is not None:
            picture.paste(presenter(camera.width, camera.height, at_s), (camera.x, camera.y))
        return picture

    return draw


def write(
    path: Path,
    draw: Draw,
    seconds: float,
    key_every_s: float = 25,
    fps: int = FPS,
    options: dict[str, str] | None = None,
) -> VideoStream:
    """Encode what a function draws, ``fps`` pictures a second; ``options`` are x264's."""
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=fps)
        stream.width, stream.height = draw(0).size
        stream.pix_fmt = "yuv420p"
        group = str(round(key_every_s * fps))
        stream.options = {"preset": "ultrafast", "crf": "26", "g": group, **(options or {})}
        last, frame = None, None
        for number in range(round(seconds * fps)):
            picture = draw(number / fps)
            if frame is None or picture is not last:
                drawn = av.VideoFrame.from_ndarray(np.asarray(picture), "rgb24")
                last, frame = picture, drawn.reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
        return VideoStream(codec="h264", width=stream.width, height=stream.height, fps=fps)


def overlap(one: Region | None, other: Region | None) -> float:
    """Intersection over union of two rectangles; 1 where both are missing."""
    if one is None or other is None:
        return float(one is other)
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    shared = max(0, across) * max(0, down)
    return shared / (one.width * one.height + other.width * other.height - shared)
