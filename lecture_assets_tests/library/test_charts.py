"""Tests of the pictures of the library."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pandas as pd
from PIL import Image

from lecture_assets.library.charts import Chart, charts, draw
from lecture_assets.library.tables import tables_of

_BAR = (0x0B, 0x62, 0x59)


def clips(*days_ago: int, length_ms: int = 45_000, score: float = 0.5) -> pd.DataFrame:
    newest = datetime(2026, 11, 18, tzinfo=UTC)
    return pd.DataFrame(
        {
            "processed_at": [newest - timedelta(days=days) for days in days_ago],
            "duration_ms": length_ms,
            "score": score,
        }
    ).astype({"processed_at": "datetime64[ms, UTC]"})


def chart(frame: pd.DataFrame, name: str) -> Chart:
    return next(each for each in charts(frame) if each.name == name)


def test_weeks_are_counted_from_monday_to_the_newest_one_gaps_included() -> None:
    weeks = chart(clips(0, 2, 3, 16, 16), "clips_per_week")
    assert weeks.labels[-3:] == ["2 Nov", "9 Nov", "16 Nov"]
    assert weeks.counts[-3:] == [2, 1, 2]
    assert len(weeks.counts) == 12


def test_no_more_than_half_a_year_of_weeks_is_shown() -> None:
    weeks = chart(clips(0, 5000), "clips_per_week")
    assert len(weeks.counts) == 26
    assert sum(weeks.counts) == 1


def test_lengths_fall_into_steps_of_ten_seconds_and_very_long_ones_together() -> None:
    frame = pd.concat(
        [clips(0, length_ms=ms) for ms in (0, 9_999, 10_000, 119_999, 120_000, 10**7)]
    )
    lengths = chart(frame, "clip_lengths")
    counted = {label: n for label, n in zip(lengths.labels, lengths.counts, strict=True) if n}
    assert counted == {"0": 2, "10": 1, "110": 1, "120+": 2}


def test_scores_are_counted_from_the_least_to_the_best_equal_ones_too() -> None:
    frame = pd.concat([clips(0, score=score) for score in (-1.0, 0.0, 0.9, 1.0)])
    assert sum(chart(frame, "scores").counts) == 4
    assert chart(frame, "scores").counts[-1] == 2
    assert chart(clips(0, 1, 2), "scores").counts[0] == 3


def test_an_empty_library_has_no_pictures() -> None:
    assert charts(tables_of([], []).clips) == []


def test_bars_are_as_high_as_their_counts() -> None:
    drawn = draw(Chart("x", "Clips", ["a", "b", "c"], [4, 2, 0]))
    picture = Image.open(BytesIO(drawn)).convert("RGB")
    width, height = picture.size
    heights = [
        sum(picture.getpixel((x, y)) == _BAR for y in range(height))
        for x in (width // 6, width // 2, width * 5 // 6)
    ]
    assert heights[0] > height // 2
    assert abs(heights[0] - 2 * heights[1]) <= 2
    assert heights[2] == 0


def test_a_picture_is_small_enough_to_travel_with_an_event() -> None:
    many = clips(*range(180))
    assert all(len(draw(each)) < 20_000 for each in charts(many))
