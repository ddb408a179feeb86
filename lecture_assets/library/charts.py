"""Pictures of the library: how many clips, how long, how good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    import pandas as pd

_WIDTH, _HEIGHT = 1440, 520
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 40, 130, 70
_PAPER, _INK, _QUIET, _LINE, _BAR = "#faf8f3", "#1d2733", "#55606e", "#ddd6c8", "#0b6259"
_WEEKS = 26
_LEAST_BARS = 12
_MOST_LABELS = 13
_LENGTH_STEP_S = 10
_LONGEST_S = 120


@dataclass(frozen=True)
class Chart:
    """A number of clips for each of a few bars.

    Attributes:
        name: What it is called in metadata.
        title: What it shows, in words.
        labels: What is written below each bar.
        counts: How high each bar is.
    """

    name: str
    title: str
    labels: Sequence[str]
    counts: Sequence[int]


def charts(clips: "pd.DataFrame") -> list[Chart]:
    """Count clips by week, length and score; none where there are no clips."""
    if clips.empty:
        return []
    return [_per_week(clips), _lengths(clips), _scores(clips)]


def _per_week(clips: "pd.DataFrame") -> Chart:
    days = clips["processed_at"].dt.tz_convert("UTC").dt.date
    mondays = [day - timedelta(days=day.weekday()) for day in days]
    last = max(mondays)
    weeks = (last - min(mondays)).days // 7 + 1
    shown = [last - timedelta(weeks=back) for back in range(max(_LEAST_BARS, weeks))][:_WEEKS][::-1]
    return Chart(
        name="clips_per_week",
        title="Clips by the week in which their lecture was done",
        labels=[f"{monday.day} {monday:%b}" for monday in shown],
        counts=[mondays.count(monday) for monday in shown],
    )


def _lengths(clips: "pd.DataFrame") -> Chart:
    bins = _LONGEST_S // _LENGTH_STEP_S
    seconds = clips["duration_ms"] // 1000 // _LENGTH_STEP_S
    counts = seconds.clip(upper=bins).value_counts()
    labels = [f"{each * _LENGTH_STEP_S}" for each in range(bins)]
    return Chart(
        name="clip_lengths",
        title="Clips by length, in seconds from",
        labels=[*labels, f"{_LONGEST_S}+"],
        counts=[int(counts.get(each, 0)) for each in range(bins + 1)],
    )


def _scores(clips: "pd.DataFrame") -> Chart:
    low, high = float(clips["score"].min()), float(clips["score"].max())
    step = (high - low) / _LEAST_BARS or 1.0
    places = ((clips["score"] - low) // step).astype(int).clip(upper=_LEAST_BARS - 1)
    counts = places.value_counts()
    return Chart(
        name="scores",
        title="Clips by score, from; scores compare within a lecture alone",
        labels=[f"{low + each * step:.2f}" for each in range(_LEAST_BARS)],
        counts=[int(counts.get(each, 0)) for each in range(_LEAST_BARS)],
    )


def draw(chart: Chart) -> bytes:
    """Draw a chart as a PNG that is twice as large as it is shown."""
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((_LEFT, 28), chart.title, _INK, _font("Bold", 32))
    floor = _HEIGHT - _BOTTOM
    width = (_WIDTH - _LEFT - _RIGHT) / len(chart.counts)
    every = -(-len(chart.labels) // _MOST_LABELS)
    most = max(1, *chart.counts)
    for place, (label, count) in enumerate(zip(chart.labels, chart.counts, strict=True)):
        left = _LEFT + place * width
        middle, top = left + width / 2, floor - (floor - _TOP) * count / most
        if count:
            pen.rectangle((left + width * 0.12, top, left + width * 0.88, floor), _BAR)
            pen.text((middle, top - 8), f"{count}", _INK, _font("Regular", 24), anchor="ms")
        if place % every == (len(chart.labels) - 1) % every:
            pen.text((middle, floor + 16), label, _QUIET, _font("Regular", 24), anchor="mt")
    pen.line((_LEFT, floor, _WIDTH - _RIGHT, floor), _LINE, 3)
    png = BytesIO()
    picture.quantize(16).save(png, "PNG", optimize=True)
    return png.getvalue()


def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    path = files("lecture_assets").joinpath("fonts", f"NotoSans-{weight}.ttf")
    return ImageFont.truetype(str(path), size)
