"""Looks for clips that should not be published as they are, fault by fault."""

from collections.abc import Callable

from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.options import RenderOptions
from lecture_assets.render.models import Clip, RenderedClips

CHECKS = {
    "clips_have_every_frame": "Every clip has as many frames as its length and rate ask for.",
    "clips_last_as_long": "Every clip lasts as long as what is kept of its highlight.",
    "sound_lasts_as_long_as_picture": "Every clip's sound ends with its picture.",
    "loudness_is_right": "Every clip is as loud as the options say.",
    "true_peak_is_right": "No clip's true peak is higher than the options say.",
    "no_black_or_frozen_picture": "No clip is black, and no clip's camera stands still.",
    "captions_are_in_the_picture": "Captions were found in the picture while they should be.",
    "clips_play_from_a_byte_range": "Every clip's index comes first, so that players need no more.",
}
"""What is checked of every clip."""

_USUAL_FPS = 25.0
_SPEECH_LUFS = -60.0
_TOLERANCE_LU = 0.5
_LONGEST_BLACK_MS, _LONGEST_FROZEN_MS = 4_000, 8_000


def faults_of(
    check: str, rendered: RenderedClips, selected: SelectedHighlights, options: RenderOptions
) -> list[str]:
    """Name what one check finds wrong with the clips; silent clips have no loudness to be wrong.

    Args:
        check: One of ``CHECKS``.
        rendered: The clips.
        selected: What they should show.
        options: How they should be encoded.
    """
    lengths = {highlight.rank: highlight.clip_ms for highlight in selected.highlights}
    found = []
    for clip in rendered.clips:
        fault = _FINDERS[check](clip, lengths[clip.rank], options)
        if fault:
            found.append(f"Clip {clip.rank} ({clip.file}) {fault}.")
    return found


def _frames(clip: Clip, _wanted_ms: int, _options: RenderOptions) -> str:
    expected = round(clip.duration_ms * (clip.fps or _USUAL_FPS) / 1000)
    missing = clip.frames is not None and abs(clip.frames - expected) > 1
    return f"has {clip.frames} frames instead of {expected}" if missing else ""


def _duration(clip: Clip, wanted_ms: int, _options: RenderOptions) -> str:
    if abs(clip.duration_ms - wanted_ms) <= 1000 / (clip.fps or _USUAL_FPS):
        return ""
    return f"lasts {clip.duration_ms} ms, its highlight {wanted_ms} ms"


def _sound(clip: Clip, _wanted_ms: int, _options: RenderOptions) -> str:
    frame_ms = 1000 / (clip.fps or _USUAL_FPS)
    if clip.sound_ms is None or abs(clip.sound_ms - clip.duration_ms) <= frame_ms:
        return ""
    return f"has {clip.sound_ms} ms of sound to {clip.duration_ms} ms of picture"


def _loudness(clip: Clip, _wanted_ms: int, options: RenderOptions) -> str:
    loud = clip.loudness_lufs
    if loud is None or loud <= _SPEECH_LUFS or abs(loud - options.loudness_lufs) <= _TOLERANCE_LU:
        return ""
    return f"has {loud:.1f} LUFS instead of {options.loudness_lufs:.1f}"


def _true_peak(clip: Clip, _wanted_ms: int, options: RenderOptions) -> str:
    peak = clip.true_peak_dbtp
    return f"peaks at {peak:.1f} dBTP" if peak is not None and peak > options.true_peak_dbtp else ""


def _picture(clip: Clip, _wanted_ms: int, _options: RenderOptions) -> str:
    if (clip.black_ms or 0) >= _LONGEST_BLACK_MS:
        return f"is black for {(clip.black_ms or 0) / 1000:.0f} s"
    if (clip.frozen_ms or 0) >= _LONGEST_FROZEN_MS:
        return f"shows a camera that stands still for {(clip.frozen_ms or 0) / 1000:.0f} s"
    return ""


def _captions(clip: Clip, _wanted_ms: int, _options: RenderOptions) -> str:
    return "has captions that are not in its picture" if clip.captions_seen is False else ""


def _index(clip: Clip, _wanted_ms: int, _options: RenderOptions) -> str:
    return "has its index at the end" if clip.index_first is False else ""


_FINDERS: dict[str, Callable[[Clip, int, RenderOptions], str]] = dict(
    zip(
        CHECKS,
        (_frames, _duration, _sound, _loudness, _true_peak, _picture, _captions, _index),
        strict=True,
    )
)
