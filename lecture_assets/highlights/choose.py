"""Chooses among candidates, exactly: no other allowed set scores higher."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lecture_assets.highlights.boundaries import Settled

_WORD = re.compile(r"[^\W\d_]{4,}")
_SAME_THING = 0.5
"""Two candidates whose words are this alike (cosine of tf-idf) are about the same thing."""
_CROWDING = 0.1
"""Share of the lower score that neighbours cost; nothing from a tenth of the lecture apart."""
_MOST_COMPARED = 18


@dataclass(frozen=True)
class Candidate:
    """A settled stretch that may become a highlight.

    Attributes:
        settled: Its boundaries.
        score: Above 0; higher is better.
        text: What is said in it.
    """

    settled: Settled
    score: float
    text: str


def overlap(one: Candidate, other: Candidate) -> bool:
    """Tell whether two candidates share time."""
    return one.settled.whole.overlap_ms(other.settled.whole) > 0


def same_thing(candidates: Sequence[Candidate]) -> list[list[bool]]:
    """Tell for each pair of candidates whether both are about the same thing."""
    bags = [Counter(_WORD.findall(candidate.text.lower())) for candidate in candidates]
    spread = Counter(word for bag in bags for word in bag)
    vectors = [
        {
            word: (1 + math.log(n)) * math.log(1 + len(bags) / spread[word])
            for word, n in bag.items()
        }
        for bag in bags
    ]
    return [[_cosine(one, other) >= _SAME_THING for other in vectors] for one in vectors]


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    dot = sum(value * other.get(word, 0.0) for word, value in one.items())
    norm = math.hypot(*one.values()) * math.hypot(*other.values())
    return dot / norm if norm else 0.0


def choose(candidates: Sequence[Candidate], most: int, duration_ms: int) -> list[int]:
    """Find the set of highest total score, by branch and bound.

    No two of the set overlap or are about the same thing; pairs that lie close together cost a
    little, which spreads the set over the lecture.

    Args:
        candidates: Sets are made of the best 18; the rest fills up what is left, best first.
        most: Size of the set at most.
        duration_ms: Length of the lecture.

    Returns:
        Positions in ``candidates``, best first.
    """
    alike = same_thing(candidates)
    order = sorted(
        range(len(candidates)),
        key=lambda at: (-candidates[at].score, candidates[at].settled.whole.start_ms),
    )
    order, rest = order[:_MOST_COMPARED], order[_MOST_COMPARED:]
    scores = [candidates[at].score for at in order]
    best: tuple[float, list[int]] = (0.0, [])

    def clashes(here: int, chosen: list[int]) -> bool:
        mine = candidates[here]
        return any(alike[here][one] or overlap(mine, candidates[one]) for one in chosen)

    def search(at: int, chosen: list[int], total: float) -> None:
        nonlocal best
        if total > best[0] + 1e-9:
            best = (total, chosen)
        room = most - len(chosen)
        if at == len(order) or total + sum(scores[at : at + room]) <= best[0] + 1e-9:
            return
        here = order[at]
        if room and not clashes(here, chosen):
            mine = candidates[here]
            cost = sum(_crowding(mine, candidates[one], duration_ms) for one in chosen)
            search(at + 1, [*chosen, here], total + mine.score - cost)
        search(at + 1, chosen, total)

    search(0, [], 0.0)
    chosen = list(best[1])
    for here in rest:
        if len(chosen) < most and not clashes(here, chosen):
            chosen.append(here)
    return chosen


def _crowding(one: Candidate, other: Candidate, duration_ms: int) -> float:
    first, second = sorted((one.settled.whole, other.settled.whole), key=lambda s: s.start_ms)
    far_ms = max(1.0, duration_ms / 10)
    lower = min(one.score, other.score)
    return _CROWDING * lower * max(0.0, 1 - (second.start_ms - first.end_ms) / far_ms)
