"""The arguments that encode a clip, built as one graph; nothing here touches a file."""

import ffmpeg

from lecture_assets.options import RenderOptions
from lecture_assets.render.composition import Composition
from lecture_assets.render.picture import card, recorded
from lecture_assets.render.take import (
    CAPTIONS,
    CLIP,
    FONTS,
    FRAMES,
    MASTERED,
    Stream,
    Take,
    arguments,
)

_THUMBNAIL_WIDTH = 640
_FRAME_EVERY_S = 2


def clip_arguments(
    take: Take,
    stream: tuple[int, bool] | None,
    composition: Composition,
    options: RenderOptions,
    title: str,
) -> list[str]:
    """Encode a clip with its mastered sound, and write a frame every two seconds.

    A thumbnail is chosen from these.

    Args:
        take: What to cut.
        stream: The source's picture and whether it is HDR, or None for a card.
        composition: How the picture is arranged.
        options: How to encode.
        title: Goes into the file's metadata.
    """
    if stream is None:
        shown, seen = _split(_captioned(card(take, composition)))
    else:
        index, hdr = stream
        clean, seen = _split(recorded(take, index, composition, hdr=hdr))
        shown = _captioned(clean)
    clip = ffmpeg.output(
        _faded(shown, take),
        ffmpeg.input(MASTERED).audio,
        CLIP,
        acodec="copy",
        vcodec="libx264",
        preset=options.preset,
        crf=options.crf,
        pix_fmt="yuv420p",
        movflags="+faststart",
        map_metadata=-1,
        map_chapters=-1,
        metadata=f"title={title}",
        **{"profile:v": "high"},
    )
    frames = ffmpeg.output(
        _sampled(seen, take), f"{FRAMES}/%03d.jpg", fps_mode="passthrough", **{"q:v": 3}
    )
    return arguments(ffmpeg.merge_outputs(clip, frames))


def _split(picture: Stream) -> tuple[Stream, Stream]:
    copies = picture.filter_multi_output("split", 2)
    return copies[0], copies[1]


def _captioned(picture: Stream) -> Stream:
    return picture.filter("subtitles", CAPTIONS, fontsdir=FONTS)


def _faded(picture: Stream, take: Take) -> Stream:
    if not take.fade_frames:
        return picture
    length = take.fade_frames
    risen = picture.filter("fade", "in", 0, length)
    return risen.filter("fade", "out", take.frames - length, length)


def _sampled(picture: Stream, take: Take) -> Stream:
    """One frame every two seconds, none of them near the ends."""
    every = max(1, min(round(_FRAME_EVERY_S * take.rate), take.frames))
    chosen = picture.filter("select", f"eq(mod(n,{every}),{every // 2})")
    return chosen.filter("scale", _THUMBNAIL_WIDTH, -2)
