"""Writes the library's pages: the way in to every lecture's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from lecture_assets.library.rows import LectureRow
from lecture_assets.library.tables import FOLDER, Tables
from lecture_assets.results import wording
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.timeline import clock

INDEX = f"{FOLDER}index.html"
PER_PAGE = 500
_PAGE = re.compile(rf"{FOLDER}index(-\d+)?\.html")


@dataclass(frozen=True)
class Course:
    """The lectures of a course in a term, newest first.

    Attributes:
        name: The course; None for lectures of which none is known.
        term: The term, where it is known.
        lectures: Those of them that stand on one page.
        number: Its place among all courses; on a second page it is the same.
        total: How many lectures it has on all pages.
        page: Number of the page, from 1.
        continued: Whether it began on an earlier page.
        alone: Whether there is no other.
    """

    name: str | None
    term: str | None
    lectures: list[LectureRow]
    number: int
    total: int
    page: int
    continued: bool
    alone: bool


def write_pages(store: ArtifactStore, tables: Tables) -> None:
    """Write the pages, and remove those of a library that was larger."""
    pages = library_pages(tables.lecture_rows(), PER_PAGE)
    for name, html in pages.items():
        store.write(FOLDER + name, html.encode())
    for stored in list(store.list(FOLDER)):
        if _PAGE.fullmatch(stored.key) and stored.key.removeprefix(FOLDER) not in pages:
            store.delete(stored.key)


def library_pages(lectures: list[LectureRow], per_page: int) -> dict[str, str]:
    """Write the library as pages of HTML, by file name.

    Args:
        lectures: All lectures, newest first.
        per_page: Most lectures on one page.

    Returns:
        ``index.html`` and, where there are more lectures, ``index-2.html`` and so on. They need no
        script and no network; their links lead to the folder ``lectures`` beside their own.
    """
    courses = list(_courses(lectures, per_page))
    count = max(1, -(-len(lectures) // per_page))
    template = _template_environment().get_template("library.html.j2")
    return {
        page_name(number): template.render(
            lectures=lectures,
            clips=sum(each.clips for each in lectures),
            clips_ms=sum(each.clips_ms for each in lectures),
            courses=[each for each in courses if each.page == number],
            contents=[each for each in courses if not each.continued],
            page=number,
            pages=count,
        )
        for number in range(1, count + 1)
    }


def page_name(number: int) -> str:
    """Name the file of a page, counted from 1."""
    return "index.html" if number == 1 else f"index-{number}.html"


def _courses(lectures: list[LectureRow], per_page: int) -> Iterator[Course]:
    """Group by course and term, the one with the newest lecture first, and cut into pages."""
    groups: dict[tuple[str | None, str | None], list[LectureRow]] = {}
    for lecture in lectures:
        groups.setdefault((lecture.course, lecture.term), []).append(lecture)
    at = 0
    for number, ((name, term), members) in enumerate(groups.items(), start=1):
        pages = [1 + (at + offset) // per_page for offset in range(len(members))]
        for page, pairs in groupby(zip(pages, members, strict=True), key=lambda pair: pair[0]):
            shown = [lecture for _, lecture in pairs]
            continued, alone = page != pages[0], len(groups) == 1
            yield Course(name, term, shown, number, len(members), page, continued, alone)
        at += len(members)


def _address(key: str) -> str:
    return f"../{quote(key)}"


def _course_name(course: Course) -> str:
    return course.name or ("All lectures" if course.alone else "Other lectures")


@cache
def _template_environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("lecture_assets.library", "."),
                PackageLoader("lecture_assets.results", "."),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        clock=clock,
        counted=wording.counted,
        address=_address,
        page_name=page_name,
        course_name=_course_name,
    )
    return environment
