"""Pk and WindowDiff are what their papers say, and the public format is read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.agreement import pk, window_diff, window_of
from benchmarks.segmentation import read, table
from benchmarks.text_tiling import text_tiling
from lecture_assets_tests.content.three_topics import INFLATION, PHOTOSYNTHESIS, SORTING

STARTS = st.lists(st.integers(1, 29), unique=True, max_size=6).map(sorted)


def counted(truth: list[int], found: list[int], count: int, window: int) -> tuple[float, float]:
    """Both measures by their definitions, window by window."""
    same = differing = 0
    windows = [range(at + 1, at + window + 1) for at in range(count - window)]
    for each in windows:
        ours, theirs = (sum(start in each for start in starts) for starts in (truth, found))
        same += bool(ours) != bool(theirs)
        differing += ours != theirs
    return same / len(windows), differing / len(windows)


@given(STARTS, STARTS)
def test_pk_and_window_diff_count_the_windows_that_disagree(
    truth: list[int], found: list[int]
) -> None:
    window = window_of(30, truth)
    measured = pk(truth, found, 30, window), window_diff(truth, found, 30, window)
    assert measured == pytest.approx(counted(truth, found, 30, window))
    assert measured[0] <= measured[1]


def test_a_window_is_half_an_average_topic() -> None:
    assert window_of(30, [10, 20]) == 5
    assert window_of(2, []) == 1


def test_topics_are_read_whatever_the_file_begins_and_ends_with(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    between = "==========,1,preface."
    file.write_text(f"{between}\nOne.\nTwo.\n\n{between}\n{between}\nThree.\n{between}\n")
    lecture = read(file)
    assert lecture.texts == ["One.", "Two.", "Three."]
    assert lecture.starts == [2]


def test_a_file_without_sentences_is_named(tmp_path: Path) -> None:
    (tmp_path / "none.txt").write_text("==========\n")
    with pytest.raises(SystemExit, match=r"none\.txt"):
        read(tmp_path / "none.txt")


def test_text_tiling_finds_a_change_of_subject() -> None:
    lines = [text.strip().splitlines() * 4 for text in (PHOTOSYNTHESIS, INFLATION)]
    found = text_tiling([*lines[0], *lines[1]])
    assert min(abs(start - len(lines[0])) for start in found) <= 6


def test_the_table_names_its_data_and_every_method(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("==========".join((PHOTOSYNTHESIS, INFLATION, SORTING)))
    printed = table(tmp_path)
    assert tmp_path.name in printed
    assert "1 transcripts, 3.0 topics" in printed
    assert "| no boundary | 0." in printed
    assert printed.count("\n| ") == 6
