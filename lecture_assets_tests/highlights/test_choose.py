"""The set that is chosen is the best of all allowed sets."""

from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from lecture_assets.highlights.boundaries import Settled
from lecture_assets.highlights.choose import Candidate, choose, overlap
from lecture_assets.timeline import span

NAMES = ["photosynthesis", "inflation", "algorithm", "pendulum", "grammar", "volcano", "ocean"]
HOUR_MS = 3_600_000


def candidate(start_s: int, end_s: int, score: float, text: str) -> Candidate:
    whole = span(start_s * 1000, end_s * 1000)
    return Candidate(Settled(whole, [whole], 0, 0, 0), score, text)


def test_two_good_ones_beat_a_better_one_that_overlaps_both() -> None:
    candidates = [
        candidate(0, 60, 0.5, "volcano"),
        candidate(30, 90, 0.7, "pendulum"),
        candidate(70, 120, 0.4, "grammar"),
    ]
    assert choose(candidates, 5, 120_000) == [0, 2]


def test_of_two_about_the_same_thing_the_better_one_is_chosen() -> None:
    text = "inflation raises prices everywhere"
    candidates = [
        candidate(0, 60, 0.5, text),
        candidate(600, 660, 0.6, text),
        candidate(300, 360, 0.3, "volcano erupts under the ocean"),
    ]
    assert choose(candidates, 5, HOUR_MS) == [1, 2]


def test_of_equals_those_far_apart_are_chosen() -> None:
    candidates = [
        candidate(0, 60, 0.5, "volcano"),
        candidate(61, 120, 0.5, "pendulum"),
        candidate(3_000, 3_060, 0.5, "grammar"),
    ]
    assert sorted(choose(candidates, 2, HOUR_MS)) == [0, 2]


def test_none_are_chosen_from_none_or_where_none_are_wanted() -> None:
    assert choose([], 5, HOUR_MS) == []
    assert choose([candidate(0, 60, 0.5, "volcano")], 0, HOUR_MS) == []


def test_more_candidates_than_are_compared_exactly_still_fill_up_what_is_wanted() -> None:
    candidates = [candidate(at * 60, at * 60 + 50, 0.5, f"{'x' * at}volcano") for at in range(30)]
    assert sorted(choose(candidates, 25, 1_000)) == list(range(25))


CANDIDATES = st.lists(
    st.builds(
        lambda start, length, score, name: candidate(start, start + length, score / 10, name),
        st.integers(0, 300),
        st.integers(20, 120),
        st.integers(1, 10),
        st.sampled_from(NAMES),
    ),
    max_size=7,
)


@settings(max_examples=60, deadline=None)
@given(CANDIDATES, st.integers(1, 5))
def test_no_other_set_without_crowding_scores_higher(
    candidates: list[Candidate], most: int
) -> None:
    # With a lecture of 1 s nothing counts as crowded, so that scores alone decide.
    chosen = choose(candidates, most, 1_000)

    def allowed(positions: tuple[int, ...]) -> bool:
        return not any(
            overlap(candidates[a], candidates[b])
            or candidates[a].settled.whole.start_ms == candidates[b].settled.whole.end_ms
            or candidates[a].text == candidates[b].text
            for a in positions
            for b in positions
            if a != b
        )

    everything = chain.from_iterable(
        combinations(range(len(candidates)), size) for size in range(most + 1)
    )
    totals = [sum(candidates[a].score for a in each) for each in everything if allowed(each)]
    assert sum(candidates[at].score for at in chosen) >= max(totals) - 1e-6
    assert len(chosen) <= most
    assert not any(overlap(candidates[a], candidates[b]) for a, b in combinations(chosen, 2))
