"""A clip's chapters are its slides."""

from pathlib import Path

import av
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.layout.models import Slide
from lecture_assets.render.chapters import chapters, ffmetadata
from lecture_assets.timeline import span
from lecture_assets_tests.render.media import FAST, highlights, layout, render


def slide(start_ms: int, end_ms: int, text: str | None = None) -> Slide:
    return Slide(start_ms=start_ms, end_ms=end_ms, text=text)


def test_chapters_begin_with_slides_on_the_clip_s_clock() -> None:
    slides = [slide(0, 20_000, "Heat\nand work"), slide(20_000, 40_000), slide(40_000, 60_000)]
    keep = [span(12_000, 18_000), span(19_000, 30_000)]
    assert chapters(slides, keep, "Title") == [(0, "Heat"), (7_000, "Slide 2")]


def test_a_chapter_counts_what_is_shown_between_slides() -> None:
    slides = [slide(0, 10_000, "A"), slide(15_000, 30_000, "B")]
    assert chapters(slides, [span(0, 30_000)], "T") == [(0, "A"), (15_000, "B")]


def test_a_slide_that_flits_by_is_no_chapter() -> None:
    slides = [slide(0, 10_000, "A"), slide(10_000, 11_000, "B"), slide(11_000, 30_000, "C")]
    assert chapters(slides, [span(0, 30_000)], "T") == [(0, "A"), (11_000, "C")]


def test_one_slide_or_none_gives_one_chapter_with_the_title() -> None:
    assert chapters([], [span(0, 9_000)], "Title") == [(0, "Title")]
    assert chapters([slide(0, 9_000, "A")], [span(0, 9_000)], "Title") == [(0, "Title")]


@given(st.lists(st.tuples(st.integers(1, 9_000), st.booleans()), min_size=1, max_size=20))
def test_chapters_start_at_0_and_go_forward(parts: list[tuple[int, bool]]) -> None:
    slides, keep, at = [], [], 0
    for length, kept in parts:
        slides.append(slide(at, at + length))
        keep += [span(at, at + length)] if kept else []
        at += length
    starts = [start for start, _ in chapters(slides, keep, "T")]
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert all(start < sum(each.duration_ms for each in keep) for start in starts[1:])


def test_chapters_are_in_the_file_whatever_is_written_on_the_slides(
    lecture: Path, tmp_path: Path
) -> None:
    slides = [slide(0, 24_000, r"E = mc²; #1 \o/"), slide(24_000, 30_000, "Ende")]
    arranged = layout().model_copy(update={"slides": slides})
    chosen = highlights([span(20_500, 28_000)])
    [clip] = render(lecture, tmp_path, chosen, arranged=arranged, options=FAST)
    with av.open(str(tmp_path / clip.file)) as file:
        found = [
            (each["start"] * (each["time_base"] or 0), each["metadata"]["title"])
            for each in file.chapters()
        ]
    assert found == [(0, r"E = mc²; #1 \o/"), (3.5, "Ende")]


def test_lines_of_metadata_hold_one_chapter_each() -> None:
    assert ffmetadata([(0, "a=b\nc")], 5_000).splitlines()[-2:] == ["END=5000", r"title=a\=b c"]


def test_control_characters_of_a_title_are_left_out() -> None:
    text = ffmetadata([(0, "Why\x00 things\x1b[31m fall\u202e\nback")], 1_000)
    assert text.endswith("title=Why things [31m fall back\n")
