"""Settles a model's stretches within the bounds of a content segment, and words them."""

from collections.abc import Sequence
from dataclasses import dataclass

from lecture_assets.content.features import importance
from lecture_assets.content.models import ContentSegment
from lecture_assets.content.proposal import WORTH, ProposedSegment
from lecture_assets.content.support import Said
from lecture_assets.content.topics import Window, extent
from lecture_assets.options import ContentOptions
from lecture_assets.transcript.sentences import Sentence

JUDGED = "judged_importance"
"""The feature that is the model's category as a number."""
_JUDGED_SHARE = 0.6


@dataclass(frozen=True)
class Stretch:
    """Sentences that may become a content segment.

    Attributes:
        window: Which.
        proposed: What a model says of them; None where the offline analyzer found them.
    """

    window: Window
    proposed: ProposedSegment | None = None


def settled(
    sentences: Sequence[Sentence], stretches: Sequence[Stretch], options: ContentOptions
) -> list[Stretch]:
    """Bring the length of each stretch within the bounds, without touching its neighbours.

    One that is too long loses its end. One that is too short gains sentences after it, else before
    it; where that is not enough it is left out.

    Args:
        sentences: The whole lecture.
        stretches: In order, none overlapping.
        options: The bounds.
    """
    kept: list[Stretch] = []
    for at, each in enumerate(stretches):
        low = kept[-1].window.last + 1 if kept else 0
        following = stretches[at + 1].window.first if at + 1 < len(stretches) else len(sentences)
        window = _fitted(sentences, each.window, (low, following - 1), options)
        if window is not None:
            kept.append(Stretch(window, each.proposed))
    return kept


def _fitted(
    sentences: Sequence[Sentence], window: Window, free: tuple[int, int], options: ContentOptions
) -> Window | None:
    least, most = options.min_segment_ms, max(options.min_segment_ms, options.max_segment_ms)
    first, last = window.first, window.last

    def length(a: int, b: int) -> int:
        return extent(sentences, Window(a, b, 0)).duration_ms

    while length(first, last) > most and last > first:
        last -= 1
    while length(first, last) < least:
        if last < free[1] and length(first, last + 1) <= most:
            last += 1
        elif first > free[0] and length(first - 1, last) <= most:
            first -= 1
        else:
            return None
    return Window(first, last, window.topic) if length(first, last) <= most else None


def judged(features: dict[str, float], stretch: Stretch) -> tuple[dict[str, float], float]:
    """Let a model's category count besides the features of a stretch.

    The features keep their say, so that nothing spoken in a lecture can raise or sink a stretch
    by itself.

    Returns:
        The features, the category as a number among them, and the importance in [0, 1].
    """
    own = importance(features)
    if stretch.proposed is None:
        return features, own
    worth = WORTH[stretch.proposed.importance]
    both = _JUDGED_SHARE * worth + (1 - _JUDGED_SHARE) * own
    return features | {JUDGED: worth}, round(both, 4)


def worded(
    plain: ContentSegment, proposed: ProposedSegment | None, said: Said, taken: set[str]
) -> tuple[ContentSegment, bool]:
    """Put a model's words in place of the lecturer's where what is said supports them.

    Args:
        plain: The segment as the offline analyzer describes it.
        proposed: What the model says of it, if it does.
        said: What is said and shown in it.
        taken: Titles that are taken, in lower case.

    Returns:
        The segment, and whether the model's title and summary, if any, could be taken.
    """
    if proposed is None:
        return plain.model_copy(update={"title": _free(plain.title, taken)}), True
    title, summary = said.title(proposed.title), said.summary(proposed.summary)
    changes = {
        "title": _free(title or plain.title, taken),
        "summary": summary or plain.summary,
        "topics": said.topics(proposed.topics) or plain.topics,
    }
    return plain.model_copy(update=changes), title is not None and summary is not None


def _free(title: str, taken: set[str]) -> str:
    """Number a title that is taken."""
    number, free = 2, title
    while free.casefold() in taken:
        free = f"{title} ({number})"
        number += 1
    return free
