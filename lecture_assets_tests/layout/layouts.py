"""Generates lectures of every arrangement from a seed, each with its truth."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw

from lecture_assets.layout.models import LayoutKind, Region
from lecture_assets_tests.layout.actors import Presenter, film, photo
from lecture_assets_tests.layout.drawing import HEIGHT, WHOLE, WIDTH, Draw, Look, region, slide
from lecture_assets_tests.layout.halls import hall

Random = np.random.Generator
Shape = Literal["sharp", "rounded", "circular"]

LOOKS = [
    Look(),
    Look("#14182a", "#e6e6ea", "#2d3a66"),
    Look(bar=None),
    Look("#202020", "#f0f0f0", None),
    Look("#fbf5e6", "#2a2016", "#7a2e2e"),
]
CANVASES = ["#000000", "#ffffff", "#30343c", "#c8cdd2", "#1d3557", "#5a2a3c"]


@dataclass(frozen=True)
class Scene:
    """A lecture's picture over time, and how it is arranged."""

    kind: LayoutKind
    screen: Region | None
    camera: Region | None
    draw: Draw


def generated(name: str, seed: int) -> Scene:
    """The arrangement of a name, with colours, sizes and places drawn from a seed."""
    return ARRANGEMENTS[name](np.random.default_rng([seed, *name.encode()]))


@dataclass(frozen=True)
class _Deck:
    """Slides of one look that change at random times; some have boxes, all a foot or none."""

    look: Look
    starts: tuple[float, ...]
    first: int
    foot: bool

    def number(self, at_s: float) -> int:
        return self.first + sum(start <= at_s for start in self.starts)

    def picture(self, width: int, height: int, at_s: float) -> Image.Image:
        return _sheet(width, height, self.number(at_s), self.look, self.foot)


@cache
def _sheet(width: int, height: int, number: int, look: Look, foot: bool) -> Image.Image:
    boxes = number % 3 == 0
    picture = slide(width, height, number, look, 2 if boxes else 4).copy()
    draw = ImageDraw.Draw(picture)
    if foot:
        draw.line((0, height * 0.93, width, height * 0.93), look.ink, 1)
        draw.rectangle((width * 0.05, height * 0.945, width * 0.11, height * 0.98), look.bar)
    for each in range(3 if boxes else 0):
        left, top = width * (0.1 + 0.28 * each), height * 0.58
        right = left + width * 0.22
        draw.rectangle((left, top, right, height * 0.83), look.bar, look.ink, 2)
        draw.line((right, height * 0.7, right + width * 0.06, height * 0.7), look.ink, 2)
    return picture


def _deck(random: Random, seconds: float = 240) -> _Deck:
    starts = tuple(np.cumsum(random.uniform(5, 16, int(seconds / 8))).tolist())
    look = LOOKS[random.integers(len(LOOKS))]
    return _Deck(look, starts, int(random.integers(1000)), bool(random.random() < 0.5))


def _slides(random: Random, decorated: Callable[[Image.Image, float, int], None]) -> Scene:
    deck = _deck(random)

    def draw(at_s: float) -> Image.Image:
        picture = deck.picture(WIDTH, HEIGHT, at_s).copy()
        decorated(picture, at_s, deck.number(at_s) - deck.first)
        return picture

    return Scene("screen_only", WHOLE, None, draw)


def _slides_alone(random: Random) -> Scene:
    return _slides(random, lambda *_: None)


def _bars(random: Random) -> Scene:
    deck, screen = _deck(random), region(80, 0, 480, 360)
    if deck.look.paper in ("#202020", "#14182a"):
        deck = replace(deck, look=LOOKS[0])
    return Scene("screen_only", screen, None, partial(_placed, "#000000", deck, screen, None))


def _tile_of_photo(random: Random) -> Scene:
    tile, place = photo(random, 170, 110), _corner(random, 170, 110)
    return _slides(random, lambda picture, _, __: picture.paste(tile, (place.x, place.y)))


def _animation(random: Random) -> Scene:
    speed, left = random.uniform(1, 4), int(random.integers(320, 420))

    def decorated(picture: Image.Image, at_s: float, number: int) -> None:
        if number % 3 == 1:
            draw = ImageDraw.Draw(picture)
            draw.ellipse((left, 130, left + 160, 290), outline="#c03030", width=4)
            x, y = left + 80 + 80 * np.cos(at_s * speed), 210 + 80 * np.sin(at_s * speed)
            draw.line((left + 80, 210, x, y), fill="#3060c0", width=5)
            draw.ellipse((x - 12, y - 12, x + 12, y + 12), fill="#3060c0")

    return _slides(random, decorated)


def _video(random: Random) -> Scene:
    width = int(random.integers(220, 330))
    shown = film(random, width, width * 9 // 16)
    place = int(random.integers(20, WIDTH - width - 20)), int(random.integers(90, 150))

    def decorated(picture: Image.Image, at_s: float, number: int) -> None:
        if number % 3 == 1:
            picture.paste(shown(at_s), place)

    return _slides(random, decorated)


def _cursor(random: Random) -> Scene:
    pace, wide, high = random.uniform(0.4, 1.6, 3)

    def decorated(picture: Image.Image, at_s: float, _: int) -> None:
        x, y = 320 + 290 * np.sin(at_s * pace * wide), 180 + 150 * np.cos(at_s * pace * high)
        arrow = [(x, y), (x, y + 15), (x + 4, y + 11), (x + 10, y + 11)]
        ImageDraw.Draw(picture).polygon(arrow, fill="black", outline="white")

    return _slides(random, decorated)


def _page(random: Random) -> Scene:
    deck = _deck(random)
    sheets = [slide(WIDTH, HEIGHT, deck.first + each, deck.look, 5) for each in range(8)]
    page = Image.new("RGB", (WIDTH, HEIGHT * len(sheets)))
    for number, sheet in enumerate(sheets):
        page.paste(sheet, (0, HEIGHT * number))
    pause, pace = random.uniform(2, 6), random.uniform(60, 300)

    def draw(at_s: float) -> Image.Image:
        turns, rest = divmod(at_s, pause + 2)
        top = int(pace * (2 * turns + max(0.0, rest - pause))) % (page.height - HEIGHT)
        return page.crop((0, top, WIDTH, top + HEIGHT))

    return Scene("screen_only", WHOLE, None, draw)


def _camera_only(random: Random) -> Scene:
    who = Presenter.of(random, 1.0)
    return Scene("camera_only", None, WHOLE, lambda at_s: who.picture(WIDTH, HEIGHT, at_s))


def _corner(random: Random, width: int, height: int) -> Region:
    gap = int(random.choice([0, 8, 14, 20]))
    across = gap if random.random() < 0.5 else WIDTH - width - gap
    down = gap if random.random() < 0.5 else HEIGHT - height - gap
    return region(across, down, width, height)


def _tile(random: Random, shape: Shape, *, border: bool) -> Scene:
    height = int(random.integers(76, 130))
    width = height if shape == "circular" else int(height * random.choice([1.0, 4 / 3, 16 / 9]))
    camera, deck, who = _corner(random, width, height), _deck(random), Presenter.of(random)
    mask = Image.new("L", (4 * width, 4 * height))
    radius = {"sharp": 0.0, "rounded": 0.14 * height, "circular": height / 2}[shape]
    edges = (0, 0, 4 * width - 1, 4 * height - 1)
    ImageDraw.Draw(mask).rounded_rectangle(edges, 4 * radius, 255)
    mask = mask.resize((width, height), Image.Resampling.BOX)
    colour = ["#ffffff" if deck.look.paper[1] < "8" else "#101010", "#d09020"][random.integers(2)]

    def draw(at_s: float) -> Image.Image:
        picture = deck.picture(WIDTH, HEIGHT, at_s).copy()
        tile = who.picture(width, height, at_s)
        if border:
            line = ImageDraw.Draw(tile)
            line.rounded_rectangle((0, 0, width - 1, height - 1), radius, None, colour, 3)
        picture.paste(tile, (camera.x, camera.y), mask)
        return picture

    return Scene("picture_in_picture", WHOLE, camera, draw)


def _placed(
    canvas: str, deck: _Deck, screen: Region, seen: tuple[Presenter, Region] | None, at_s: float
) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), canvas)
    picture.paste(deck.picture(screen.width, screen.height, at_s), (screen.x, screen.y))
    if seen is not None:
        who, camera = seen
        picture.paste(who.picture(camera.width, camera.height, at_s), (camera.x, camera.y))
    return picture


def _both(random: Random, kind: LayoutKind, screen: Region, camera: Region) -> Scene:
    deck, who = _deck(random), Presenter.of(random)
    others = [each for each in CANVASES if each not in (deck.look.paper, deck.look.bar)]
    canvas = str(random.choice(others))
    draw = partial(_placed, canvas, deck, screen, (who, camera))
    return Scene(kind, screen, camera, draw)


def _mirrored(random: Random, *places: Region) -> tuple[Region, ...]:
    if random.random() < 0.5:
        return places
    return tuple(region(WIDTH - p.x - p.width, p.y, p.width, p.height) for p in places)


def _side_by_side(random: Random) -> Scene:
    split = int(random.integers(380, 450))
    screen = region(8, 0, split - 16, 0)
    high = screen.width * 9 // 16
    screen = region(8, int(random.integers(10, 350 - high)), screen.width, high)
    width = WIDTH - split - 8
    height = int(width * random.choice([9 / 16, 3 / 4, 1.0]))
    camera = region(split, int(random.choice([screen.y, (HEIGHT - height) // 2])), width, height)
    return _both(random, "side_by_side", *_mirrored(random, screen, camera))


def _touching(random: Random) -> Scene:
    split = int(random.integers(320, 460))
    places = region(0, 0, split, HEIGHT), region(split, 0, WIDTH - split, HEIGHT)
    return _both(random, "side_by_side", *_mirrored(random, *places))


def _stacked(random: Random) -> Scene:
    width = int(random.integers(384, 420))
    high = width * 9 // 16
    camera_high = HEIGHT - high - 24
    camera_wide = int(camera_high * random.choice([4 / 3, 16 / 9]))
    left = (WIDTH - width) // 2
    camera_left = int(random.choice([left, (WIDTH - camera_wide) // 2]))
    screen, camera = region(left, 8, width, high), region(camera_left, high + 16, 0, 0)
    camera = region(camera.x, camera.y, camera_wide, camera_high)
    if random.random() < 0.5:
        screen = region(left, HEIGHT - 8 - high, width, high)
        camera = region(camera.x, 8, camera_wide, camera_high)
    return _both(random, "stacked", screen, camera)


def _filmed(random: Random) -> Scene:
    deck = _deck(random)
    filmed, screen = hall(random, deck.picture)
    return Scene("filmed_screen", screen, None, filmed)


ARRANGEMENTS: dict[str, Callable[[Random], Scene]] = {
    "slides": _slides_alone,
    "slides between bars": _bars,
    "slides with a photo": _tile_of_photo,
    "slides with an animation": _animation,
    "slides with a video": _video,
    "slides with a cursor": _cursor,
    "scrolling page": _page,
    "camera": _camera_only,
    "tile": partial(_tile, shape="sharp", border=False),
    "tile with a border": partial(_tile, shape="sharp", border=True),
    "rounded tile": partial(_tile, shape="rounded", border=False),
    "rounded tile with a border": partial(_tile, shape="rounded", border=True),
    "circular tile": partial(_tile, shape="circular", border=False),
    "side by side": _side_by_side,
    "side by side, touching": _touching,
    "stacked": _stacked,
    "filmed screen": _filmed,
}
