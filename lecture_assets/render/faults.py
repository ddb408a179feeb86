"""Looks for clips that should not be published as they are."""

from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.options import RenderOptions
from lecture_assets.render.models import Clip, RenderedClips

_SLOWEST_FPS = 10
_SPEECH_LUFS = -60.0
_TOLERANCE_LU = 1.0


def unfit_to_publish(
    rendered: RenderedClips, selected: SelectedHighlights, options: RenderOptions
) -> list[str]:
    """Name what is wrong with the clips; silent clips have no loudness to be wrong."""
    lengths = {highlight.rank: highlight.clip_ms for highlight in selected.highlights}
    return [
        f"Clip {clip.rank} ({clip.file}) {fault}."
        for clip in rendered.clips
        for fault in _faults(clip, lengths[clip.rank], options)
    ]


def _faults(clip: Clip, wanted_ms: int, options: RenderOptions) -> list[str]:
    faults = []
    if abs(clip.duration_ms - wanted_ms) > 1000 / _SLOWEST_FPS:
        faults.append(f"lasts {clip.duration_ms} ms, its highlight {wanted_ms} ms")
    loudness = clip.loudness_lufs
    if loudness is not None and loudness > _SPEECH_LUFS:
        if abs(loudness - options.loudness_lufs) > _TOLERANCE_LU:
            faults.append(f"has {loudness:.1f} LUFS instead of {options.loudness_lufs:.1f}")
        if clip.true_peak_dbtp is not None and clip.true_peak_dbtp > options.true_peak_dbtp:
            faults.append(f"peaks at {clip.true_peak_dbtp:.1f} dBTP")
    return faults
