"""Tests of what is said about a recording beside it."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.media.about import (
    About,
    is_sidecar,
    parse_about,
    read_about,
    sidecar_names,
)
from lecture_assets.storage.local import LocalStore

WHOLE = """\
title: "Memory, part 1"
instructor: Ada Lovelace
course: Psychology 101
term: 2026
tags: [memory, spacing effect]
language: EN
"""


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path)


def test_all_that_is_said_is_read_and_a_number_stays_as_it_is_written(store: LocalStore) -> None:
    store.write("uploads/bio/week1.mp4.yaml", WHOLE.encode())
    about, warning = read_about(store, "bio/week1.mp4")
    assert warning is None
    assert about == About(
        title="Memory, part 1",
        instructor="Ada Lovelace",
        course="Psychology 101",
        term="2026",
        tags=["memory", "spacing effect"],
        language="en",
    )


@pytest.mark.parametrize("name", ["week1.mp4.yaml", "week1.mp4.yml", "week1.yaml", "week1.yml"])
def test_a_sidecar_is_named_after_the_file_or_its_stem(store: LocalStore, name: str) -> None:
    store.write(f"uploads/{name}", b"title: Memory")
    assert read_about(store, "week1.mp4")[0].title == "Memory"


def test_the_one_that_is_the_file_s_alone_comes_first(store: LocalStore) -> None:
    store.write("uploads/week1.yaml", b"title: of both")
    store.write("uploads/week1.mp4.yaml", b"title: of this")
    assert read_about(store, "week1.mp4")[0].title == "of this"
    assert read_about(store, "week1.mkv")[0].title == "of both"


def test_without_a_sidecar_nothing_is_known_and_nothing_is_wrong(store: LocalStore) -> None:
    assert read_about(store, "week1.mp4") == (About(), None)


@pytest.mark.parametrize(
    "content", [b"", b"# nothing yet\n", b"title:\ntags:\n", b"tags: ['', ]\n"]
)
def test_what_is_left_empty_is_not_known(store: LocalStore, content: bytes) -> None:
    store.write("uploads/week1.yaml", content)
    assert read_about(store, "week1.mp4") == (About(), None)


@pytest.mark.parametrize("kind", ["a folder", "a symbolic link", "a device or pipe"])
def test_what_is_no_file_is_told_and_not_followed(store: LocalStore, kind: str) -> None:
    path = store.path("uploads/week1.yaml")
    path.parent.mkdir(parents=True)
    secret = store.path("elsewhere")
    secret.write_text("title: a secret")
    if kind == "a folder":
        path.mkdir()
    elif kind == "a symbolic link":
        path.symlink_to(secret)
    else:
        os.mkfifo(path)
    assert read_about(store, "week1.mp4") == (
        About(),
        f"What week1.yaml says is not used: it is {kind}, where a file is expected; mend the file, "
        "or remove it.",
    )


def test_norwegian_is_a_language_and_no_answer() -> None:
    assert parse_about(b"language: no").language == "no"


def test_control_characters_and_turned_text_are_taken_out() -> None:
    said = parse_about(b'title: "a\\0b\\x1b[31m\\u202Egpj.exe\\n  c"\ntags: ["\\t", "x\\ty"]')
    assert said.title == "a b [31mgpj.exe c"
    assert said.tags == ["x y"]


def test_markup_is_kept_as_text() -> None:
    assert parse_about(b"title: <script>alert(1)</script>").title == "<script>alert(1)</script>"


BOMB = "a: &a [x,x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*a,*a]\n" for n in range(9))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"title: [", "it is not YAML (line 1)"),
        (b"title: \xff", "it is not UTF-8"),
        (b"title: a\x00b", "it is not YAML"),
        (b'title: "\\U00110000"', "a character that there is not"),
        (b'title: "\\UFFFFFFFF"', "a character that there is not"),
        (b"- title", "it should hold lines such as 'title: ...'"),
        (b"just words", "it should hold lines such as 'title: ...'"),
        (b"titel: Memory", "it names 'titel', where only title, instructor"),
        (b"title: {a: b}", "its title cannot be taken: input should be a valid string"),
        (b"title: " + b"x" * 201, "its title cannot be taken: string should have at most 200"),
        (b"tags: memory", "its tags cannot be taken: input should be a valid list"),
        (b"tags: [" + b"x," * 21 + b"]", "its tags cannot be taken: list should have at most 20"),
        (b"language: english", "its language cannot be taken: it should be a code of ISO 639-1"),
        (b"title: !!python/object/apply:os.system ['true']", "its title cannot be taken"),
        (BOMB.encode(), "it uses aliases"),
        (b"[" * 60_000, "it is nested too deeply"),
        (b"x" * 70_000, "it is larger than 64 KB"),
    ],
)
def test_what_cannot_be_used_is_left_out_with_one_sentence(
    store: LocalStore, content: bytes, why: str
) -> None:
    store.write("uploads/week1.yaml", content)
    about, warning = read_about(store, "week1.mp4")
    assert about == About()
    assert warning is not None
    assert warning.startswith("What week1.yaml says is not used: ")
    assert why in warning
    assert "\n" not in warning
    assert len(warning) < 300


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="replace"))
)
def test_any_content_is_read_or_refused(content: bytes) -> None:
    try:
        about = parse_about(content)
    except ValueError:
        return
    assert About.model_validate(about.model_dump()) == about


@pytest.mark.parametrize(
    ("key", "expected"),
    [("week1.yaml", True), ("a/week1.mp4.YML", True), ("week1.mp4", False), ("yaml", False)],
)
def test_a_sidecar_is_known_by_its_name(key: str, expected: bool) -> None:
    assert is_sidecar(key) is expected


def test_every_name_of_a_sidecar_is_a_sidecar_s() -> None:
    assert sidecar_names("bio/week1") == ["bio/week1.yaml", "bio/week1.yml"]
    assert all(is_sidecar(name) for name in sidecar_names("bio/week1.mp4"))
