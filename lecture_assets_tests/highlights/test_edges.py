"""Clips begin and end in silence, with a breath of room."""

from lecture_assets.highlights.edges import Edges
from lecture_assets.timeline import Span, span
from lecture_assets.transcript.sentences import Sentence

ONE = Sentence(start_ms=2_000, end_ms=4_000, text="One.")
TWO = Sentence(start_ms=6_000, end_ms=8_000, text="Two.")


def edges_of(silences: list[Span], duration_ms: int = 20_000) -> tuple[list[object], list[object]]:
    edges = Edges([ONE, TWO], silences, duration_ms)
    return list(edges.starts), list(edges.ends)


def test_a_breath_of_room_is_left_on_both_sides() -> None:
    starts, ends = edges_of([span(0, 2_000), span(4_000, 6_000), span(8_000, 20_000)])
    assert starts == [1_750, 5_750]
    assert ends == [4_350, 8_350]


def test_a_short_silence_gives_what_it_has() -> None:
    starts, ends = edges_of([span(1_900, 2_000), span(4_000, 4_100), span(5_900, 6_000)])
    assert starts == [1_900, 5_900]
    assert ends[0] == 4_100


def test_word_times_that_are_off_by_a_fifth_of_a_second_still_meet_the_silence() -> None:
    starts, ends = edges_of([span(1_000, 1_800), span(4_200, 5_000), span(6_200, 6_300)])
    assert starts[0] == 1_550
    assert ends[0] == 4_550
    assert starts[1] == 6_200


def test_the_first_word_is_kept_whole_where_it_is_timed_within_the_silence() -> None:
    starts, _ = edges_of([span(1_000, 2_290)])
    assert starts[0] == 2_000


def test_without_a_silence_beside_it_a_sentence_has_no_edge() -> None:
    starts, ends = edges_of([span(2_500, 3_000), span(6_500, 7_000)])
    assert starts == [0, None]
    assert ends == [None, None]


def test_sound_between_the_words_and_the_silence_is_bridged_for_a_moment_only() -> None:
    starts, ends = edges_of([span(3_000, 3_100), span(12_000, 13_000)])
    assert starts[1] is None
    assert ends[1] is None


def test_no_word_of_a_neighbour_is_in_a_clip_however_short_it_is() -> None:
    words = [span(2_000, 4_000), span(4_050, 4_150), span(5_000, 8_000)]
    two = Sentence(start_ms=4_050, end_ms=8_000, text="The two.")
    edges = Edges([ONE, two], [span(4_180, 4_900), span(8_000, 9_000)], 20_000, words=words)
    assert edges.ends == [None, 8_350]
    edges = Edges([ONE, two], [span(4_050, 4_900), span(8_000, 9_000)], 20_000, words=words)
    assert (edges.ends, edges.starts[1]) == ([4_075, 8_350], 4_075)


def test_the_recordings_own_end_is_an_edge() -> None:
    _, ends = edges_of([], duration_ms=8_500)
    assert ends == [None, 8_500]
