"""The set that is chosen is the best of all allowed sets."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture_assets.highlights.boundaries import Settled
from lecture_assets.highlights.candidates import Candidate, overlap
from lecture_assets.highlights.choose import choose
from lecture_assets.highlights.problem import Bounds
from lecture_assets.timeline import span

NAMES = ["photosynthesis", "inflation", "algorithm", "pendulum", "grammar", "volcano", "ocean"]


def candidate(
    start_s: int, end_s: int, score: float, text: str, *, fixed: bool = False
) -> Candidate:
    whole = span(start_s * 1000, end_s * 1000)
    return Candidate(Settled(whole, [whole], 0, 0, 0), score, text, fixed)


def chosen_of(
    candidates: Sequence[Candidate],
    most: int = 5,
    total_s: int = 3_600,
    spread_s: int = 0,
) -> list[int]:
    choice = choose(candidates, Bounds(most, total_s * 1000, spread_s * 1000))
    assert choice.missed == 0
    return choice.positions


def test_two_good_ones_beat_a_better_one_that_overlaps_both() -> None:
    candidates = [
        candidate(0, 60, 0.5, "volcano"),
        candidate(30, 90, 0.7, "pendulum"),
        candidate(70, 120, 0.4, "grammar"),
    ]
    assert chosen_of(candidates) == [0, 2]


def test_of_two_about_the_same_thing_the_better_one_is_chosen() -> None:
    text = "inflation raises prices everywhere"
    candidates = [
        candidate(0, 60, 0.5, text),
        candidate(600, 660, 0.6, text),
        candidate(300, 360, 0.3, "volcano erupts under the ocean"),
    ]
    assert chosen_of(candidates) == [1, 2]


def test_of_equals_those_far_apart_are_chosen() -> None:
    candidates = [
        candidate(0, 60, 0.5, "volcano"),
        candidate(61, 120, 0.5, "pendulum"),
        candidate(3_000, 3_060, 0.5, "grammar"),
    ]
    assert sorted(chosen_of(candidates, most=2, spread_s=600)) == [0, 2]


def test_none_are_chosen_from_none_or_where_none_are_wanted() -> None:
    assert chosen_of([]) == []
    assert chosen_of([candidate(0, 60, 0.5, "volcano")], most=0) == []


def test_neighbours_are_chosen_where_nothing_is_to_be_spread() -> None:
    candidates = [
        candidate(0, 60, 0.5, "volcano"),
        candidate(61, 120, 0.5, "pendulum"),
        candidate(3_000, 3_060, 0.49, "grammar"),
    ]
    assert sorted(chosen_of(candidates, most=2)) == [0, 1]


def test_two_short_ones_beat_a_better_one_that_leaves_no_room_for_them() -> None:
    candidates = [
        candidate(0, 100, 0.9, "volcano"),
        candidate(200, 250, 0.5, "pendulum"),
        candidate(300, 350, 0.5, "grammar"),
    ]
    assert chosen_of(candidates, total_s=100) == [1, 2]
    assert chosen_of(candidates, total_s=200) == [0, 1, 2]
    assert chosen_of(candidates, total_s=49) == []


def test_what_an_editor_wants_is_in_and_drives_out_what_it_overlaps_or_repeats() -> None:
    text = "inflation raises prices everywhere"
    candidates = [
        candidate(0, 60, 0.9, "volcano"),
        candidate(50, 110, 0.1, text, fixed=True),
        candidate(300, 360, 0.9, text),
        candidate(400, 460, 0.2, text, fixed=True),
        candidate(500, 560, 0.3, "grammar"),
    ]
    assert chosen_of(candidates, most=3) == [4, 3, 1]
    assert chosen_of(candidates, most=1) == [3, 1]
    assert chosen_of(candidates, total_s=130) == [3, 1]


def many(count: int, kinds: int) -> list[Candidate]:
    """Candidates of many lengths and scores, that are about so many things."""
    return [
        candidate(
            at * 50,
            at * 50 + 30 + at * 11 % 60,
            0.3 + at * 37 % 50 / 100,
            f"w{'x' * (at % kinds)}ord",
        )
        for at in range(count)
    ]


def test_a_hundred_candidates_are_compared_exactly() -> None:
    candidates = many(100, kinds=60)
    chosen = chosen_of(candidates, most=8, total_s=300, spread_s=500)
    assert allowed(candidates, chosen, 8, 300)
    assert value(candidates, chosen, 500) > 5


@pytest.mark.parametrize("kinds", [40, 60])
def test_a_hundred_that_are_about_few_things_are_compared_exactly(kinds: int) -> None:
    candidates = many(100, kinds)
    chosen = chosen_of(candidates, most=20, total_s=900, spread_s=240)
    assert allowed(candidates, chosen, 20, 900)
    assert value(candidates, chosen, 240) > 9


def test_a_choice_that_takes_too_long_is_no_worse_than_it_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    candidates = many(24, kinds=8)
    exact = value(candidates, chosen_of(candidates, 6, 250, 200), 200)
    monkeypatch.setattr("lecture_assets.highlights.choose._MOST_STEPS", 2)
    hasty = choose(candidates, Bounds(6, 250_000, 200_000))
    assert allowed(candidates, hasty.positions, 6, 250)
    reached = value(candidates, hasty.positions, 200)
    assert reached < exact <= reached * (1 + hasty.missed) < 2 * exact


CANDIDATES = st.lists(
    st.builds(
        lambda start, length, score, name, fixed: candidate(
            start, start + length, score / 10, name, fixed=fixed
        ),
        st.integers(0, 300),
        st.integers(20, 120),
        st.integers(1, 10),
        st.sampled_from(NAMES),
        st.sampled_from([False, False, False, True]),
    ),
    max_size=8,
)


def value(candidates: Sequence[Candidate], positions: Sequence[int], spread_s: int) -> float:
    """Score of a set, neighbours' cost taken off."""
    inside = sorted((candidates[at] for at in positions), key=lambda c: c.settled.whole.start_ms)
    total = sum(each.score for each in inside)
    for one, other in pairwise(inside):
        gap_ms = other.settled.whole.start_ms - one.settled.whole.end_ms
        near = max(0.0, 1 - gap_ms / (spread_s * 1000)) if spread_s else 0.0
        total -= 0.2 * near * min(one.score, other.score)
    return total


def allowed(
    candidates: Sequence[Candidate], positions: Sequence[int], most: int, total_s: int
) -> bool:
    """Tell whether a set keeps all the rules."""
    inside = [candidates[at] for at in positions]
    free = [each for each in inside if not each.fixed]
    fixed = [each for each in candidates if each.fixed]
    left_ms = total_s * 1000 - sum(each.settled.clip_ms for each in fixed)
    return (
        all(each in inside for each in fixed)
        and len(inside) <= max(most, len(fixed))
        and sum(each.settled.clip_ms for each in free) <= max(0, left_ms)
        and not any(
            overlap(one, other) or (one.text == other.text and not (one.fixed and other.fixed))
            for one, other in combinations(inside, 2)
        )
    )


@settings(max_examples=150)
@given(CANDIDATES, st.integers(0, 5), st.integers(50, 500), st.sampled_from([0, 100]))
def test_no_other_allowed_set_scores_higher(
    drawn: list[Candidate], most: int, total_s: int, spread_s: int
) -> None:
    candidates: list[Candidate] = []
    for each in drawn:
        clashes = any(overlap(each, other) for other in candidates if other.fixed)
        candidates.append(replace(each, fixed=each.fixed and not clashes))
    chosen = chosen_of(candidates, most, total_s, spread_s)
    assert allowed(candidates, chosen, most, total_s)
    everything = chain.from_iterable(
        combinations(range(len(candidates)), size) for size in range(len(candidates) + 1)
    )
    values = [
        value(candidates, each, spread_s)
        for each in everything
        if allowed(candidates, each, most, total_s)
    ]
    assert value(candidates, chosen, spread_s) >= max(values) - 1e-6


@given(st.permutations(range(6)), st.integers(0, 3))
def test_of_equals_the_earliest_are_chosen_in_whatever_order_they_come(
    order: list[int], most: int
) -> None:
    candidates = [candidate(at * 60, at * 60 + 50, 0.5, NAMES[at]) for at in order]
    starts = [candidates[at].settled.whole.start_ms for at in chosen_of(candidates, most)]
    assert starts == [at * 60_000 for at in range(most)]
