"""Tests of the lecture at a glance."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.results.overview import lanes, overview_sentence, ticks
from lecture_assets.results.page import PageData
from lecture_assets.timeline import span
from lecture_assets_tests.results.pages import page_data


def _with_speech(cuts: list[int]) -> PageData:
    times = sorted(set(cuts))
    speech = [span(a, b) for a, b in list(pairwise(times))[::2]]
    data = page_data()
    heard = data.silence_map.model_copy(update={"speech": speech})
    return data.model_copy(update={"silence_map": heard})


def test_bars_lie_where_their_stretches_do() -> None:
    by_name = {lane.name: lane.bars for lane in lanes(page_data())}
    [segment] = by_name["Content segments"]
    assert (segment.x, segment.width) == (8.333, 25.0)
    assert segment.text == "segment title Memory, 0:10 to 0:40"
    first, second = by_name["Highlights"]
    assert (first.link, first.label, second.link) == ("#highlight-1", "1", "#highlight-2")


def test_a_lecture_without_slides_has_no_lane_for_them() -> None:
    data = page_data()
    bare = data.model_copy(update={"layout": data.layout.model_copy(update={"slides": []})})
    assert {"Slides"} == {each.name for each in lanes(data)} - {each.name for each in lanes(bare)}
    assert "slide" not in overview_sentence(bare)


@given(st.lists(st.integers(0, 120_000), max_size=60))
def test_bars_are_in_order_inside_the_lecture_and_apart(cuts: list[int]) -> None:
    [speech] = [lane for lane in lanes(_with_speech(cuts)) if lane.kind == "speech"]
    assert all(0 <= bar.x <= 100 and bar.width >= 0.15 for bar in speech.bars)
    assert all(bar.x < 100 for bar in speech.bars)
    assert all(after.x - before.x > 0 for before, after in pairwise(speech.bars))


def test_thousands_of_stretches_become_as_many_bars_as_can_be_told_apart() -> None:
    [speech] = [
        lane for lane in lanes(_with_speech(list(range(0, 120_000, 20)))) if lane.kind == "speech"
    ]
    assert len(speech.bars) == 1


@given(st.integers(0, 6 * 3_600_000))
def test_ticks_are_few_round_and_before_the_end(duration_ms: int) -> None:
    shown = ticks(duration_ms)
    assert 1 <= len(shown) <= 6
    assert shown[0].text == "0:00"
    assert all(tick.x < 100 for tick in shown)


def test_the_overview_says_in_words_what_the_lanes_show() -> None:
    assert overview_sentence(page_data()) == (
        "75 % of the lecture is speech, 1 silence, 1 slide, 1 content segment and 2 highlights."
    )
