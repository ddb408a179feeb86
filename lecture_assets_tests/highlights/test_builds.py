"""Tests of where the picture of a slide changes."""

from lecture_assets.highlights.builds import changes_of, inside_build, shows_another
from lecture_assets.highlights.edges import Edges
from lecture_assets.layout.models import Slide
from lecture_assets.timeline import span
from lecture_assets.transcript.sentences import Sentence
from lecture_assets_tests.content.three_topics import empty_layout

ONE = Sentence(start_ms=2_000, end_ms=4_000, text="One.")
TWO = Sentence(start_ms=6_000, end_ms=8_000, text="Two.")
SILENCES = [span(0, 2_000), span(4_000, 6_000), span(8_000, 20_000)]


def test_a_slide_that_appears_and_what_is_added_to_one_are_changes_the_first_slide_is_none() -> (
    None
):
    slides = [
        Slide(start_ms=0, end_ms=5_000, builds_ms=[2_000]),
        Slide(start_ms=5_000, end_ms=9_000),
    ]
    layout = empty_layout().model_copy(update={"slides": slides})
    assert changes_of(layout) == [2_000, 5_000]


def test_an_instant_is_inside_a_build_where_the_picture_changes_soon_on_both_sides() -> None:
    assert inside_build(5_000, [3_000, 7_000])
    assert not inside_build(5_000, [2_999, 7_000])
    assert not inside_build(5_000, [3_000, 7_001])
    assert not inside_build(5_000, [3_000, 5_000])
    assert not inside_build(5_000, [])


def test_a_moment_of_another_slide_is_seen_at_either_end() -> None:
    assert shows_another(5_000, None, [6_999])
    assert not shows_another(5_000, None, [5_000, 7_001])
    assert shows_another(None, 5_000, [3_001])
    assert not shows_another(None, 5_000, [2_999, 5_000])


def test_a_clip_is_cut_where_the_slide_changes_within_the_silence() -> None:
    edges = Edges([ONE, TWO], SILENCES, 20_000, [4_200, 5_900])
    assert edges.ends[0] == 4_200
    assert edges.starts[1] == 5_900


def test_a_change_in_the_middle_of_the_silence_belongs_to_neither() -> None:
    edges = Edges([ONE, TWO], SILENCES, 20_000, [5_000])
    assert (edges.ends[0], edges.starts[1]) == (4_350, 5_750)


def test_nothing_is_cut_while_a_slide_is_built() -> None:
    edges = Edges([ONE, TWO], SILENCES, 20_000, [3_500, 6_200])
    assert (edges.starts[0], edges.ends[0]) == (1_750, None)
    edges = Edges([ONE, TWO], SILENCES, 20_000, [4_000, 6_200])
    assert (edges.ends[0], edges.starts[1]) == (4_000, None)


def test_neighbours_share_a_silence_that_is_too_short_for_the_breath_of_both() -> None:
    two = Sentence(start_ms=4_400, end_ms=8_000, text="Two.")
    edges = Edges([ONE, two], [span(4_000, 4_400)], 20_000)
    assert edges.ends[0] == edges.starts[1] == 4_250


def test_the_silence_whose_end_is_nearest_to_the_first_word_is_the_one_before_it() -> None:
    now = Sentence(start_ms=84_060, end_ms=95_760, text="Now, I am such a strong believer.")
    edges = Edges([now], [span(83_240, 84_060), span(84_330, 85_120)], 200_000)
    assert edges.starts == [83_810]
