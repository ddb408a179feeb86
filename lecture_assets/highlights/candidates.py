"""What may become a highlight, and which of them cannot both."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lecture_assets.highlights.boundaries import Settled

_WORD = re.compile(r"[^\W\d_]{4,}")
_SAME_THING = 0.5
"""Two candidates whose words are this alike (cosine of tf-idf) are about the same thing."""


@dataclass(frozen=True)
class Candidate:
    """A settled stretch that may become a highlight.

    Attributes:
        settled: Its boundaries.
        score: Above 0; higher is better.
        text: What is said in it.
        fixed: Whether an editor wants it in.
    """

    settled: Settled
    score: float
    text: str
    fixed: bool = False


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
