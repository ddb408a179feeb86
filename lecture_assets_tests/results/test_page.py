"""Tests of the page as a whole."""

import base64
import re

import pytest

from lecture_assets.results.page import highlights_page
from lecture_assets_tests.results.pages import JPEG, VTT, Read, page_data

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)//../..",
]


def _read(text: str = "Memory", *, language: str = "en", highlights: int = 2) -> Read:
    return Read(highlights_page(page_data(text, language=language, highlights=highlights)))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_a_person_named_or_said_becomes_markup(hostile: str) -> None:
    harmless, read = _read(), _read(hostile, language=f"en{hostile}")
    assert [each.tag for each in read.elements] == [each.tag for each in harmless.elements]
    names = [sorted(each.attributes) for each in read.elements]
    assert names == [sorted(each.attributes) for each in harmless.elements]
    assert not read.all("script")
    assert read.text.count("".join(hostile.split(" ")[:1])) >= 15


@pytest.mark.parametrize("text", ["Memory", *HOSTILE, "a/../../b?c#d"])
def test_every_address_is_in_the_page_or_in_its_clips_folder(text: str) -> None:
    for element in _read(text).elements:
        for name in ("src", "href", "poster"):
            address = element.attributes.get(name, "#")
            assert address == "../../library/index.html" or re.fullmatch(
                r"#[\w-]*|data:(image/jpeg|text/vtt).*|(clips|slides)/[^/?#:]+|captions\.(vtt|srt)",
                address,
            )


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    html = highlights_page(page_data())
    assert not re.search(r"https?:|@import|url\(", html)
    assert "script-src 'none'" in html
    assert not {"script", "link", "iframe", "form"} & {each.tag for each in Read(html).elements}


def test_each_clip_has_a_player_with_its_poster_and_captions_inside_the_page() -> None:
    read = _read()
    videos, tracks = read.all("video"), read.all("track")
    assert [video.attributes["src"] for video in videos] == [
        "clips/1%20Memory.mp4",
        "clips/2%20Memory.mp4",
    ]
    for video in videos:
        assert {"controls", "poster", "width", "height"} <= set(video.attributes)
        assert video.attributes["preload"] == "metadata"
        assert base64.b64decode(video.attributes["poster"].partition(",")[2]) == JPEG
    assert len(tracks) == 2
    for track in tracks:
        assert base64.b64decode(track.attributes["src"].partition(",")[2]).decode() == VTT


def test_captions_are_burned_in_so_their_track_is_not_on_by_default() -> None:
    assert all("default" not in track.attributes for track in _read().all("track"))


def test_clips_and_captions_can_be_downloaded() -> None:
    links = [a.attributes["href"] for a in _read().all("a") if "download" in a.attributes]
    assert [link.rsplit(".", 1)[1] for link in links[:-2]] == ["mp4", "vtt", "srt"] * 2
    assert links[-2:] == ["captions.vtt", "captions.srt"]


def test_what_is_about_all_clips_can_be_downloaded_where_it_is_there() -> None:
    data = page_data()
    files = {"reel": "highlights.mp4", "otio": "highlights.otio", "edl": "highlights.edl"}
    handed_over = data.rendered_clips.model_copy(update=files)
    html = highlights_page(data.model_copy(update={"rendered_clips": handed_over}))
    assert all(f'href="clips/{name}" download' in html for name in files.values())
    assert "All highlights" not in highlights_page(data)


def test_a_highlight_says_what_it_is_where_it_lies_and_why_it_was_chosen() -> None:
    text = _read().text
    for shown in (
        "title 2 Memory",
        "summary 2 Memory",
        "reason 2 Memory",
        "0:20\u20130:29",
        "0:08",
    ):
        assert shown in text
    assert text.index("title 1 Memory") < text.index("title 2 Memory")


def test_a_lecture_without_highlights_says_why_first_and_still_shows_the_rest() -> None:
    read = _read(highlights=0)
    assert not read.all("video")
    assert read.text.count("nothing worth a clip Memory") == 1
    assert read.text.index("nothing worth a clip") < read.text.index("The lecture at a glance")
    for shown in ("segment title Memory", "said Memory", "rejected Memory", "slide Memory"):
        assert shown in read.text


def test_a_lecture_without_highlights_and_without_a_reason_still_says_so() -> None:
    data = page_data(highlights=0)
    selected = data.selected_highlights.model_copy(update={"warnings": []})
    html = highlights_page(data.model_copy(update={"selected_highlights": selected}))
    assert "No stretch of this lecture was chosen." in Read(html).text


def test_a_silent_lecture_without_picture_or_slides_still_has_its_page() -> None:
    data = page_data(highlights=0)
    silent = data.model_copy(
        update={
            "lecture_video": data.lecture_video.model_copy(update={"video": None}),
            "transcript": data.transcript.model_copy(update={"segments": [], "language": ""}),
            "layout": data.layout.model_copy(update={"slides": []}),
            "content_segments": data.content_segments.model_copy(update={"segments": []}),
            "silence_map": data.silence_map.model_copy(update={"speech": []}),
            "contact_sheet": None,
        }
    )
    read = Read(highlights_page(silent))
    assert "Nothing is said in this lecture." in read.text
    assert "captions.vtt" not in [a.attributes.get("href") for a in read.all("a")]
    assert "spoken language: none" in read.text
    assert not read.all("img")
    assert read.texts.count("Content segments") == 1, "the lane's name alone"


def test_a_highlight_whose_clip_is_missing_is_told_not_played() -> None:
    data = page_data()
    one = data.rendered_clips.model_copy(update={"clips": data.rendered_clips.clips[:1]})
    read = Read(highlights_page(data.model_copy(update={"rendered_clips": one})))
    assert len(read.all("video")) == 1
    assert "No clip was rendered for this highlight." in read.text


def test_warnings_of_all_stages_are_shown_once() -> None:
    data = page_data()
    repeated = data.layout.model_copy(update={"warnings": data.lecture_video.warnings})
    read = Read(highlights_page(data.model_copy(update={"layout": repeated})))
    assert read.text.count("video warning Memory") == 1


def test_the_lineage_names_source_hash_versions_and_models() -> None:
    text = _read().text
    for shown in ("week 3/Memory.mp4", "ab" * 32, "12.3 MB", "1280 \xd7 720", "model Memory"):
        assert shown in text
    assert "transcript 7" in text
    assert "ffmpeg Memory 9.0 Memory" in text


def test_headings_name_every_section_and_ids_are_unique() -> None:
    read = _read()
    ids = [each.attributes["id"] for each in read.elements if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    for each in read.elements:
        for name in each.attributes.get("aria-labelledby", "").split():
            assert name in ids
        if each.attributes.get("href", "").startswith("#"):
            assert each.attributes["href"][1:] in ids
    assert all(image.attributes["alt"] for image in read.all("img"))


def test_a_slide_is_shown_and_opens_larger() -> None:
    read = _read()
    assert "slides/0a1b.jpg" in [each.attributes.get("href") for each in read.all("a")]
    shown = [each for each in read.all("img") if each.attributes["src"] == "slides/0a1b.jpg"]
    assert [each.attributes["alt"] for each in shown] == ["Slide 1"]
