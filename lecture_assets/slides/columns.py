"""Puts the lines of a slide into the order in which they are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

_ROW_SHARE = 0.5
_COLUMN_SHARE = 0.2
_FEWEST = 2


@dataclass(frozen=True)
class Line:
    """A line of text and where it is, in pixels."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Order lines from top to bottom, each column of text as a whole.

    Columns are two lines or more on either side of a gap as wide as a line is high; what is as
    narrow as numbers before lines is none.
    """
    rows, ordered = _rows(lines), list[Line]()
    while rows:
        count, split = _columns(rows)
        block = [line for row in rows[:count] for line in row]
        if split is None:
            ordered += block
        else:
            ordered += in_order([each for each in block if each.right <= split])
            ordered += in_order([each for each in block if each.right > split])
        rows = rows[count:]
    return ordered


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Put lines side by side into a row where they share half of their height."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: (each.top, each.left)):
        if rows and _beside(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def _beside(one: Line, other: Line) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _ROW_SHARE * min(one.bottom - one.top, other.bottom - other.top)


def _columns(rows: list[list[Line]]) -> tuple[int, float | None]:
    """How many rows are two columns from here on, and where the first of them ends.

    Where there are none, it is one row, and nowhere.
    """
    best: tuple[int, float | None] = (1, None)
    for count in range(1, len(rows) + 1):
        lines = [line for row in rows[:count] for line in row]
        gaps = _gaps(lines)
        if not gaps:
            break
        splits = [split for split in gaps if _both_sides(lines, split)]
        if splits:
            best = (count, splits[0])
    return best


def _gaps(lines: list[Line]) -> list[float]:
    """Where columns may end: the right ends of lines before wide gaps, the widest first."""
    high = median(each.bottom - each.top for each in lines)
    gaps, end = list[tuple[float, float]](), None
    for line in sorted(lines, key=lambda each: each.left):
        if end is not None and line.left - end >= high:
            gaps.append((line.left - end, end))
        end = line.right if end is None else max(end, line.right)
    return [end for _, end in sorted(gaps, reverse=True)]


def _both_sides(lines: list[Line], split: float) -> bool:
    sides = [e for e in lines if e.right <= split], [e for e in lines if e.right > split]
    whole = max(each.right for each in lines) - min(each.left for each in lines)
    return all(
        len(side) >= _FEWEST
        and max(e.right for e in side) - min(e.left for e in side) >= _COLUMN_SHARE * whole
        for side in sides
    )
