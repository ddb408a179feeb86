"""Compositions stretch nothing, cover nothing, and guess nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.layout.models import Frame, Layout, LayoutPart, Region
from lecture_assets.render.composition import Composition, card, compose
from lecture_assets.timeline import span

HD = Frame(width=1280, height=720)
SCREEN = Region(x=0, y=90, width=960, height=540)
CAMERA = Region(x=960, y=90, width=320, height=240)
KEEP = [span(1_000, 5_000)]


def part(**changes: object) -> LayoutPart:
    given_part = {
        "start_ms": 0,
        "end_ms": 10_000,
        "kind": "side_by_side",
        "screen": SCREEN,
        "camera": CAMERA,
        "confidence": 0.9,
    }
    return LayoutPart.model_validate(given_part | changes)


def composed(*parts: LayoutPart, shape: Frame = HD, max_height: int = 1080) -> Composition:
    return compose(Layout(frame=HD, parts=list(parts), slides=[]), KEEP, shape, max_height)


def overlap(a: Region, b: Region) -> bool:
    return (
        a.x < b.x + b.width
        and b.x < a.x + a.width
        and a.y < b.y + b.height
        and b.y < a.y + a.height
    )


def test_screen_and_camera_stand_side_by_side_above_the_captions() -> None:
    made = composed(part())
    screen, camera = made.tiles[0].target, made.tiles[1].target
    assert (made.kind, made.width, made.height) == ("screen_and_camera", 1280, 720)
    assert screen.width > 2 * camera.width
    assert camera.x >= screen.x + screen.width
    assert made.captions.y >= screen.y + screen.height
    assert made.captions.height >= 0.14 * made.height


def test_a_camera_that_was_on_the_left_stays_there() -> None:
    left = part(screen=Region(x=320, y=90, width=960, height=540), camera=CAMERA.model_copy(
        update={"x": 0}))  # fmt: skip
    screen, camera = composed(left).tiles
    assert camera.target.x + camera.target.width <= screen.target.x


def test_slides_get_a_band_for_the_captions() -> None:
    upon = part(
        kind="picture_in_picture",
        screen=Region(x=0, y=0, width=1280, height=720),
        camera=Region(x=944, y=464, width=320, height=240),
    )
    for made in (composed(upon), composed(part(kind="screen_only", camera=None))):
        assert made.kind == "with_band"
        assert made.tiles[0].target == Region(x=0, y=0, width=1280, height=720)
        assert made.captions.y == 720
        assert made.height == 848


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [part(confidence=0.3)],
        [part(kind="unknown")],
        [part(kind="filmed_screen")],
        [part(screen=None)],
        [part(end_ms=3_000), part(kind="camera_only", screen=None, start_ms=3_000)],
    ],
)
def test_what_is_not_certain_is_shown_as_it_was_recorded(parts: list[LayoutPart]) -> None:
    made = composed(*parts)
    assert made.kind == "as_recorded"
    assert made.boxed
    assert (made.width, made.height) == (1280, 720)


def test_captions_stand_inside_a_margin_of_five_per_cent() -> None:
    made = composed()
    assert made.captions == Region(x=64, y=36, width=1152, height=648)


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [(320, 240, (640, 480)), (3840, 2160, (1920, 1080)), (641, 481, (640, 480)),
     (1080, 1920, (608, 1080))],
)  # fmt: skip
def test_sizes_are_even_and_within_bounds(
    width: int, height: int, expected: tuple[int, int]
) -> None:
    made = composed(shape=Frame(width=width, height=height))
    assert (made.width, made.height) == expected


def test_pixels_that_are_not_square_become_square() -> None:
    pal = Layout(frame=Frame(width=720, height=576), parts=[], slides=[])
    made = compose(pal, KEEP, pal.frame, 1080, pixel_aspect=64 / 45)
    assert (made.width, made.height) == (1024, 576)


def test_a_card_shows_its_title() -> None:
    made = card("Why things fall")
    assert (made.kind, made.title, made.width, made.height) == (
        "card",
        "Why things fall",
        1280,
        720,
    )


sides = st.integers(100, 1_200)


@given(sides, sides, sides, sides, st.integers(360, 1080))
def test_tiles_keep_their_shape_and_cover_neither_each_other_nor_the_captions(
    screen_width: int, screen_height: int, width: int, height: int, max_height: int
) -> None:
    shape = Frame(width=screen_width + width, height=max(screen_height, height))
    screen = Region(x=0, y=0, width=screen_width, height=screen_height)
    camera = Region(x=screen_width, y=0, width=width, height=height)
    both = LayoutPart(
        start_ms=0, end_ms=9_000, kind="side_by_side", screen=screen, camera=camera, confidence=1
    )
    made = compose(Layout(frame=shape, parts=[both], slides=[]), KEEP, shape, max_height)
    assert made.height <= max_height + 1
    assert made.width % 2 == made.height % 2 == 0
    targets = [tile.target for tile in made.tiles]
    for tile in made.tiles:
        at, source = tile.target, tile.source or Region(x=0, y=0, width=shape.width,
                                                        height=shape.height)  # fmt: skip
        assert at.x >= 0 <= at.y
        assert at.x + at.width <= made.width
        assert at.y + at.height <= made.height
        assert at.width % 2 == at.height % 2 == at.x % 2 == at.y % 2 == 0
        exact = at.width * source.height / source.width
        assert abs(at.height - exact) <= 2 + source.height / source.width
        assert not overlap(at, made.captions) or made.boxed
    assert len(targets) == 1 or not overlap(*targets)
