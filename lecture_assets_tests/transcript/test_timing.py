"""Captions come and go with what is said, and stay as long as reading takes where they can."""

import pytest

from lecture_assets.transcript.timing import Shown, set_times

GAP = 84


def timed(*spoken: tuple[int, int, int], whole_ms: int | None = None) -> list[tuple[int, int]]:
    """Times of captions given as (from, until, width)."""
    shown = [Shown(*each) for each in spoken]
    set_times(shown, GAP, whole_ms)
    return [(each.start_ms, each.end_ms) for each in shown]


def test_a_caption_comes_with_its_words_and_goes_soon_after() -> None:
    assert timed((5_000, 8_000, 30)) == [(5_000, 8_250)]


def test_a_caption_that_is_read_slowly_stays_half_a_second_at_most_and_comes_earlier() -> None:
    assert timed((5_000, 6_500, 34)) == [(5_000, 7_000)]
    assert timed((5_000, 6_000, 34)) == [(4_500, 6_500)]
    assert timed((5_000, 5_500, 34)) == [(4_500, 6_000)]


def test_a_blank_that_would_flicker_is_closed() -> None:
    assert timed((0, 3_000, 20), (3_700, 6_000, 20)) == [(0, 3_500), (3_584, 6_250)]
    assert timed((0, 3_000, 20), (4_500, 6_000, 20)) == [(0, 3_250), (4_500, 6_250)]


def test_a_caption_takes_time_from_the_one_before_which_comes_earlier_itself() -> None:
    quick = timed((1_000, 2_000, 30), (2_400, 3_000, 17), (3_200, 5_200, 20))
    assert quick[0][0] < 1_000
    assert quick[0][1] - quick[0][0] >= 30 * 1000 / 17
    assert quick[1][1] - quick[1][0] >= 1_000


def test_a_caption_stays_into_the_next_where_that_has_time_to_spare() -> None:
    first, second = timed((0, 900, 20), (950, 4_000, 20))
    assert first == (0, 1_166)
    assert second == (1_250, 4_250)


def test_two_captions_that_lack_time_share_it_by_their_lengths() -> None:
    (start, middle), (after, end) = timed((0, 1_200, 40), (1_500, 2_900, 40))
    assert middle - start == pytest.approx(end - after, abs=1)


def test_no_caption_is_shown_after_the_end() -> None:
    assert timed((5_000, 5_200, 10), whole_ms=5_400) == [(4_500, 5_400)]


def test_a_word_that_lasts_longer_than_a_caption_may_is_shown_for_seven_seconds() -> None:
    assert timed((0, 9_000, 4), (9_100, 9_900, 10)) == [(0, 7_000), (9_100, 10_150)]


def test_a_caption_reaches_into_the_pause_beyond_which_some_of_its_words_are_spoken() -> None:
    shown = [Shown(2_000, 4_000, 20, late_ms=900, early_ms=1_200), Shown(6_000, 8_000, 20)]
    set_times(shown, GAP)
    assert (shown[0].start_ms, shown[0].end_ms) == (1_500, 4_500)
