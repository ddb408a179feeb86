"""One clip's way through the source, and what every graph begins and ends with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import ffmpeg

from lecture_assets.media.ffmpeg import UNTRUSTED, input_url
from lecture_assets.render.cuts import Cut, total_frames
from lecture_assets.render.together import threads_each
from lecture_assets.timeline import Span

SOUND, MASTERED, CAPTIONS, FONTS = "sound.wav", "sound.m4a", "captions.ass", "fonts"
CLIP, FRAMES, CAPTIONED, CHAPTERS = "clip.mp4", "frames", "captioned", "chapters.txt"
"""Fixed names in the working directory, so that no path has to be escaped in a graph."""

SAMPLE_WIDTH = 640
"""Width of the frames that are written beside a clip, in pixels."""

_SAMPLE_EVERY_S = 2
_MOST_TERMS = 50
_PREROLL_MS, _LONG_PREROLL_MS, _LATEST_STREAM_MS = 1_000, 20_000, 10_000


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
        start: The clip's first instant on the lecture's clock, in seconds.
        opened_ms: Where the source is opened for a stream, by its index, in milliseconds; see
            ``opened_at``.
        zeros: The lecture's instant from which ffmpeg counts a stream's times, by its index, in
            seconds; where one is missing, that is where the source is opened.
        cuts: What is kept, counted from the first instant.
        rate: Frames per second.
        slack: How late a frame may be and still be shown at its instant, in seconds.
        fade_ms: Length of the fades at both ends.
    """

    source: Path
    start: Fraction
    opened_ms: Mapping[int, int]
    zeros: Mapping[int, Fraction]
    cuts: Sequence[Cut]
    rate: Fraction
    slack: Fraction
    fade_ms: int

    def early(self, stream_index: int) -> Fraction:
        """The clip's first instant on the clock by which ffmpeg counts a stream, in seconds."""
        opened_s = Fraction(self.opened_ms[stream_index], 1000)
        return self.start - self.zeros.get(stream_index, opened_s)

    @property
    def frames(self) -> int:
        """How many frames the clip has."""
        return total_frames(self.cuts)

    @property
    def sample_every(self) -> int:
        """Of how many frames one is written beside the clip, the middle one."""
        return max(1, min(round(_SAMPLE_EVERY_S * self.rate), self.frames))

    @property
    def sample_ms(self) -> int:
        """How much of the clip each of these stands for, in milliseconds."""
        return round(self.sample_every * 1000 / self.rate)

    def sampled_at_ms(self, number: int) -> int:
        """When one of these is shown, counted from 0, in milliseconds."""
        frame = self.sample_every // 2 + number * self.sample_every
        return round(frame * 1000 / self.rate)

    def sampled_in(self, frames: Sequence[Path], when: Span | None) -> list[Path]:
        """Those of the frames beside the clip that show it at some time, else all but the faded."""
        timed = [(frame, self.sampled_at_ms(number)) for number, frame in enumerate(frames)]
        clear = [(frame, at_ms) for frame, at_ms in timed if not self.faded_at_ms(at_ms)] or timed
        shown = [f for f, at_ms in clear if when and when.start_ms <= at_ms < when.end_ms]
        return shown or [frame for frame, _ in clear]

    @property
    def fade_frames(self) -> int:
        """Length of a fade in frames; short clips have shorter ones."""
        return min(round(self.fade_ms * self.rate / 1000), self.frames // 4)

    def faded_at_ms(self, at_ms: int) -> bool:
        """Whether the picture is darker than it was at an instant of the clip."""
        frame = at_ms * self.rate / 1000
        return not self.fade_frames <= frame <= self.frames - self.fade_frames - 1


def opened_at(container: str, start: Fraction, *, sound: bool) -> int:
    """Where to open the source for a clip that begins at an instant, in milliseconds.

    A picture is opened at the key frame before the instant. Sound that is stored before that
    would be lost, hence a second earlier. MPEG-TS has no index of key frames, so reading starts
    early enough to meet one before the highlight; near the start of a lecture it starts there.
    """
    start_ms = int(start * 1000)
    if container == "mpegts":
        opened_ms = start_ms - _LONG_PREROLL_MS
        return opened_ms if opened_ms > _LATEST_STREAM_MS else 0
    return max(0, start_ms - (_PREROLL_MS if sound else 0))


def zeros(
    container: str, opened_ms: Mapping[int, int], starts: Mapping[int, Fraction]
) -> dict[int, Fraction]:
    """From where ffmpeg counts each stream's times, where that is not where the source is opened.

    Of an MPEG-TS that is read from its start, ffmpeg counts from the first of the streams that are
    used, which is one in each of our runs ("Correcting start time" in its log).

    Args:
        container: Demuxer's short name.
        opened_ms: Where the source is opened for each stream, by its index.
        starts: When each stream begins on the lecture's clock, in seconds, by its index.
    """
    if container != "mpegts":
        return {}
    return {index: start for index, start in starts.items() if not opened_ms[index]}


def opened(take: Take, stream_index: int, **more: object) -> Stream:
    """Open one stream of the upload a little before its highlight.

    ffmpeg's accurate seeking drops the frame that is still on screen at the first instant: a
    slide that has been standing for a while would be missing. So all frames from the key frame
    on are taken, and the graph finds the one that is on screen.

    Args:
        take: Says where.
        stream_index: Which stream.
        more: Further options of the input.
    """
    options: dict[str, object] = {**UNTRUSTED, "threads": str(threads_each()), **more}
    if take.opened_ms[stream_index]:
        options["ss"] = f"{take.opened_ms[stream_index] / 1000:.3f}"
        options["noaccurate_seek"] = None
    streams = ffmpeg.input(input_url(take.source), **options)
    opened_stream: Stream = streams[str(stream_index)]
    return opened_stream


def arguments(output: object) -> list[str]:
    """Write a graph down as ffmpeg's arguments."""
    return [str(word) for word in ffmpeg.get_args(output)]


def among(ranges: Iterable[tuple[int, int]]) -> str:
    """Write down that a frame's number lies in one of some ranges, both ends included.

    ffmpeg takes a hundred terms in a row and no more, hence the brackets.
    """
    terms = [f"between(n,{first},{last})" for first, last in ranges]
    while len(terms) > 1:
        rows = (terms[at : at + _MOST_TERMS] for at in range(0, len(terms), _MOST_TERMS))
        terms = [f"({'+'.join(row)})" for row in rows]
    return terms[0]


def seconds(exact: Fraction) -> str:
    """Write seconds so that ffmpeg keeps them to the microsecond."""
    return f"{float(exact):.6f}"


def ratio(rate: Fraction) -> str:
    """Write a frame rate so that ffmpeg keeps it exact."""
    return f"{rate.numerator}/{rate.denominator}"
