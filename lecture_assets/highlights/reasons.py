"""Says in plain words why a highlight was chosen."""

from lecture_assets.content.models import ContentSegment
from lecture_assets.highlights.boundaries import Settled

_SPOKEN = {
    "question_answered": (0.5, "It asks a question and answers it."),
    "definitions": (0.5, "It says what a term means."),
    "cue_phrases": (0.5, "The lecturer marks it as important."),
    "slide_overlap": (0.3, "It explains what is written on the slide."),
    "repeated_words": (0.25, "It keeps to its subject."),
    "centrality": (0.6, "It is close to the main subject of the lecture."),
}


def reasons_for(segment: ContentSegment | None, settled: Settled) -> list[str]:
    """Name what speaks for a stretch.

    Args:
        segment: The content segment, whose features its importance was made of; None where a
            stretch is none.
        settled: Its boundaries.
    """
    reasons = []
    if segment is not None:
        reasons += [
            words
            for name, (enough, words) in _SPOKEN.items()
            if segment.features.get(name, 0.0) >= enough
        ]
        reasons.append(f"Its importance is rated {segment.importance:.2f}.")
    removed_ms = settled.whole.duration_ms - settled.clip_ms
    if removed_ms:
        reasons.append(f"{removed_ms / 1000:.1f} s of pauses are taken out.")
    if settled.led_back:
        reasons.append("Its start was moved back to where it leans on nothing said before.")
    if settled.moved:
        reasons.append("Its boundaries were moved to where it can be cut and understood better.")
    return reasons
