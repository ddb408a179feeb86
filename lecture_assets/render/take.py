"""One clip's way through the source, and what every graph begins and ends with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import ffmpeg

from lecture_assets.media.ffmpeg import UNTRUSTED, input_url
from lecture_assets.render.cuts import Cut, total_frames

SOUND, CAPTIONS, FONTS, CLIP, FRAMES = "sound.wav", "captions.ass", "fonts", "clip.mp4", "frames"
"""Fixed names in the working directory, so that no path has to be escaped in a graph."""

_PREROLL_MS, _LONG_PREROLL_MS = 1_000, 20_000


class Stream(Protocol):
    """What the graph is made of: ffmpeg-python's streams, which come without types."""

    def filter(self, name: str, *values: object, **options: object) -> "Stream":
        """Append a filter."""

    def filter_multi_output(self, name: str, *values: object) -> Mapping[int, "Stream"]:
        """Append a filter with several outputs."""

    def overlay(self, above: "Stream", *, x: int, y: int) -> "Stream":
        """Lay another picture over this one."""


@dataclass(frozen=True)
class Take:
    """One clip's way through the source.

    Attributes:
        source: The upload.
        start_ms: The highlight's first instant on the lecture's clock.
        preroll_ms: How much earlier the source is opened; see ``preroll``.
        cuts: What is kept, counted from there.
        rate: Frames per second.
        fade_ms: Length of the fades at both ends.
    """

    source: Path
    start_ms: int
    preroll_ms: int
    cuts: Sequence[Cut]
    rate: Fraction
    fade_ms: int

    @property
    def frames(self) -> int:
        """How many frames the clip has."""
        return total_frames(self.cuts)

    @property
    def fade_frames(self) -> int:
        """Length of a fade in frames; short clips have shorter ones."""
        return min(round(self.fade_ms * self.rate / 1000), self.frames // 4)


def preroll(container: str, start_ms: int) -> int:
    """How much before a highlight to open the source, in milliseconds.

    A file is opened at a key frame, and sound that is stored before it would be lost: hence a
    second. MPEG-TS has no index of key frames, so reading starts early enough to meet one before
    the highlight; near the start of a lecture it is cheapest to start there.
    """
    if container == "mpegts" or start_ms <= _LONG_PREROLL_MS:
        return min(start_ms, _LONG_PREROLL_MS)
    return _PREROLL_MS


def opened(take: Take, stream_index: int) -> Stream:
    """Open one stream of the upload a little before its highlight.

    ffmpeg's accurate seeking drops the frame that is still on screen at the first instant: a
    slide that has been standing for a while would be missing. So all frames from the key frame
    on are taken, and the graph finds the one that is on screen.
    """
    options: dict[str, str | None] = dict(UNTRUSTED)
    if take.start_ms > take.preroll_ms:
        options["ss"] = f"{(take.start_ms - take.preroll_ms) / 1000:.3f}"
        options["noaccurate_seek"] = None
    streams = ffmpeg.input(input_url(take.source), **options)
    opened_stream: Stream = streams[str(stream_index)]
    return opened_stream


def arguments(output: object) -> list[str]:
    """Write a graph down as ffmpeg's arguments."""
    return [str(word) for word in ffmpeg.get_args(output)]


def ratio(rate: Fraction) -> str:
    """Write a frame rate so that ffmpeg keeps it exact."""
    return f"{rate.numerator}/{rate.denominator}"
