"""Tests of the library's pages, as a browser would read them."""

import re
from urllib.parse import unquote

from lecture_assets.library.page import PER_PAGE, library_pages
from lecture_assets.library.rows import LectureRow
from lecture_assets.library.tables import tables_of
from lecture_assets_tests.library.shelf import row
from lecture_assets_tests.results.pages import Element, Read


def only_page(*rows: LectureRow) -> Read:
    pages = library_pages(list(rows), PER_PAGE)
    assert list(pages) == ["index.html"]
    return Read(pages["index.html"])


def links(page: Read) -> list[str]:
    return [each.attributes["href"] for each in page.elements if each.tag == "a"]


def tags(page: Read) -> set[str]:
    return {each.tag for each in page.elements}


def one(page: Read, tag: str) -> Element:
    (found,) = [each for each in page.elements if each.tag == tag]
    return found


def test_a_lecture_shows_its_name_date_length_clips_and_best_picture() -> None:
    page = only_page(row("How memory works", instructor="A. Luria", tags=["sleep"]))
    for text in ("How memory works", "1:00:00 lecture", "2 clips", "1 Jan 2026", "A. Luria"):
        assert text in page.texts
    assert "sleep" in page.texts
    (link,) = links(page)
    assert re.fullmatch(r"\.\./lectures/how-memory-works-[0-9a-f]{8}/index\.html", link)
    picture = one(page, "img").attributes
    assert picture["src"] == link.replace("index.html", "clips/best.jpg")
    assert picture["loading"] == "lazy"
    assert picture["alt"] == ""
    assert one(page, "time").attributes["datetime"] == "2026-01-01T00:00:00+00:00"


def test_a_lecture_without_highlights_has_a_link_and_no_broken_picture() -> None:
    page = only_page(row("Nothing", clips=0, clips_ms=0, thumbnail=None))
    assert "img" not in tags(page)
    assert {"No highlights", "no clips"} <= set(page.texts)
    assert len(links(page)) == 1


def test_lectures_stand_by_course_and_term_the_newest_first() -> None:
    rows = [
        row("Bees 2", at=50, course="Bees", term="Fall"),
        row("Ice 1", at=40, course="Ice", term="Fall"),
        row("Bees 1", at=30, course="Bees", term="Fall"),
        row("Alone", at=20),
        row("Bees 0", at=10, course="Bees", term="Spring"),
    ]
    page = only_page(*rows)
    named = [text for text in page.texts if re.fullmatch(r"(Bees|Ice) \d|Alone", text)]
    assert named == ["Bees 2", "Bees 1", "Ice 1", "Alone", "Bees 0"]
    targets = {each.attributes.get("id") for each in page.elements}
    anchors = [link for link in links(page) if link.startswith("#")]
    assert anchors == ["#course-1", "#course-2", "#course-3", "#course-4"]
    assert {anchor[1:] for anchor in anchors} <= targets
    assert {"Bees, Fall", "Ice, Fall", "Other lectures", "Bees, Spring"} <= set(page.texts)


def test_without_courses_there_is_no_list_of_courses() -> None:
    page = only_page(row("Ice"), row("Bees"))
    assert "nav" not in tags(page)
    assert "All lectures" in page.texts


def test_an_empty_library_says_so() -> None:
    assert "No lectures yet" in only_page().texts


def test_markup_in_any_text_stays_text() -> None:
    evil = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>"
    page = only_page(row(evil, course=evil, term=evil, instructor=evil, tags=[evil], language=evil))
    assert "script" not in tags(page)
    assert len([each for each in page.elements if each.tag == "img"]) == 1
    assert not any(name.startswith("on") for each in page.elements for name in each.attributes)
    assert page.texts.count(evil) == 5
    policy = next(e.attributes["content"] for e in page.elements if "http-equiv" in e.attributes)
    assert "script-src 'none'" in policy


def test_the_address_of_an_odd_name_is_quoted_and_stays_below_lectures() -> None:
    page = only_page(row("Ice", page="lectures/ice-00000000/a #?%20.html"))
    (link,) = links(page)
    assert unquote(link) == "../lectures/ice-00000000/a #?%20.html"
    assert not set("#? ") & set(link)


def test_many_lectures_are_cut_into_pages_that_lead_to_one_another() -> None:
    rows = [row(f"Lecture {n}", at=-n, course="Ice" if n % 2 else "Bees") for n in range(23)]
    pages = library_pages(rows, per_page=5)
    assert list(pages) == ["index.html", *(f"index-{n}.html" for n in range(2, 6))]
    read = {name: Read(html) for name, html in pages.items()}
    shown = [text for page in read.values() for text in page.texts if text.startswith("Lecture ")]
    of_lectures = [text for text in shown if re.fullmatch(r"Lecture \d+", text)]
    assert sorted(of_lectures) == sorted(f"Lecture {n}" for n in range(23))
    for name, page in read.items():
        others = {link for link in links(page) if not link.startswith(("..", "#"))}
        assert {link.partition("#")[0] for link in others} <= set(pages)
        current = [e for e in page.elements if e.attributes.get("aria-current") == "page"]
        assert [e.attributes["href"] for e in current] == [name]
    to_ice = next(link for link in links(read["index.html"]) if link.endswith("#course-2"))
    page_of_ice = read[to_ice.partition("#")[0]]
    assert "course-2" in {each.attributes.get("id") for each in page_of_ice.elements}
    assert "(continued)" in read["index-2.html"].texts
    assert "(continued)" not in read["index.html"].texts


def test_five_hundred_lectures_are_one_page_and_one_more_is_two() -> None:
    rows = [row(f"Lecture {n}", at=-n) for n in range(PER_PAGE + 1)]
    assert len(library_pages(rows[:-1], PER_PAGE)) == 1
    assert len(library_pages(rows, PER_PAGE)) == 2


def test_rows_come_back_from_the_tables_as_they_went_in() -> None:
    rows = [row("Bees", at=9, course="Bees", tags=["a"]), row("Ice", clips=0, thumbnail=None)]
    assert tables_of(rows, []).lecture_rows() == rows
