"""The drawn figures on the sample lecture's slides."""

import math
from collections.abc import Callable

from lecture_assets.sample.canvas import (
    CORAL,
    INK,
    MUTED,
    PALE_TEAL,
    PAPER,
    RULE,
    TEAL,
    Canvas,
    Point,
)

SAVINGS = (("20 min", 20, 58), ("1 hour", 60, 44), ("1 day", 1440, 34), ("1 month", 44_640, 21))
"""Label, delay in minutes and per cent of the effort saved, as Ebbinghaus measured them."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 130.0, 890.0, 130.0, 425.0


def forgetting_curve(canvas: Canvas, build: int) -> None:
    """The share of the effort saved over the logarithm of the delay; build 1 marks the fall."""
    for percent in (0, 25, 50, 75, 100):
        y = _height(percent)
        canvas.line([(_LEFT, y), (_RIGHT, y)], RULE, 1.5)
        canvas.text((_LEFT - 14, y), f"{percent} %", 17, MUTED, anchor="rm")
    if build:
        canvas.box((_LEFT, _TOP), (_across(60) - _LEFT, _BOTTOM - _TOP), "#F3CDBB")
        canvas.text(
            ((_LEFT + _across(60)) / 2 - 12, 405), "fastest here", 20, CORAL, bold=True, anchor="ms"
        )
    curve = [(_across(m), _height(_saved(m))) for m in (10 ** (n / 40) for n in range(187))]
    canvas.line([point for point in curve if point[0] <= _RIGHT], TEAL, 5)
    for label, minutes, percent in SAVINGS:
        x, y = _across(minutes), _height(percent)
        canvas.dot((x, y), 10, PAPER)
        canvas.dot((x, y), 8, CORAL)
        canvas.text((x + 6, y - 20), f"{percent} %", 26, INK, bold=True)
        canvas.text((x, _BOTTOM + 30), label, 20, INK, anchor="ms")
    canvas.text((_LEFT, 494), "Share of the first effort still saved, by delay", 22, MUTED)


def _across(minutes: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * math.log10(minutes) / 4.85


def _height(percent: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * percent / 100


def _saved(minutes: float) -> float:
    """Ebbinghaus's own formula, b = 100 k / (log10(t)**c + k) with k = 1.84 and c = 1.25."""
    return 184 / (math.pow(math.log10(minutes), 1.25) + 1.84)


def recall_bars(canvas: Canvas, build: int) -> None:
    """What both groups still knew; build 1 names the groups, build 2 gives the result."""
    canvas.text((60, 150), "Pull the answer out of your memory,\ninstead of reading it again.", 27)
    groups = (("Read 4 times", 40, MUTED), ("Read once, recalled 3 times", 61, TEAL))
    for row, (label, percent, colour) in enumerate(groups):
        y = 250 + row * 95
        if build >= 1:
            canvas.text((60, y + 8), label, 25, bold=True)
            canvas.box((60, y + 22), (840, 38), "#EFE9DC", radius=8)
        if build >= 2:
            canvas.box((60, y + 22), (8.4 * percent, 38), colour, radius=8)
            canvas.text(
                (60 + 8.4 * percent - 14, y + 42), f"{percent} %", 24, PAPER, bold=True, anchor="rm"
            )
    if build >= 2:
        canvas.text((60, 462), "remembered one week later", 24, CORAL, bold=True)
    canvas.text((60, 496), "Roediger and Karpicke, 2006", 19, MUTED)


def spacing_lines(canvas: Canvas, build: int) -> None:
    """Two study plans as dots on a line; one more with each build, then the rule."""
    canvas.text(
        (60, 148),
        "The same hours of study work better\nwhen they are spread over several days.",
        27,
    )
    plans = (
        ("Test in one week", "gap: 1 or 2 days", 0.2),
        ("Test in one year", "gap: about 3 weeks", 0.06),
    )
    for row, (title, gap, share) in enumerate(plans[: min(build, 2)]):
        y = 262 + row * 98
        canvas.text((60, y), title, 26, bold=True)
        canvas.text((888, y), gap, 26, CORAL, bold=True, anchor="rs")
        canvas.line([(72, y + 34), (888, y + 34)], RULE, 5)
        canvas.line([(72, y + 34), (72 + 816 * share, y + 34)], CORAL, 5)
        for at in (0.0, share):
            canvas.dot((72 + 816 * at, y + 34), 12, TEAL)
        canvas.box((876, y + 22), (24, 24), INK, radius=4)
    if build >= 3:
        canvas.box((60, 436), (840, 58), PALE_TEAL, radius=10)
        canvas.text(
            (480, 465),
            "The longer you want to know it, the longer you wait.",
            27,
            TEAL,
            bold=True,
            anchor="mm",
        )


def syllable_dots(canvas: Canvas, build: int) -> None:
    """A list to learn, then what was recalled of it: awake with build 1, asleep with build 2."""
    canvas.text((60, 474), "Jenkins and Dallenbach, 1924: two students", 19, MUTED)
    canvas.text((60, 148), "Ten syllables, recalled after eight hours", 27)
    canvas.box((60, 172), (840, 70), PALE_TEAL, radius=12)
    syllables = "kol   zet   bip   nuv   dax   fep   wix   gom   tej   rul"
    canvas.text((480, 216), syllables, 29, TEAL, anchor="ms")
    rows = (("awake", "about 1", 1.0, MUTED), ("asleep", "more than 5", 5.6, TEAL))
    for row, (label, count, filled, colour) in enumerate(rows[:build]):
        y = 302 + row * 90
        canvas.text((60, y + 10), label, 28, bold=True)
        canvas.text((900, y + 10), count, 28, colour, bold=True, anchor="rs")
        for number in range(10):
            at = (200 + number * 54.0, float(y))
            canvas.dot(at, 21, "#E8E1D2")
            share = min(1.0, max(0.0, filled - number))
            if share:
                canvas.dot(at, 21, colour, share)


def replay_loop(canvas: Canvas, build: int) -> None:
    """Hippocampus, then what consolidation turns it into, then the replay that does it."""
    _place(canvas, (60, 170), "Hippocampus", "fresh and fragile", CORAL)
    if build >= 1:
        _place(canvas, (600, 170), "Cortex", "lasts for years", TEAL)
        canvas.text((480, 200), "consolidation", 24, INK, bold=True, anchor="ms")
        _arrow(canvas, (378, 232), (582, 232))
    if build >= 2:
        _waves(
            canvas,
            60,
            378,
            840,
            lambda x: 24 * math.sin(x / 26) * math.exp(-(((x - 420) / 260) ** 2)),
        )
        canvas.text(
            (480, 448), "Replay in sleep: about 20 times faster", 28, INK, bold=True, anchor="ms"
        )
        canvas.text((480, 484), "seen in rats that had run through a maze", 20, MUTED, anchor="ms")


def _place(canvas: Canvas, corner: Point, name: str, state: str, colour: str) -> None:
    canvas.box(corner, (300, 124), colour, radius=18)
    middle = corner[0] + 150
    canvas.text((middle, corner[1] + 58), name, 32, PAPER, bold=True, anchor="ms")
    canvas.text((middle, corner[1] + 94), state, 23, PAPER, anchor="ms")


def _arrow(canvas: Canvas, start: Point, end: Point) -> None:
    canvas.line([start, (end[0] - 14, end[1])], INK, 5)
    canvas.polygon([end, (end[0] - 22, end[1] - 13), (end[0] - 22, end[1] + 13)], INK)


def _waves(
    canvas: Canvas, x: float, y: float, width: int, height: Callable[[float], float]
) -> None:
    canvas.line([(x + at, y - height(at)) for at in range(0, width + 1, 3)], CORAL, 4)
