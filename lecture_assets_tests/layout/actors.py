"""Draws what a camera sees: presenters that differ from seed to seed, photos and films."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

Random = np.random.Generator
Colour = tuple[int, int, int]
_SKINS: list[Colour] = [(210, 170, 140), (120, 82, 60), (235, 200, 175), (160, 115, 85)]


def grain(random: Random, width: int, height: int, sigma: float) -> npt.NDArray[np.float32]:
    """A sensor's noise, of which a few samples are enough."""
    return (sigma * random.standard_normal((height, width, 1))).astype(np.float32)


def room(random: Random, width: int, height: int) -> Image.Image:
    """Something blurred with a few straight things, as a wall with a door and shelves is."""
    base = int(random.integers(50, 200))
    cells = height // 40 + 2, width // 40 + 2
    coarse = random.integers(base - 35, base + 35, (*cells, 1)) + random.integers(
        -9, 9, (*cells, 3)
    )
    small = Image.fromarray(coarse.clip(0, 255).astype(np.uint8))
    picture = small.resize((width, height), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(int(random.integers(0, 4))):
        left, top = int(random.integers(0, width)), int(random.integers(0, height))
        wide, high = random.integers(width // 8, width // 3), random.integers(height // 6, height)
        level = int(np.clip(base + random.integers(-40, 40), 0, 255))
        draw.rectangle((left, top, left + int(wide), top + int(high)), (level, level, level + 9))
    return picture


@dataclass
class Presenter:
    """Someone who talks, sways and waves before a room."""

    random: Random
    shirt: Colour
    skin: Colour
    pace: float
    lively: float
    place: float
    noise: float
    rooms: dict[tuple[int, int], Image.Image]

    @classmethod
    def of(cls, random: Random, lively: float | None = None) -> "Presenter":
        """Draw a presenter; ``lively`` says how far head and hands go."""
        red, green, blue = (int(each) for each in random.integers(30, 220, 3))
        return cls(
            random=np.random.default_rng(int(random.integers(1 << 30))),
            shirt=(red, green, blue),
            skin=_SKINS[random.integers(len(_SKINS))],
            pace=float(random.uniform(0.7, 1.4)),
            lively=float(random.uniform(0.5, 1.2)) if lively is None else lively,
            place=float(random.uniform(0.42, 0.58)),
            noise=float(random.uniform(0, 3)),
            rooms={},
        )

    def picture(self, width: int, height: int, at_s: float) -> Image.Image:
        """What the camera sees at an instant."""
        if (width, height) not in self.rooms:
            self.rooms[width, height] = room(self.random, width, height)
        picture = self.rooms[width, height].copy()
        self.body(picture, width * self.place, height, height, at_s)
        noise = grain(self.random, width, height, self.noise)
        return Image.fromarray((np.asarray(picture) + noise).clip(0, 255).astype(np.uint8))

    def body(self, on: Image.Image, x: float, foot: float, tall: float, at_s: float) -> None:
        """Draw the presenter from the waist up, ``tall`` pixels high at most."""
        draw, t, far = ImageDraw.Draw(on), at_s * self.pace, self.lively * tall

        def disc(cx: float, cy: float, wide: float, high: float, fill: Colour) -> None:
            draw.ellipse((cx - wide, cy - high, cx + wide, cy + high), fill=fill)

        sway = 0.05 * far * np.sin(t * 2.1)
        top = foot - 0.58 * tall + 0.015 * far * np.sin(t * 3.3)
        disc(x + 0.3 * sway, foot + 0.05 * tall, 0.36 * tall, 0.42 * tall, self.shirt)
        disc(x + sway, top, 0.15 * tall, 0.2 * tall, self.skin)
        disc(x + sway, top - 0.12 * tall, 0.15 * tall, 0.1 * tall, (40, 30, 26))
        speaks = 0.02 * tall * (1 + np.sin(t * 9))
        disc(x + sway, top + 0.09 * tall, 0.05 * tall, speaks, (120, 40, 40))
        for side in (-1, 1):
            reach = side * 0.34 * tall + 0.16 * far * np.sin(t * 1.7 + side)
            lift = 0.18 * tall + 0.1 * far * np.sin(t * 1.1 + 2 * side)
            disc(x + reach, foot - lift, 0.06 * tall, 0.06 * tall, self.skin)


def photo(random: Random, width: int, height: int) -> Image.Image:
    """A still picture of a presenter."""
    return Presenter.of(random).picture(width, height, float(random.uniform(0, 9)))


def film(random: Random, width: int, height: int) -> Callable[[float], Image.Image]:
    """A video such as a slide may hold: a view that pans, with something that crosses it."""
    view = room(random, 3 * width, height)
    pace, crossing = random.uniform(10, 40), random.uniform(0.3, 1.0)

    def draw(at_s: float) -> Image.Image:
        left = int((1 + np.sin(at_s * pace / 100)) * width)
        picture = view.crop((left, 0, left + width, height))
        x = (at_s * crossing % 1.4 - 0.2) * width
        ImageDraw.Draw(picture).ellipse((x - 30, 40, x + 30, 100), fill="#d04020")
        return picture

    return draw
