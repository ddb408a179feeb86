"""Draws a lecture hall as a camera at its back films it: a screen, a speaker, an audience."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from lecture_assets.layout.models import Region
from lecture_assets_tests.layout.actors import Presenter, grain, room
from lecture_assets_tests.layout.drawing import HEIGHT, WIDTH, Draw, region

Random = np.random.Generator
_SHOWN = 480, 270


def hall(random: Random, slides: Callable[[int, int, float], Image.Image]) -> tuple[Draw, Region]:
    """A hall and the rectangle around the screen, which is seen a little from the side."""
    walls = room(random, WIDTH, HEIGHT).point(lambda level: level * 0.45)
    corners = _corners(random)
    warp = _warp(corners)
    audience = _audience(random)
    who, noise = Presenter.of(random), float(random.uniform(1, 3))
    light, stand = float(random.uniform(0.75, 0.95)), float(random.choice([0.08, 0.92]))
    tall = HEIGHT * float(random.uniform(0.35, 0.5))
    inside = Image.new("L", _SHOWN, 255).transform((WIDTH, HEIGHT), *warp)

    def draw(at_s: float) -> Image.Image:
        picture = walls.copy()
        shown = slides(*_SHOWN, at_s).point(lambda level: 25 + level * 0.85 * light)
        picture.paste(shown.transform((WIDTH, HEIGHT), *warp), (0, 0), inside)
        walk = 0.05 * WIDTH * np.sin(at_s * 0.3)
        who.body(picture, WIDTH * stand + walk, HEIGHT * 0.92, tall, at_s)
        picture.paste((12, 12, 14), (0, 0), audience)
        picture = picture.filter(ImageFilter.GaussianBlur(0.7))
        filmed = np.asarray(picture) + grain(who.random, WIDTH, HEIGHT, noise)
        return Image.fromarray(filmed.clip(0, 255).astype(np.uint8))

    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    left, top = round(min(xs)), round(min(ys))
    return draw, region(left, top, round(max(xs)) - left, round(max(ys)) - top)


def _corners(random: Random) -> list[tuple[float, float]]:
    """Top left, top right, bottom right and bottom left."""
    wide = random.uniform(0.45, 0.62) * WIDTH
    high = wide * 9 / 16
    left, top = (WIDTH - wide) * random.uniform(0.35, 0.65), random.uniform(0.06, 0.14) * HEIGHT
    lean = random.uniform(0, 0.02, 4) * high
    return [
        (left, top + lean[0]),
        (left + wide, top + lean[1]),
        (left + wide, top + high - lean[2]),
        (left, top + high - lean[3]),
    ]


def _warp(
    corners: list[tuple[float, float]],
) -> tuple[Image.Transform, list[float], Image.Resampling]:
    """The perspective that takes a whole slide to four corners."""
    width, height = _SHOWN
    rows, values = [], []
    places = [(0, 0), (width, 0), (width, height), (0, height)]
    for (x, y), (u, v) in zip(corners, places, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    solved = np.linalg.solve(np.array(rows), np.array(values))
    return Image.Transform.PERSPECTIVE, solved.tolist(), Image.Resampling.BICUBIC


def _audience(random: Random) -> Image.Image:
    mask = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(mask)
    for x in range(-20, WIDTH, int(random.integers(50, 90))):
        y = HEIGHT - int(random.integers(8, 40))
        draw.ellipse((x, y, x + 44, y + 60), fill=255)
    return mask
