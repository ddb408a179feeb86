import pytest
from PIL import Image, ImageDraw

from lecture_assets.layout.maps import maps_of
from lecture_assets.layout.rectangles import Box
from lecture_assets.layout.tiles import circle_around, with_border
from lecture_assets_tests.layout.drawing import HEIGHT, WIDTH, presenter, slide
from lecture_assets_tests.layout.test_regions import pairs_of

TILE = Box(440, 220, 600, 340)


def drawn(shape: str, at_s: float) -> Image.Image:
    picture = slide(WIDTH, HEIGHT, int(at_s // 6)).copy()
    size = TILE.width, TILE.height
    mask = Image.new("L", size, 0 if shape == "circle" else 255)
    if shape == "circle":
        ImageDraw.Draw(mask).ellipse((20, 0, 139, 119), fill=255)
    tile = presenter(*size, at_s)
    if shape == "border":
        ImageDraw.Draw(tile).rectangle((0, 0, size[0] - 1, size[1] - 1), outline="#d09020", width=4)
    picture.paste(tile, (TILE.left, TILE.top), mask)
    return picture


@pytest.mark.parametrize("found", [TILE, TILE.grown(-4, TILE), Box(442, 220, 600, 336)])
def test_a_border_belongs_to_its_tile(found: Box) -> None:
    maps = maps_of(pairs_of(lambda at_s: drawn("border", at_s)))
    assert with_border(found, maps) == TILE


def test_a_tile_without_a_border_stays_as_it_is() -> None:
    assert with_border(TILE, maps_of(pairs_of(lambda at_s: drawn("plain", at_s)))) == TILE


def test_a_round_tile_is_found_and_a_square_one_is_none() -> None:
    around = TILE.grown(-16, TILE)
    found = circle_around(around, maps_of(pairs_of(lambda at_s: drawn("circle", at_s))))
    assert found is not None
    assert abs(found.box.left - 460) <= 2
    assert abs(found.box.width - 120) <= 4
    assert circle_around(around, maps_of(pairs_of(lambda at_s: drawn("plain", at_s)))) is None
