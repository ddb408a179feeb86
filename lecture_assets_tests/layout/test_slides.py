from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.layout.changes import Change
from lecture_assets.layout.slides import slides_of
from lecture_assets.timeline import span


def test_builds_belong_to_the_slide_on_which_they_happen() -> None:
    changes = [
        Change(2000, build=True),
        Change(5000, build=False),
        Change(7000, build=True),
        Change(8500, build=True),
    ]
    first, second = slides_of(span(0, 10_000), changes)
    assert (first.start_ms, first.end_ms, first.builds_ms) == (0, 5000, [2000])
    assert (second.start_ms, second.end_ms, second.builds_ms) == (5000, 10_000, [7000, 8500])


@given(
    st.integers(0, 50_000),
    st.integers(1, 50_000),
    st.lists(st.tuples(st.integers(0, 100_000), st.booleans()), max_size=20),
)
def test_slides_cover_the_screen_in_order(
    start_ms: int, length_ms: int, changes: list[tuple[int, bool]]
) -> None:
    shown = span(start_ms, start_ms + length_ms)
    inside = sorted(each for each in changes if shown.contains(each[0]))
    slides = slides_of(shown, [Change(at_ms, build) for at_ms, build in inside])
    edges = [(each.start_ms, each.end_ms) for each in slides]
    assert edges[0][0] == shown.start_ms
    assert edges[-1][1] == shown.end_ms
    assert all(one[1] == other[0] for one, other in pairwise(edges))
    assert all(end - start >= min(500, length_ms) for start, end in edges)
    for slide_ in slides:
        assert all(slide_.start_ms < at_ms < slide_.end_ms for at_ms in slide_.builds_ms)
