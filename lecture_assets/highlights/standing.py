"""How far a stretch can be understood by itself, and what it pays where it cannot."""

from dataclasses import dataclass, field

from lecture_assets.content.turns import LOOSE
from lecture_assets.highlights.boundaries import Room, Settled
from lecture_assets.highlights.openings import points_nowhere
from lecture_assets.highlights.ties import Tie
from lecture_assets.layout.models import Layout

_LEANING, _HANGING = 0.15, 0.12
_POINTING = 0.05


@dataclass(frozen=True)
class Standing:
    """What a stretch lacks.

    Attributes:
        cost: What that takes off its score.
        reasons: What it is, in sentences.
    """

    cost: float = 0.0
    reasons: list[str] = field(default_factory=list)


def standing_of(settled: Settled, room: Room, layout: Layout, language: str) -> Standing:
    """Look for what a stretch leans on or points at that is not in it.

    Args:
        settled: The stretch.
        room: Has its sentences.
        layout: What is shown meanwhile.
        language: ISO 639-1 code.
    """
    cost, reasons = 0.0, []
    said = room.sentences[settled.first : settled.last + 1]
    tie = room.ties[settled.first] if said else Tie()
    if tie.leans:
        cost += _LEANING * tie.strength
        words = f"“{tie.words}”" if tie.words else "a sentence"
        reasons.append(f"It opens on {words}, which leans on what was said before.")
    hanging = room.hanging[settled.last] if said else 0.0
    if hanging >= LOOSE:
        cost += _HANGING * hanging
        reasons.append("What follows it belongs to its last sentence.")
    text = " ".join(sentence.text for sentence in said)
    pointing = points_nowhere(text, settled.whole, layout, language)
    if pointing is not None:
        cost += _POINTING
        reasons.append(f"It points at something (“{pointing}”) while no slide is shown.")
    return Standing(cost, reasons)
