"""Why a candidate was left out."""

from collections.abc import Sequence

from lecture_assets.edits.models import Ban
from lecture_assets.highlights.candidates import overlap, same_thing
from lecture_assets.highlights.models import Rejected
from lecture_assets.highlights.problem import Bounds
from lecture_assets.highlights.proposals import Proposal
from lecture_assets.timeline import Span


def left_out(whole: Span, reason: str) -> Rejected:
    """Note a stretch with its reason, a sentence."""
    return Rejected(start_ms=whole.start_ms, end_ms=whole.end_ms, reason=reason)


def ban_of(whole: Span, bans: Sequence[Ban]) -> Ban | None:
    """Return the ban that takes at least half of a stretch, if one does."""
    taking = (ban for ban in bans if 2 * ban.at.whole.overlap_ms(whole) >= whole.duration_ms > 0)
    return next(taking, None)


def not_chosen(
    proposals: Sequence[Proposal], chosen: Sequence[int], bounds: Bounds
) -> list[Rejected]:
    """Say of every proposal that was not chosen why."""
    candidates = [each.candidate for each in proposals]
    alike = same_thing(candidates)
    free_ms = bounds.total_ms - sum(candidates[at].settled.clip_ms for at in chosen)
    rejected = []
    for at, proposal in enumerate(proposals):
        if at in chosen:
            continue
        rivals = [one for one in chosen if overlap(candidates[at], candidates[one])]
        twins = [one for one in chosen if alike[at][one]]
        length_ms = proposal.settled.clip_ms
        if not bounds.most:
            reason = "An editor asked for no highlights."
        elif rivals:
            reason = f"It overlaps “{proposals[rivals[0]].title}”."
        elif twins:
            reason = f"It is about the same thing as “{proposals[twins[0]].title}”."
        elif len(chosen) < bounds.most and length_ms > free_ms:
            reason = f"With it, all clips would last more than {bounds.total_ms / 1000:.0f} s."
        else:
            reason = f"Others make a better choice; its score is {proposal.candidate.score:.2f}."
        rejected.append(left_out(proposal.settled.whole, reason))
    return rejected
