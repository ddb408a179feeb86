"""Long pauses lose their middle."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.highlights.pauses import kept, questions_of, watched_in
from lecture_assets.options import HighlightOptions
from lecture_assets.timeline import Span, merge, span, total_ms
from lecture_assets.transcript.sentences import Sentence

OPTIONS = HighlightOptions(max_pause_ms=1_200, pause_left_ms=500)


def test_half_of_what_is_left_of_a_pause_stays_on_either_side() -> None:
    assert kept(span(0, 20_000), [span(5_000, 8_000)], OPTIONS) == [
        span(0, 5_250),
        span(7_750, 20_000),
    ]


def test_a_pause_of_the_longest_allowed_length_stays() -> None:
    whole = span(0, 20_000)
    assert kept(whole, [span(5_000, 6_200)], OPTIONS) == [whole]
    assert len(kept(whole, [span(5_000, 6_201)], OPTIONS)) == 2


def test_pauses_outside_the_clip_do_not_matter() -> None:
    whole = span(10_000, 20_000)
    assert kept(whole, [span(0, 10_500), span(19_500, 30_000)], OPTIONS) == [whole]


def sentence(end_ms: int, text: str) -> Sentence:
    return Sentence(start_ms=0, end_ms=end_ms, text=text)


@pytest.mark.parametrize("text", ["Why is that?", "“Why?”", "为什么？", "لماذا؟"])  # noqa: RUF001
@pytest.mark.parametrize("ends_ms", [4_400, 5_000, 5_200])
def test_after_a_question_stays_time_to_think(text: str, ends_ms: int) -> None:
    questions = questions_of([sentence(ends_ms, text)])
    assert kept(span(0, 20_000), [span(5_000, 8_000)], OPTIONS, questions) == [
        span(0, 5_750),
        span(7_250, 20_000),
    ]
    whole = span(0, 20_000)
    assert kept(whole, [span(5_000, 6_500)], OPTIONS, questions) == [whole]


def test_a_question_elsewhere_keeps_no_other_pause() -> None:
    questions = questions_of([sentence(2_000, "Why?"), sentence(8_000, "How?")])
    assert len(kept(span(0, 20_000), [span(5_000, 6_500)], OPTIONS, questions)) == 2
    assert questions_of([sentence(5_000, "That is why.")]) == []


@pytest.mark.parametrize(
    "text", ["Three, two, one, zero.", "Watch the drum.", "So let's run it.", "And here it comes."]
)
def test_what_is_shown_in_silence_after_its_announcement_stays_whole(text: str) -> None:
    said = [sentence(5_000, text), Sentence(start_ms=14_000, end_ms=15_000, text="It works.")]
    silences = [span(4_950, 9_000), span(9_500, 14_050), span(16_000, 19_000)]
    whole = span(0, 20_000)
    keep = kept(whole, silences, OPTIONS, watched=watched_in(said, "en"))
    assert keep == [span(0, 16_250), span(18_750, 20_000)]
    assert len(kept(whole, silences, OPTIONS, watched=watched_in(said, "de"))) == 4


def test_of_a_minute_of_silence_a_quarter_is_watched() -> None:
    said = [sentence(5_000, "Watch."), Sentence(start_ms=65_000, end_ms=66_000, text="It works.")]
    watched = watched_in(said, "en")
    keep = kept(span(0, 66_000), [span(5_000, 65_000)], OPTIONS, watched=watched)
    assert keep == [span(0, 20_000), span(64_750, 66_000)]


def test_nothing_is_watched_where_nothing_is_announced() -> None:
    after = Sentence(start_ms=14_000, end_ms=15_000, text="It works.")
    for text in ("Look after your plants.", "I have three, two are red.", "They watch the sky."):
        assert watched_in([sentence(5_000, text), after], "en") == []


SPANS = st.lists(
    st.builds(lambda at, ms: span(at, at + ms), st.integers(0, 50_000), st.integers(0, 9_000)),
    max_size=12,
)


@given(
    SPANS,
    st.integers(0, 30_000),
    st.integers(1, 30_000),
    st.integers(0, 3_000),
    st.integers(0, 3_000),
    st.lists(st.integers(0, 60_000), max_size=4).map(sorted),
)
def test_whatever_is_cut_the_rest_lies_within_in_order_with_its_own_ends(
    spans: list[Span],
    start_ms: int,
    length_ms: int,
    max_pause_ms: int,
    left_ms: int,
    asked: list[int],
) -> None:
    silences, whole = merge(spans), span(start_ms, start_ms + length_ms)
    options = HighlightOptions(max_pause_ms=max_pause_ms, pause_left_ms=left_ms)
    keep = kept(whole, silences, options, asked)
    assert (keep[0].start_ms, keep[-1].end_ms) == (whole.start_ms, whole.end_ms)
    assert all(each.duration_ms > 0 for each in keep)
    assert all(one.end_ms < other.start_ms for one, other in pairwise(keep))
    for one, other in pairwise(keep):
        assert any(s.contains(one.end_ms) and s.contains(other.start_ms) for s in silences)
    sound_ms = whole.duration_ms - sum(each.overlap_ms(whole) for each in silences)
    assert total_ms(keep) >= sound_ms
