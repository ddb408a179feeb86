"""Holds the slide changes that were told against those that were made."""

from dataclasses import dataclass

from lecture_assets.layout.models import Layout
from lecture_assets_tests.layout.talks import Talk

NEAR_MS = 200


@dataclass(frozen=True)
class Score:
    """Changes that were found, missed and invented; ``late_ms`` is the largest error found."""

    found: int = 0
    missed: int = 0
    invented: int = 0
    late_ms: int = 0

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + self.invented)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.found + self.missed)

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.found + other.found,
            self.missed + other.missed,
            self.invented + other.invented,
            max(self.late_ms, other.late_ms),
        )


def score(told: list[int], truth: list[int]) -> Score:
    """Pair what was told with the truth, each with one at most 0.2 s away."""
    left, errors = sorted(told), list[int]()
    for at_ms in sorted(truth):
        near = min(left, key=lambda each: abs(each - at_ms), default=None)
        if near is not None and abs(near - at_ms) <= NEAR_MS:
            left.remove(near)
            errors.append(abs(near - at_ms))
    return Score(len(errors), len(truth) - len(errors), len(left), max(errors, default=0))


def slides_and_builds(layout: Layout, truth: Talk) -> tuple[Score, Score]:
    """Score slides and builds apart: one that was taken for the other is wrong in both."""
    starts = [each.start_ms for each in layout.slides if each.start_ms > 0]
    builds = [at_ms for each in layout.slides for at_ms in each.builds_ms]
    return score(starts, truth.slides_ms), score(builds, truth.builds_ms)
