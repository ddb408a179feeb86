"""Reads what a graph has to know of a source, and proves a finished clip."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from lecture_assets.errors import MediaError
from lecture_assets.media.colours import BT709, is_strange, matrix_of
from lecture_assets.media.ffmpeg import UNTRUSTED, input_url
from lecture_assets.timeline import Span

if TYPE_CHECKING:
    from av.container import InputContainer

# As ITU-T H.273 numbers them: SMPTE ST 2084 and ARIB STD-B67; BT.2020 and its two matrices.
_HDR_TRANSFERS, _WIDE_PRIMARIES, _WIDE_MATRICES = (16, 18), 9, (9, 10)

_REORDERED_S = 2.0
"""How far apart frames may be stored that follow one another."""

_PROFILES = ("High", "Main", "Constrained Baseline")  # x264's fastest presets stay below High


@dataclass(frozen=True)
class Look:
    """How a source's pixels are to be shown.

    Attributes:
        pixel_aspect: Width of a pixel divided by its height, rotation applied.
        hdr: Whether its brightness has to be brought to what common screens show.
        matrix: By what its colours are stored (see ``matrix_of``).
        strange: Whether it says something else, which ffmpeg cannot convert.
    """

    pixel_aspect: float = 1.0
    hdr: bool = False
    matrix: int = BT709
    strange: bool = False


def look_at(source: Path, stream_index: int, rotation: int) -> Look:
    """Read the shape of the pixels, the transfer function and the matrix.

    Raises:
        MediaError: The file cannot be opened.
    """
    with _opened(source) as file:
        stream = file.streams[stream_index]
        aspect = float(getattr(stream, "sample_aspect_ratio", None) or 1)
        hdr = _is_hdr(stream.codec_context)
        said, width, height = _numbers(stream.codec_context, "colorspace", "width", "height")
    if not 0.1 < aspect < 10:
        aspect = 1.0
    turned = 1 / aspect if rotation in (90, 270) else aspect
    return Look(turned, hdr, matrix_of(said, width, height), is_strange(said))


def _is_hdr(codec: object) -> bool:
    """Whether it is HDR and says all that is needed to bring it to common screens."""
    transfer, primaries, matrix = _numbers(codec, "color_trc", "color_primaries", "colorspace")
    wide = primaries == _WIDE_PRIMARIES and matrix in _WIDE_MATRICES
    return wide and transfer in _HDR_TRANSFERS


def _numbers(codec: object, *names: str) -> list[int]:
    return [int(getattr(codec, name, 0) or 0) for name in names]


def stream_starts(source: Path, stream_indexes: Sequence[int]) -> dict[int, Fraction]:
    """Read when streams begin on the lecture's clock, in seconds, where the file says so.

    Raises:
        MediaError: The file cannot be opened.
    """
    import av

    with _opened(source) as file:
        zero = Fraction(file.start_time or 0, av.time_base)
        streams = [file.streams[index] for index in stream_indexes]
        return {
            stream.index: stream.start_time * stream.time_base - zero
            for stream in streams
            if stream.start_time is not None and stream.time_base is not None
        }


def frame_times(source: Path, stream_index: int, keep: Sequence[Span]) -> list[float]:
    """Read from the packets when frames begin, in seconds on the lecture's clock.

    Args:
        source: The upload.
        stream_index: Its picture.
        keep: The stretches of interest, in order; frames between the first and the last count.

    Raises:
        MediaError: The file cannot be opened.
    """
    import av

    start_s, end_s = keep[0].start_ms / 1000, keep[-1].end_ms / 1000
    times: set[float] = set()
    with _opened(source) as file, suppress(av.FFmpegError):
        zero = file.start_time or 0
        file.seek(zero + keep[0].start_ms * 1000)
        for packet in file.demux(file.streams[stream_index]):
            at = packet.pts if packet.pts is not None else packet.dts
            if at is None or packet.time_base is None:
                continue
            at_s = float(at * packet.time_base) - zero / av.time_base
            if at_s > end_s + _REORDERED_S:
                break
            times.add(at_s)
    return sorted(at for at in times if start_s - 1 <= at <= end_s)


@contextmanager
def _opened(source: Path) -> "Iterator[InputContainer]":
    import av

    try:
        with av.open(input_url(source), options=UNTRUSTED, metadata_errors="replace") as file:
            yield file
    except (av.FFmpegError, IndexError) as error:
        raise MediaError(f"{source.name} cannot be opened to cut clips from it.") from error


def verify(clip: Path, frames: int, rate: Fraction, expected: tuple[int, int, str]) -> int:
    """Check a finished clip, packet by packet.

    Args:
        clip: A file of ours.
        frames: How many frames it has to have.
        rate: Frames per second.
        expected: Width and height in pixels, and the codec.

    Returns:
        Length of its sound, in milliseconds.

    Raises:
        MediaError: It is not what it has to be; the message says in what.
    """
    import av

    if not _index_comes_first(clip):
        raise MediaError("the clip came out with its index at the end")
    with av.open(input_url(clip)) as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        picture, heard = video.codec_context, audio.codec_context
        found = (picture.width, picture.height, _codec_name(picture.name))
        if found != expected or picture.pix_fmt not in ("yuv420p", "nv12"):
            raise MediaError(f"the clip came out as {found} instead of {expected}")
        if (heard.name, heard.sample_rate) != ("aac", 48_000):
            raise MediaError(f"the clip's sound came out as {heard.name}")
        if expected[2] == "h264" and picture.profile not in _PROFILES:
            raise MediaError(f"the clip came out in H.264's profile {picture.profile}")
        counted, sound_end = _extents(file, video.index)
    if counted != frames:
        raise MediaError(f"the clip came out with {counted} frames instead of {frames}")
    if abs(sound_end - frames / rate) > 1 / rate:
        raise MediaError(
            f"the clip's sound came out {float(sound_end):.3f} s long, its picture "
            f"{float(frames / rate):.3f} s"
        )
    return round(sound_end * 1000)


def _codec_name(decoder: str) -> str:
    return "av1" if "av1" in decoder else decoder


def _index_comes_first(clip: Path) -> bool:
    """Whether a player that asks for ranges of bytes finds at the start what it needs."""
    with clip.open("rb") as file:
        while len(head := file.read(8)) == 8:
            size, name = int.from_bytes(head[:4]), head[4:]
            if name in (b"moov", b"mdat") or size < 8:
                return name == b"moov"
            file.seek(size - 8, os.SEEK_CUR)
    return False


def _extents(file: "InputContainer", video_index: int) -> tuple[int, Fraction]:
    """How many frames there are, and when the sound ends."""
    counted, sound_end = 0, Fraction(0)
    for packet in file.demux(video=0, audio=0):
        if packet.pts is None or packet.time_base is None:
            continue
        if packet.stream.index == video_index:
            counted += 1
        else:
            sound_end = max(sound_end, (packet.pts + (packet.duration or 0)) * packet.time_base)
    return counted, sound_end
