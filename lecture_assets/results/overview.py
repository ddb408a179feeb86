"""The lecture at a glance: what lies where, as lanes of bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lecture_assets.results.wording import counted, percent
from lecture_assets.timeline import Span, clock, merge, total_ms

if TYPE_CHECKING:
    from lecture_assets.results.page import PageData

_STEPS_S = (5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600)
_MOST_TICKS = 6
_FINEST = 1500
_LEAST_WIDTH = 0.15


@dataclass(frozen=True)
class Bar:
    """One stretch in a lane.

    Attributes:
        x: Where it begins, in per cent of the lecture.
        width: How long it is, in per cent of the lecture.
        text: What it is, in words.
        label: What is written on it; empty for nothing.
        link: Where a click leads on the page; empty for nowhere.
    """

    x: float
    width: float
    text: str
    label: str = ""
    link: str = ""


@dataclass(frozen=True)
class Lane:
    """Bars of one kind.

    Attributes:
        kind: Their kind, as the style sheet names it.
        name: Their kind, in words.
        bars: In order of time.
    """

    kind: str
    name: str
    bars: list[Bar]


@dataclass(frozen=True)
class Tick:
    """A time written below the lanes, at ``x`` per cent of the lecture."""

    x: float
    text: str


def lanes(page: "PageData") -> list[Lane]:
    """Lay out highlights, segments, slides if any, speech and silence over the lecture's time."""
    whole = max(1, page.lecture_video.duration_ms)

    def bar(at: Span, what: str, label: str = "", link: str = "") -> Bar:
        width = max(_LEAST_WIDTH, round(at.duration_ms * 100 / whole, 3))
        text = f"{what}, {clock(at.start_ms)} to {clock(at.end_ms)}"
        return Bar(round(at.start_ms * 100 / whole, 3), width, text, label, link)

    def stretches(spans: Sequence[Span], what: str) -> list[Bar]:
        return [bar(each, what) for each in merge(spans, gap_ms=whole // _FINEST)]

    chosen = sorted(page.selected_highlights.highlights, key=lambda each: each.start_ms)
    segments = page.content_segments.segments
    every = [
        Lane(
            "highlight",
            "Highlights",
            [
                bar(each, f"{each.rank}. {each.title}", str(each.rank), f"#highlight-{each.rank}")
                for each in chosen
            ],
        ),
        Lane("segment", "Content segments", [bar(each, each.title) for each in segments]),
        Lane(
            "slide",
            "Slides",
            [bar(each, f"Slide {n}") for n, each in enumerate(page.layout.slides, start=1)],
        ),
        Lane("speech", "Speech", stretches(page.silence_map.speech, "Speech")),
        Lane("silence", "Silence", stretches(page.silence_map.silences, "Silence")),
    ]
    return [lane for lane in every if lane.bars or lane.kind != "slide"]


def ticks(duration_ms: int) -> list[Tick]:
    """Choose round times, at most six up to six hours, that fit below a lecture."""
    step = next((s for s in _STEPS_S if duration_ms <= s * 1000 * _MOST_TICKS), _STEPS_S[-1])
    times = range(0, max(1, duration_ms), step * 1000)
    return [Tick(round(at * 100 / max(1, duration_ms), 3), clock(at)) for at in times]


def overview_sentence(page: "PageData") -> str:
    """Say in one sentence what the lanes show."""
    whole = max(1, page.lecture_video.duration_ms)
    spoken = percent(min(1.0, total_ms(merge(page.silence_map.speech)) / whole))
    parts = [
        f"{spoken} of the lecture is speech",
        counted(len(page.silence_map.silences), "silence"),
        *([counted(len(page.layout.slides), "slide")] if page.layout.slides else []),
        counted(len(page.content_segments.segments), "content segment"),
        counted(len(page.selected_highlights.highlights), "highlight"),
    ]
    return ", ".join(parts[:-1]) + f" and {parts[-1]}."
