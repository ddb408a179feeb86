"""Tests of naming lectures and uploads."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.storage.keys import is_video_id, lecture_key, upload_name, video_id

_ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)  # with surrogates


@given(_ANY_TEXT)
def test_a_video_id_is_safe_as_a_partition_a_folder_and_a_url(key: str) -> None:
    name = video_id(key)
    assert re.fullmatch(r"[^\W_]+(-[^\W_]+)*-[0-9a-f]{8}", name)
    assert is_video_id(name)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f,/\\ ]|\.\.\.", name)
    assert len(name) <= 48 + 9
    assert name == video_id(key)


@pytest.mark.parametrize(
    "text", ["", ".", "..", "library", "a/b-12345678", "-12345678", "a-1234567"]
)
def test_what_leads_elsewhere_is_no_video_id(text: str) -> None:
    assert not is_video_id(text)
    assert not is_video_id(text + "\n")


@given(st.text(max_size=40))
def test_the_same_name_in_another_spelling_is_the_same_lecture(key: str) -> None:
    spellings = {unicodedata.normalize(form, key) for form in ("NFC", "NFD")}
    assert len({video_id(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("key", "slug"),
    [
        ("Week 3, Memory.mp4", "week-3-memory"),
        ("2024/spring/Übung_04 (final).mov", "übung-04-final"),
        ("講義 第3回.mkv", "講義-第3回"),
        ("....mp4", "lecture"),
        ("🎓.mp4", "lecture"),
        ("a" * 100 + ".mp4", "a" * 48),
        ("a" * 47 + " b.mp4", "a" * 47),
    ],
)
def test_a_slug_says_what_the_file_is_called(key: str, slug: str) -> None:
    assert re.fullmatch(rf"{slug}-[0-9a-f]{{8}}", video_id(key))


def test_lectures_of_the_same_name_in_other_folders_are_others() -> None:
    assert len({video_id(key) for key in ("a/1.mp4", "b/1.mp4", "1.mp4", "1.mkv")}) == 4


@given(_ANY_TEXT)
def test_an_upload_s_name_is_never_hidden_empty_or_a_path(file_name: str) -> None:
    name = upload_name(file_name)
    assert name
    assert not name.startswith(".")
    assert not re.search(r"[\x00-\x1f\x7f-\x9f/\\\ud800-\udfff]", name)
    assert name == upload_name(name)
    assert name.encode()


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Week 3, Memory.mp4", "Week 3, Memory.mp4"),
        ("../../etc/passwd", "_._.._etc_passwd"),
        (".hidden.mp4", "_hidden.mp4"),
        ("two\nlines\udcff.mp4", "two_lines_.mp4"),
        ("Cafe\N{COMBINING ACUTE ACCENT}.mp4", "Caf\N{LATIN SMALL LETTER E WITH ACUTE}.mp4"),
        ("", "_"),
    ],
)
def test_only_what_is_dangerous_is_replaced(given_name: str, kept: str) -> None:
    assert upload_name(given_name) == kept


def test_an_artifact_lies_below_its_lecture() -> None:
    assert lecture_key("week-3-0123abcd", "clips/a.mp4") == "lectures/week-3-0123abcd/clips/a.mp4"
