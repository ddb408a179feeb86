"""Tests of the files that the layout comes with."""

import json

import pytest

from lecture_assets.layout.models import Layout
from lecture_assets.lineage import stale_stages
from lecture_assets.options import LayoutOptions
from lecture_assets.slides.reader import RapidReader
from lecture_assets_tests.defs.conftest import Processed


def layout_of(processed: Processed) -> Layout:
    return Layout.model_validate_json(processed.path("layout.json").read_text())


def test_slides_have_their_text_and_a_picture_each_that_the_page_shows(
    processed: Processed,
) -> None:
    layout, html = layout_of(processed), processed.path("index.html").read_text()
    assert [(each.text or "").split("\n")[0] for each in layout.slides] == [
        "Glaciers",
        "Valleys",
        "Honey bees",
    ]
    pictures = {str(each.picture) for each in layout.slides}
    assert {path.name for path in processed.path("slides").iterdir()} == pictures
    assert all(f'<img src="slides/{name}"' in html for name in pictures)
    assert "thumbnails.jpg#xywh=" in processed.path("thumbnails.vtt").read_text()


@pytest.mark.parametrize("missing", ["slides", "thumbnails.jpg", "thumbnails.vtt"])
def test_what_is_missing_is_made_again_and_nothing_read_twice(
    processed: Processed, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> str:
        raise AssertionError("read again")

    monkeypatch.setattr(RapidReader, "read", never)
    first, path = layout_of(processed), processed.path(missing)
    (next(path.iterdir()) if path.is_dir() else path).unlink()
    assert processed.process().stages[0] == "layout"
    assert layout_of(processed) == first
    assert stale_stages(processed.studio, processed.lecture, processed.key) == []


def test_the_setting_alone_makes_layouts_stale_not_what_is_installed(
    processed: Processed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lecture_assets.slides.reader.version", lambda _name: "4")
    assert stale_stages(processed.studio, processed.lecture, processed.key) == []
    off = processed.with_settings(layout=LayoutOptions(slide_text="off"))
    assert stale_stages(off.studio, off.lecture, off.key)[0] == "layout"


def test_pictures_of_an_earlier_upload_are_removed_with_the_next_page(
    processed: Processed,
) -> None:
    processed.path("slides/0123456789abcdef.jpg").write_bytes(b"old")
    processed.path("index.html").unlink()
    processed.process()
    assert not processed.path("slides/0123456789abcdef.jpg").exists()
    made_by = json.loads(processed.path("layout.json").read_text())["made_by"]
    assert made_by["options"] == {"slide_text": "auto"}
