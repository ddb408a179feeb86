"""Generates lectures whose slides change at known instants, by cuts, fades and builds."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from lecture_assets_tests.layout.actors import Presenter, film
from lecture_assets_tests.layout.drawing import FONTS, WORDS, Draw, Look
from lecture_assets_tests.layout.layouts import LOOKS

Random = np.random.Generator
Camera = Literal["none", "tile", "beside"]
_BULLETS = 5
_FILM_S = 7


@dataclass(frozen=True)
class Shown:
    """What is on the screen from an instant on: a slide with so many of its bullets."""

    at_s: float
    slide: int
    bullets: int
    fade_s: float = 0

    @property
    def film(self) -> bool:
        """Whether a video plays on the slide."""
        return self.slide % 4 == 2


@dataclass(frozen=True)
class Talk:
    """A lecture, and when what it shows becomes another slide or gains a bullet."""

    size: tuple[int, int]
    seconds: float
    draw: Draw
    slides_ms: list[int]
    builds_ms: list[int]


def talk(
    seed: int, seconds: float, size: tuple[int, int], camera: Camera = "none", pace: float = 1
) -> Talk:
    """A lecture of a seed; its instants are multiples of a fifth of a second.

    Args:
        seed: Another one gives other words, colours and times.
        seconds: How long it lasts.
        size: Width and height of its picture.
        camera: Where the presenter is seen.
        pace: By how much changes are further apart than some six seconds.
    """
    random = np.random.default_rng(seed)
    events = _events(random, seconds, pace)
    stage = _Stage(random, seed, size, camera)
    later = list(pairwise(events))
    return Talk(
        size=size,
        seconds=seconds,
        draw=lambda at_s: stage.picture(events, at_s),
        slides_ms=[round(b.at_s * 1000) for a, b in later if a.slide != b.slide],
        builds_ms=[round(b.at_s * 1000) for a, b in later if a.slide == b.slide],
    )


def _events(random: Random, seconds: float, pace: float) -> list[Shown]:
    events = [Shown(0, 0, int(random.integers(1, 3)))]
    while True:
        last = events[-1]
        stays = random.uniform(1.6, 4) if random.random() < 0.3 else random.uniform(4, 11)
        at_s = last.at_s + round((stays * pace + (_FILM_S if last.film else 0)) * 5) / 5
        if at_s > seconds - 1.6:
            return events
        fade_s = float(random.choice([0, 0, 0.4, 0.8]))
        if last.bullets < _BULLETS and not last.film and random.random() < 0.5:
            events.append(Shown(at_s, last.slide, last.bullets + 1, fade_s))
        else:
            events.append(Shown(at_s, last.slide + 1, int(random.integers(1, 4)), fade_s))


class _Stage:
    def __init__(self, random: Random, seed: int, size: tuple[int, int], camera: Camera) -> None:
        self.size, self.seed = size, seed
        self.look = LOOKS[random.integers(len(LOOKS))]
        self.who = Presenter.of(random) if camera != "none" else None
        width, height = size
        self.screen, self.tile = (0, 0, width, height), (0, 0, 0, 0)
        if camera == "beside":
            wide = int(width * 0.66) // 2 * 2
            self.screen = (0, (height - wide * 9 // 16) // 2, wide, wide * 9 // 16)
            self.tile = (wide + 8, self.screen[1], width - wide - 16, height // 3)
        if camera == "tile":
            self.tile = (int(width * 0.78), int(height * 0.74), width // 5, height // 5)
        self.video = film(random, self.screen[2] * 2 // 5, self.screen[3] * 2 // 5)

    def picture(self, events: list[Shown], at_s: float) -> Image.Image:
        number = max(i for i, each in enumerate(events) if each.at_s <= at_s + 1e-6)
        now = events[number]
        picture = self._shown(now, at_s)
        done = (at_s - now.at_s) / now.fade_s if now.fade_s else 1.0
        if done < 1:
            before = self._shown(events[number - 1], at_s)
            picture = Image.blend(before, picture, min(1.0, done + 0.1))
        if self.who is None:
            return picture
        left, top, wide, high = self.tile
        picture = picture.copy()
        picture.paste(self.who.picture(wide, high, at_s), (left, top))
        return picture

    def _shown(self, now: Shown, at_s: float) -> Image.Image:
        picture = _still(
            self.size, self.screen, self.look, 1000 * self.seed + now.slide, now.bullets
        )
        if now.film:
            picture = picture.copy()
            left, top, wide, high = self.screen
            playing = min(at_s - now.at_s, _FILM_S)
            picture.paste(self.video(playing), (left + wide // 2, top + high // 2))
        return picture


@cache
def _still(
    size: tuple[int, int], screen: tuple[int, int, int, int], look: Look, number: int, bullets: int
) -> Image.Image:
    picture = Image.new("RGB", size, "#23272e")
    picture.paste(_sheet(screen[2:], look, number, bullets), screen[:2])
    return picture


def _sheet(size: tuple[int, ...], look: Look, number: int, bullets: int) -> Image.Image:
    width, height = size
    random = np.random.default_rng(number)
    picture = Image.new("RGB", (width, height), look.paper)
    draw = ImageDraw.Draw(picture)
    if look.bar:
        draw.rectangle((0, 0, width, height * 0.15), fill=look.bar)
    title = ImageFont.truetype(str(FONTS / "NotoSans-Bold.ttf"), height * 0.075)
    text = ImageFont.truetype(str(FONTS / "NotoSans-Regular.ttf"), height * 0.055)
    heading = " ".join(random.choice(WORDS, 2)).capitalize()
    draw.text((width * 0.05, height * 0.03), heading, "white" if look.bar else look.ink, title)
    for line in range(_BULLETS):
        words = " ".join(random.choice(WORDS, int(random.integers(2, 6))))
        if line < bullets:
            draw.text((width * 0.06, height * (0.2 + 0.13 * line)), "• " + words, look.ink, text)
    return picture
