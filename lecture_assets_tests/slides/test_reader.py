from importlib.metadata import PackageNotFoundError

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from lecture_assets.errors import MissingToolError
from lecture_assets.media.frames import Pixels
from lecture_assets.slides import reader as reader_module
from lecture_assets.slides.reader import SlideReader, slide_reader, told_of
from lecture_assets_tests.layout.drawing import DARK, FONTS, LIGHT, Look, slide


@pytest.fixture(scope="module")
def reader() -> SlideReader:
    found = slide_reader("on")
    assert found is not None
    return found


@pytest.fixture
def without_rapidocr(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(reader_module, "version", missing)


def pixels(picture: Image.Image) -> Pixels:
    return np.asarray(picture.convert("RGB"), np.uint8)


def written(*lines: tuple[int, int, str]) -> Pixels:
    picture = Image.new("RGB", (854, 480), "white")
    font = ImageFont.truetype(str(FONTS / "NotoSans-Regular.ttf"), 30)
    for x, y, text in lines:
        ImageDraw.Draw(picture).text((x, y), text, "black", font)
    return pixels(picture)


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_a_slide_is_read_from_its_title_down(reader: SlideReader, look: Look) -> None:
    lines = reader.read(pixels(slide(854, 480, 7, look, 2))).splitlines()
    words = np.random.default_rng(7).choice(
        ["energy", "motion", "vector", "kernel", "matrix", "entropy", "proof", "lemma", "graph"],
        (2, 4),
    )
    assert lines == ["Topic number 7", *(" ".join(each) for each in words)]


def test_what_stands_side_by_side_is_read_from_left_to_right(reader: SlideReader) -> None:
    picture = written((500, 96, "right above"), (40, 100, "left above"), (40, 300, "below"))
    assert reader.read(picture) == "left above\nright above\nbelow"


def test_umlauts_and_numbers_are_read(reader: SlideReader) -> None:
    assert reader.read(written((40, 100, "Größe 3.14 über 2026"))) == "Größe 3.14 über 2026"


def test_the_same_picture_gives_the_same_text(reader: SlideReader) -> None:
    picture = pixels(slide(1280, 720, 3))
    again = slide_reader("auto")
    assert again is not None
    assert again.name == reader.name
    assert reader.read(picture) == again.read(picture) == reader.read(picture)


def test_nothing_is_read_where_nothing_is_written(reader: SlideReader) -> None:
    assert not reader.read(np.full((480, 854, 3), 230, np.uint8))
    assert not reader.read(np.zeros((1, 1, 3), np.uint8))


def test_a_reader_is_named_with_its_version_and_models(reader: SlideReader) -> None:
    assert reader.name.startswith("rapidocr 3.")
    assert "_det_" in reader.name
    assert "_rec_" in reader.name
    assert told_of("on") == reader.name


def test_slides_are_not_read_where_nobody_wants_it() -> None:
    assert slide_reader("off") is None
    assert "LECTURE_LAYOUT__SLIDE_TEXT" in told_of("off")


@pytest.mark.usefixtures("without_rapidocr")
def test_without_rapidocr_slides_are_not_read_unless_someone_insists() -> None:
    assert slide_reader("auto") is None
    assert "pip install --editable '.[slides]'" in told_of("auto")
    with pytest.raises(MissingToolError, match=r"SLIDE_TEXT is on, but rapidocr is not installed"):
        slide_reader("on")


def test_models_are_never_fetched_but_missed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    class Elsewhere:
        origin = f"{tmp_path}/rapidocr/__init__.py"

    monkeypatch.setattr(reader_module, "find_spec", lambda _name: Elsewhere)
    with pytest.raises(MissingToolError, match="no model"):
        slide_reader("auto")
