"""Looks for highlights that are not cut as they should be."""

from lecture_assets.highlights.builds import changes_of, inside_build
from lecture_assets.highlights.models import Highlight, SelectedHighlights
from lecture_assets.layout.models import Layout
from lecture_assets.silence.models import SilenceMap
from lecture_assets.transcript.models import Transcript, Word
from lecture_assets.transcript.sentences import sentences_of


def edges_in_sound(selected: SelectedHighlights, silence_map: SilenceMap) -> list[str]:
    """Name the edges that lie neither in a silence nor at the recording's start or end."""
    ends = (0, silence_map.duration_ms)
    return [
        f"Highlight {highlight.rank} is cut in the middle of sound at {at_ms} ms."
        for highlight in selected.highlights
        for at_ms in (highlight.start_ms, highlight.end_ms)
        if at_ms not in ends
        and not any(silence.contains(at_ms) for silence in silence_map.silences)
    ]


def edges_in_sentences(selected: SelectedHighlights, transcript: Transcript) -> list[str]:
    """Name the edges where a highlight begins or ends in the middle of a sentence.

    A word belongs to a highlight if its middle does: recognised times are a little off.
    """
    words = sorted((w for w in transcript.words() if w.text.strip()), key=lambda w: w.start_ms)
    opening = {sentence.start_ms for sentence in sentences_of(words)}
    faults = []
    for highlight in selected.highlights:
        inside = [at for at, word in enumerate(words) if _within(word, highlight)]
        if not inside:
            continue
        after = words[inside[-1] + 1 :]
        if words[inside[0]].start_ms not in opening:
            faults.append(f"Highlight {highlight.rank} begins in the middle of a sentence.")
        if after and after[0].start_ms not in opening:
            faults.append(f"Highlight {highlight.rank} ends in the middle of a sentence.")
    return faults


def edges_in_builds(selected: SelectedHighlights, layout: Layout) -> list[str]:
    """Name the edges in the middle of a slide's build."""
    changes = changes_of(layout)
    return [
        f"Highlight {highlight.rank} is cut while its slide is built, at {at_ms} ms."
        for highlight in selected.highlights
        for at_ms in (highlight.start_ms, highlight.end_ms)
        if inside_build(at_ms, changes)
    ]


def _within(word: Word, highlight: Highlight) -> bool:
    return highlight.start_ms <= (word.start_ms + word.end_ms) // 2 < highlight.end_ms
