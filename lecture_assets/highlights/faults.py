"""Looks for highlights that are not cut as they should be."""

from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.silence.models import SilenceMap


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
