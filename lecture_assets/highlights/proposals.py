"""What may become a highlight, with all that is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lecture_assets.content.models import ContentSegment
from lecture_assets.highlights.boundaries import Room, Settled
from lecture_assets.highlights.candidates import Candidate
from lecture_assets.highlights.pinned import Wanted, same_stretch
from lecture_assets.highlights.reasons import reasons_for
from lecture_assets.highlights.standing import standing_of
from lecture_assets.layout.models import Layout
from lecture_assets.timeline import clock

_MOVED = 0.02
_ONE_SLIDE = 0.03
_NO_LONGER_LEANING = 0.12
_LEANING = ("opens_on_pronoun", "opens_on_connective")
"""What its importance has paid for an opening that it does not have any more."""
_LEAST_SCORE = 0.01
_LONGEST_TITLE = 60
_LONGEST_SUMMARY = 240


@dataclass(frozen=True)
class Proposal:
    """A settled stretch.

    Attributes:
        candidate: What the choice is made by.
        title: What it is called.
        summary: What it is about, in the lecture's words.
        reasons: What speaks for it and against it.
        entitled: Whether the title is an editor's.
    """

    candidate: Candidate
    title: str
    summary: str
    reasons: list[str]
    entitled: bool = False

    @property
    def settled(self) -> Settled:
        """Its boundaries."""
        return self.candidate.settled


def proposal_of(
    segment: ContentSegment, settled: Settled, room: Room, layout: Layout, language: str
) -> Proposal:
    """Rate a content segment that settled.

    Args:
        segment: The segment.
        settled: Its boundaries.
        room: Has its sentences.
        layout: The slides; a stretch on one slide is preferred a little.
        language: ISO 639-1 code.
    """
    standing = standing_of(settled, room, layout, language)
    shown = sum(bool(slide.overlap_ms(settled.whole)) for slide in layout.slides)
    bonus = _ONE_SLIDE if shown == 1 and len(layout.slides) > 1 else 0.0
    if settled.led_back:
        bonus += _NO_LONGER_LEANING * max(segment.features.get(name, 0.0) for name in _LEANING)
    score = segment.importance + bonus - _MOVED * settled.moved - standing.cost
    return Proposal(
        Candidate(settled, round(max(_LEAST_SCORE, score), 4), _text(settled, room)),
        segment.title,
        segment.summary,
        reasons_for(segment, settled) + standing.reasons,
    )


def wanted_proposal(wanted: Wanted, found: Sequence[Proposal], room: Room) -> Proposal:
    """Make a proposal of what an editor wants; where it is known already, that one.

    Args:
        wanted: The stretch.
        found: What was found without an editor.
        room: Has its sentences.
    """
    alike = [each for each in found if same_stretch(each.settled.whole, wanted.settled.whole)]
    known = next((each for each in alike if each.settled == wanted.settled), None)
    if known is None:
        known = _unknown(wanted.settled, alike, room)
    return replace(
        known,
        candidate=replace(known.candidate, fixed=True),
        title=wanted.title or known.title,
        reasons=[wanted.reason, *known.reasons],
        entitled=wanted.title is not None,
    )


def _unknown(settled: Settled, alike: Sequence[Proposal], room: Room) -> Proposal:
    """Make a proposal of a stretch of an editor's own; what it is close to lends it words."""
    near = max(alike, key=lambda each: each.settled.whole.overlap_ms(settled.whole), default=None)
    text = _text(settled, room)
    opening = _cut(text, _LONGEST_TITLE) or f"From {clock(settled.whole.start_ms)}"
    return Proposal(
        Candidate(settled, near.candidate.score if near else _LEAST_SCORE, text),
        near.title if near else opening,
        near.summary if near else _cut(text, _LONGEST_SUMMARY),
        reasons_for(None, settled),
    )


def _text(settled: Settled, room: Room) -> str:
    return " ".join(each.text for each in room.sentences[settled.first : settled.last + 1])


def _cut(text: str, longest: int) -> str:
    """Take the beginning of a text, up to the end of a word."""
    if len(text) <= longest:
        return text
    beginning = text[:longest].rpartition(" ")[0] or text[:longest]
    return beginning.rstrip(",;:–-") + "…"  # noqa: RUF001
