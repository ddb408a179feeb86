"""Compositions stretch nothing, cover nothing, and guess nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.layout.models import Frame, Layout, LayoutPart, Region
from lecture_assets.options import CompositionName, RenderOptions
from lecture_assets.render.compose import card, compose
from lecture_assets.render.composition import Composition
from lecture_assets.render.upright import Source
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


def composed(
    *parts: LayoutPart,
    shape: Frame = HD,
    max_height: int = 1080,
    name: CompositionName = "auto",
    frame: Frame = HD,
    pixel_aspect: float = 1.0,
) -> Composition:
    options = RenderOptions(max_height=max_height, composition=name)
    arranged = Layout(frame=frame, parts=list(parts), slides=[])
    return compose(arranged, KEEP, Source(shape, pixel_aspect), options, "Why things fall")


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


def test_what_is_about_as_large_as_it_was_recorded_keeps_its_size() -> None:
    narrow = Region(x=1000, y=90, width=261, height=401)
    screen, camera = composed(part(camera=narrow)).tiles
    assert (screen.target.width, screen.target.height) == (960, 540)
    assert (camera.target.width, camera.target.height) == (260, 400)
    assert camera.source == narrow.model_copy(update={"width": 260, "height": 400})


def test_a_camera_upon_the_slide_is_set_beside_it_where_that_was_asked_for() -> None:
    upon = part(
        kind="picture_in_picture",
        screen=Region(x=0, y=0, width=1280, height=720),
        camera=Region(x=944, y=464, width=320, height=240),
    )
    assert composed(upon).kind == "with_band"
    made = composed(upon, name="screen_and_camera")
    assert made.kind == "screen_and_camera"
    assert made.tiles[1].target.x >= made.tiles[0].target.x + made.tiles[0].target.width


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
    pal = Frame(width=720, height=576)
    made = composed(shape=pal, frame=pal, pixel_aspect=64 / 45)
    assert (made.width, made.height) == (1024, 576)


def test_a_card_shows_its_title() -> None:
    made = card("Why things fall", "auto")
    assert (made.kind, made.title, made.width, made.height) == (
        "card",
        "Why things fall",
        1280,
        720,
    )


def test_a_card_is_as_upright_as_the_clips_that_were_asked_for() -> None:
    assert (card("", "vertical").width, card("", "vertical").height) == (720, 1280)
    assert (card("", "square").width, card("", "square").height) == (1080, 1080)


def test_vertical_sets_title_screen_captions_and_camera_one_above_the_other() -> None:
    made = composed(part(), name="vertical")
    screen, camera = made.tiles[0].target, made.tiles[1].target
    assert (made.kind, made.width, made.height) == ("vertical", 1080, 1920)
    assert made.heading is not None
    tops = [made.heading.y, screen.y, made.captions.y, camera.y]
    assert tops == sorted(tops)
    assert screen.width == made.width
    assert made.title == "Why things fall"


def test_an_upright_picture_without_a_camera_has_larger_texts() -> None:
    alone = composed(part(kind="screen_only", camera=None), name="vertical")
    both = composed(part(), name="vertical")
    assert alone.heading is not None
    assert both.heading is not None
    assert alone.heading.height > 1.5 * both.heading.height
    assert alone.captions.height > 1.5 * both.captions.height
    used = alone.heading.height + alone.captions.height + alone.tiles[0].target.height
    assert used > 0.8 * alone.height


@pytest.mark.parametrize("name", ["vertical", "square"])
def test_an_upright_picture_of_a_hall_shows_its_screen_and_all_of_it(name: CompositionName) -> None:
    filmed = Region(x=500, y=60, width=640, height=360)
    screen, hall = composed(part(kind="filmed_screen", screen=filmed), name=name).tiles
    assert (screen.source, hall.source) == (filmed, Region(x=0, y=0, width=1280, height=720))


@pytest.mark.parametrize("filmed", [(600, 90, 100, 60), (600, 0, 300, 720), None])
def test_a_hall_whose_screen_is_small_or_upright_is_shown_as_a_whole(
    filmed: tuple[int, int, int, int] | None,
) -> None:
    names = ("x", "y", "width", "height")
    screen = None if filmed is None else Region(**dict(zip(names, filmed, strict=True)))
    [whole] = composed(part(kind="filmed_screen", screen=screen), name="vertical").tiles
    assert whole.source is None


def test_square_sets_the_captions_beside_the_camera() -> None:
    made = composed(part(), name="square")
    screen, camera = made.tiles[0].target, made.tiles[1].target
    assert (made.width, made.height, screen.width) == (1080, 1080, 1080)
    assert camera.y >= screen.y + screen.height <= made.captions.y
    assert made.captions.x >= camera.x + camera.width


def test_what_is_upright_itself_fills_the_whole_vertical_picture() -> None:
    made = composed(shape=Frame(width=1080, height=1920), name="vertical")
    assert made.tiles[0].target == Region(x=0, y=0, width=1080, height=1920)
    assert made.boxed


def test_as_recorded_takes_nothing_apart() -> None:
    made = composed(part(), name="as_recorded")
    assert (made.kind, len(made.tiles), made.tiles[0].source) == ("with_band", 1, None)


sides = st.integers(100, 1_200)
names: st.SearchStrategy[CompositionName] = st.sampled_from(
    ["auto", "as_recorded", "screen_and_camera", "vertical", "square"]
)
kinds = st.sampled_from(["side_by_side", "picture_in_picture", "screen_only", "unknown"])


@given(sides, sides, sides, sides, st.integers(360, 1080), names, kinds)
def test_tiles_keep_their_shape_and_cover_neither_each_other_nor_text(
    screen_width: int,
    screen_height: int,
    width: int,
    height: int,
    max_height: int,
    name: CompositionName,
    kind: str,
) -> None:
    shape = Frame(width=screen_width + width, height=max(screen_height, height))
    screen = Region(x=0, y=0, width=screen_width, height=screen_height)
    camera = Region(x=screen_width, y=0, width=width, height=height)
    both = part(
        end_ms=9_000,
        kind=kind,
        screen=screen,
        camera=None if kind == "screen_only" else camera,
        confidence=1,
    )
    made = composed(both, shape=shape, max_height=max_height, name=name, frame=shape)
    assert min(made.width, made.height) <= max_height + 1
    assert made.width % 2 == made.height % 2 == 0
    whole = Region(x=0, y=0, width=shape.width, height=shape.height)
    places = [made.captions] if not made.boxed else []
    places += [made.heading] if made.heading else []
    for tile in made.tiles:
        at, source = tile.target, tile.source or whole
        assert at.x >= 0 <= at.y
        assert at.x + at.width <= made.width
        assert at.y + at.height <= made.height
        assert at.width % 2 == at.height % 2 == at.x % 2 == at.y % 2 == 0
        exact = at.width * source.height / source.width
        assert abs(at.height - exact) <= 2 + source.height / source.width
        places.append(at)
    for index, place in enumerate(places):
        assert place.x + place.width <= made.width
        assert place.y + place.height <= made.height
        assert not any(overlap(place, other) for other in places[:index])


@pytest.mark.parametrize("name", ["as_recorded", "screen_and_camera"])
@pytest.mark.parametrize(
    "parts", [[], [part(kind="screen_only", camera=None)]], ids=["any", "slides"]
)
@pytest.mark.parametrize("shape", [Frame(width=17, height=9999), Frame(width=9999, height=17)])
def test_a_strip_gets_borders_and_keeps_its_shape(
    shape: Frame, parts: list[LayoutPart], name: CompositionName
) -> None:
    made = composed(*parts, shape=shape, frame=shape, name=name)
    assert max(made.width / made.height, made.height / made.width) < 5
    [tile] = made.tiles
    assert max(tile.target.width / made.width, tile.target.height / made.height) >= 0.8
    assert min(tile.target.width, tile.target.height) <= 8
