"""The arguments that encode a clip, built as one graph; nothing here touches a file."""

from collections.abc import Sequence

import ffmpeg

from lecture_assets.layout.models import Frame
from lecture_assets.media.models import VideoStream
from lecture_assets.options import Codec, RenderOptions
from lecture_assets.render.composition import Composition
from lecture_assets.render.encoders import (
    device_arguments,
    encoder_options,
    pixel_format,
    upload_filter,
)
from lecture_assets.render.inspect import Look
from lecture_assets.render.lettering import lettered
from lecture_assets.render.picture import card, recorded
from lecture_assets.render.take import (
    CAPTIONED,
    CHAPTERS,
    CLIP,
    FRAMES,
    MASTERED,
    SAMPLE_WIDTH,
    Stream,
    Take,
    arguments,
)

_CHAPTERS_HERE = "number of the input with the chapters"
_OF_JPEG = "bt601"


def clip_arguments(
    take: Take,
    stream: tuple[VideoStream, Look] | None,
    composition: Composition,
    options: RenderOptions,
    title: str,
    changes_ms: Sequence[int],
) -> list[str]:
    """Encode a clip with its mastered sound, and write a frame every two seconds beside it.

    These are written with captions and without; a thumbnail is chosen from the latter.

    Args:
        take: What to cut.
        stream: The source's picture and how it is to be shown, or None for a card.
        composition: How the picture is arranged.
        options: How to encode.
        title: Goes into the file's metadata.
        changes_ms: When the captions change, on the clip's clock.
    """
    if stream is None:
        clean, seen = _split(card(take, composition))
    else:
        video, look = stream
        shape = Frame(width=video.width, height=video.height)
        clean, seen = _split(recorded(take, video.stream_index, shape, composition, look))
    # Faded before they are split: what two filters hold is copied before it is drawn upon.
    captions = lettered(clean, take, composition, changes_ms)
    shown, captioned = _split(_faded(captions, take))
    clip = ffmpeg.output(
        _encodable(shown, options.codec),
        ffmpeg.input(MASTERED).audio,
        CLIP,
        acodec="copy",
        movflags="+faststart",
        map_metadata=_CHAPTERS_HERE,
        map_chapters=_CHAPTERS_HERE,
        metadata=f"title={title}",
        **encoder_options(options),
    )
    samples = (_sampled(seen, take, FRAMES), _sampled(captioned, take, CAPTIONED))
    written = arguments(ffmpeg.merge_outputs(clip, *samples))
    return [*device_arguments(options.codec), *_with_chapters(written)]


def _with_chapters(written: list[str]) -> list[str]:
    """Add the input that holds the chapters after all others, whose numbers are in the graph."""
    number = written.count("-i")
    after = len(written) - written[::-1].index("-i") + 1
    chapters = ["-f", "ffmetadata", "-i", CHAPTERS]
    numbered = [str(number) if word == _CHAPTERS_HERE else word for word in written]
    return [*numbered[:after], *chapters, *numbered[after:]]


def _encodable(picture: Stream, codec: Codec) -> Stream:
    picture = picture.filter("format", pixel_format(codec))
    upload = upload_filter(codec)
    return picture if upload is None else picture.filter(upload)


def _split(picture: Stream) -> tuple[Stream, Stream]:
    copies = picture.filter_multi_output("split", 2)
    return copies[0], copies[1]


def _faded(picture: Stream, take: Take) -> Stream:
    if not take.fade_frames:
        return picture
    length = take.fade_frames
    risen = picture.filter("fade", "in", 0, length)
    return risen.filter("fade", "out", take.frames - length, length)


def _sampled(picture: Stream, take: Take, folder: str) -> object:
    """Write the middle one of every two seconds' frames into a folder."""
    every = take.sample_every
    chosen = picture.filter("select", f"eq(mod(n,{every}),{every // 2})")
    small = chosen.filter("scale", SAMPLE_WIDTH, -2, out_color_matrix=_OF_JPEG)
    return ffmpeg.output(small, f"{folder}/%03d.jpg", fps_mode="passthrough", **{"q:v": 3})
