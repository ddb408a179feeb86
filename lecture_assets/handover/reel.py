"""Joins finished clips into one file with chapters, without encoding them again."""

from collections.abc import Sequence
from contextlib import ExitStack
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from lecture_assets.errors import MediaError

if TYPE_CHECKING:
    from av import Packet
    from av.container import InputContainer, OutputContainer
    from av.stream import Stream

_AAC_SAMPLES = 1024


def alike(clips: Sequence[Path]) -> bool:
    """Tell whether clips were encoded so that one decoder can play them all without a break."""
    import av

    shapes = set()
    for clip in clips:
        with av.open(str(clip)) as file:
            shapes.add(tuple(_shape(stream) for stream in file.streams if stream.type != "data"))
    return len(shapes) == 1


def join(clips: Sequence[tuple[Path, str]], title: str, target: Path) -> None:
    """Join clips that are ``alike``, each as a chapter.

    Every clip's sound begins within 11 ms of its picture however many came before, since packets
    of AAC are 21 ms long: where rounding has taken too much, the next clip gives one less.

    Args:
        clips: Files of ours and their chapters' titles, in order.
        title: Of the reel.
        target: The MP4 to write.

    Raises:
        MediaError: They could not be joined.
    """
    import av

    part = target.with_suffix(".part.mp4")
    try:
        with ExitStack() as stack:
            files = [stack.enter_context(av.open(str(path))) for path, _ in clips]
            options = {"movflags": "+faststart"}
            reel = stack.enter_context(av.open(str(part), "w", format="mp4", options=options))
            lengths = [_length(file) for file in files]
            starts = list(accumulate(lengths, initial=Fraction(0)))
            reel.metadata["title"] = title
            reel.set_chapters(
                [
                    {
                        "id": index,
                        "start": round(start * 1000),
                        "end": round(end * 1000),
                        "time_base": Fraction(1, 1000),
                        "metadata": {"title": name},
                    }
                    for index, ((_, name), start, end) in enumerate(
                        zip(clips, starts, starts[1:], strict=False)
                    )
                ]
            )
            _copy(files, starts, reel)
        part.replace(target)
    except av.FFmpegError as error:
        raise MediaError(f"The clips could not be joined into {target.name}: {error}.") from error
    finally:
        part.unlink(missing_ok=True)


def _copy(
    files: Sequence["InputContainer"], starts: Sequence[Fraction], reel: "OutputContainer"
) -> None:
    picture = reel.add_stream_from_template(files[0].streams.video[0])
    sound = reel.add_stream_from_template(files[0].streams.audio[0])
    heard = 0
    for file, start, end in zip(files, starts, starts[1:], strict=False):
        begin, until = heard, _whole_packets(end * file.streams.audio[0].rate)
        for packet in file.demux(file.streams.video[0], file.streams.audio[0]):
            if packet.pts is None:
                continue
            if packet.stream.type == "video":
                _shift(packet, round(start / _base(packet)), picture)
            # The first packet of a clip only starts the decoder, as the clip before it does here.
            elif (packet.pts < 0 and begin) or begin + packet.pts >= until:
                continue
            else:
                _shift(packet, begin, sound)
                heard = max(heard, packet.pts + _AAC_SAMPLES)
            reel.mux_one(packet)


def _whole_packets(samples: Fraction) -> int:
    return round(samples / _AAC_SAMPLES) * _AAC_SAMPLES


def _shift(packet: "Packet[Stream]", by: int, stream: "Stream") -> None:
    assert packet.pts is not None
    assert packet.dts is not None
    packet.pts, packet.dts, packet.stream = packet.pts + by, packet.dts + by, stream


def _base(packet: "Packet[Stream]") -> Fraction:
    assert packet.time_base is not None
    return packet.time_base


def _length(file: "InputContainer") -> Fraction:
    stream = file.streams.video[0]
    assert stream.duration is not None
    assert stream.time_base is not None
    return stream.duration * stream.time_base


def _shape(stream: "Stream") -> tuple[object, ...]:
    codec = stream.codec_context
    return stream.type, codec.name, bytes(codec.extradata or b""), stream.time_base
