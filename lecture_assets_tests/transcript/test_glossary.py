"""Tests of a lecture's glossary."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.local import LocalStore
from lecture_assets.transcript.glossary import fitting, glossary_mark, read_glossary

_LECTURE = "week-1-0123abcd"


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path)


def _write(store: LocalStore, data: bytes) -> None:
    store.write(lecture_key(_LECTURE, "glossary.txt"), data)


def test_terms_are_read_line_by_line(store: LocalStore) -> None:
    assert read_glossary(store, _LECTURE) == ((), None)
    _write(store, "\ufeffLaplace\r\n\r\n  Fourier   series \nLaplace\nPoincaré\x00\n".encode())
    assert read_glossary(store, _LECTURE) == (("Laplace", "Fourier series", "Poincaré"), None)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xff\xfe", "it is not UTF-8; save it as UTF-8"),
        (b"x" * 70_000, "it is larger than 64 KB; leave out terms"),
        (b"x" * 101, "a line is longer than 100 characters; leave out terms, and write one"),
        ("\n".join(map(str, range(501))).encode(), "it has more than 500 terms"),
    ],
)
def test_a_file_that_cannot_be_used_is_left_out_with_a_sentence(
    data: bytes, why: str, store: LocalStore
) -> None:
    _write(store, data)
    terms, unusable = read_glossary(store, _LECTURE)
    assert terms == ()
    assert unusable is not None
    assert unusable.startswith(f"glossary.txt is not used, since {why}")


def test_a_folder_in_its_place_is_told(store: LocalStore) -> None:
    store.path(lecture_key(_LECTURE, "glossary.txt")).mkdir(parents=True)
    unusable = "glossary.txt is not used, since it is a folder, where a file is expected; move it "
    assert read_glossary(store, _LECTURE) == ((), f"{unusable}away.")
    assert glossary_mark(store, _LECTURE) != "none"


def test_the_mark_changes_with_the_terms_and_not_with_blanks(store: LocalStore) -> None:
    marks = [glossary_mark(store, _LECTURE)]
    for data in (b"", b"Laplace", b"Laplace\nFourier", b"\xff"):
        _write(store, data)
        marks.append(glossary_mark(store, _LECTURE))
    assert len(set(marks)) == 5
    _write(store, b"\n Laplace \n\nFourier\n")
    assert glossary_mark(store, _LECTURE) == marks[3]


@given(st.lists(st.text("abc ", min_size=1)), st.integers(0, 60))
def test_joined_terms_fit(terms: list[str], most: int) -> None:
    joined = fitting(terms, most)
    assert len(joined) <= most
    assert ", ".join(terms).startswith(joined)
