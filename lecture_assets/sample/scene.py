"""Arranges the sample lecture's picture: the slide, the camera and a name on a dark wall."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image, ImageFilter

from lecture_assets.layout.models import Region
from lecture_assets.sample import presenter, slides
from lecture_assets.sample.canvas import CLOUD, NIGHT, PAPER, Canvas
from lecture_assets.sample.strokes import Picture

WIDTH, HEIGHT = 1280, 720
"""Size of the lecture's picture in pixels."""

SCREEN = Region(x=20, y=90, width=slides.WIDTH, height=slides.HEIGHT)
"""Where the slide is."""

CAMERA = Region(x=1000, y=90, width=presenter.WIDTH, height=presenter.HEIGHT)
"""Where the camera is."""


@dataclass(frozen=True)
class Shown:
    """What the screen shows.

    Attributes:
        slide: Number of the slide, from 1.
        build: How many of its builds are shown.
    """

    slide: int
    build: int


@cache
def still(shown: Shown) -> Picture:
    """Draw all but the camera, RGB of shape ``(HEIGHT, WIDTH, 3)``; not to be written to."""
    picture = _wall().copy()
    picture.paste(slides.slide_picture(shown.slide, shown.build), (SCREEN.x, SCREEN.y))
    return np.asarray(picture, np.uint8)


@cache
def _wall() -> Image.Image:
    canvas = Canvas(WIDTH, HEIGHT, NIGHT)
    middle = CAMERA.x + CAMERA.width / 2
    canvas.text((middle, 556), "Joe", 27, PAPER, bold=True, anchor="ms")
    canvas.text((middle, 586), "synthetic voice,", 17, CLOUD, anchor="ms")
    canvas.text((middle, 609), "drawn presenter", 17, CLOUD, anchor="ms")
    picture = canvas.picture()
    shadow = Image.new("L", picture.size, 0)
    for region in (SCREEN, CAMERA):
        left, top = region.x, region.y + 6
        shadow.paste(150, (left, top, left + region.width, top + region.height))
    shadow = shadow.filter(ImageFilter.GaussianBlur(10))
    return Image.composite(Image.new("RGB", picture.size, "#0B1119"), picture, shadow)
