from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.slides.columns import Line, in_order

HIGH = 20


def line(left: float, row: float, wide: float, text: str) -> Line:
    return Line(left, row * 30, left + wide, row * 30 + HIGH, text)


def read(lines: Sequence[Line]) -> str:
    return " ".join(each.text for each in in_order(lines))


def test_two_columns_below_a_heading_are_read_one_after_the_other() -> None:
    heading, foot = line(10, 0, 600, "heading"), line(10, 5, 600, "foot")
    left = [line(10, row, 250, f"left{row}") for row in (1, 2, 3)]
    right = [line(340, row + 0.2, 260, f"right{row}") for row in (1, 2, 3, 3.9)]
    told = read([foot, *right, *left, heading])
    assert told == "heading left1 left2 left3 right1 right2 right3 right3.9 foot"


def test_three_columns_are_read_one_after_the_other() -> None:
    lines = [line(10 + 220 * n, row, 180, f"{n}{row}") for row in (1, 2) for n in range(3)]
    assert read(lines) == "01 02 11 12 21 22"


def test_numbers_before_lines_stay_with_them() -> None:
    lines = [line(10, row, 20, f"{row}.") for row in range(3)]
    lines += [line(60, row, 400, f"point{row}") for row in range(3)]
    assert read(lines) == "0. point0 1. point1 2. point2"


def test_one_row_of_two_parts_is_no_column() -> None:
    lines = [line(10, 0, 200, "a"), line(400, 0, 200, "b"), line(10, 1, 590, "c")]
    assert read(lines) == "a b c"


places = st.integers(0, 1000)
any_lines = st.lists(
    st.builds(line, places, st.integers(0, 30), st.integers(1, 600), st.text("abc", max_size=3))
)


@given(any_lines)
def test_no_line_is_lost_or_read_twice(lines: list[Line]) -> None:
    assert sorted(map(repr, in_order(lines))) == sorted(map(repr, lines))
