"""A clip's picture as a graph: the frames that are kept, composed."""

import ffmpeg

from lecture_assets.layout.models import Frame
from lecture_assets.media.colours import BT709
from lecture_assets.media.frames import ALIKE
from lecture_assets.render.composition import BACKGROUND, Composition, Tile
from lecture_assets.render.inspect import Look
from lecture_assets.render.take import Stream, Take, among, opened, ratio, seconds


def recorded(
    take: Take, stream_index: int, shape: Frame, composition: Composition, look: Look
) -> Stream:
    """Take the kept frames of the source and set its parts where the composition has them.

    A recording may change its size on the way. ffmpeg would begin the graph anew there, and with it
    all counting of frames; so it is told not to, and each frame is brought to the one size first,
    with borders where it has another shape (as ``media.frames`` does, by which its parts were
    found), which leaves those alone that have it.
    """
    begins = seconds(take.early(stream_index) + take.slack)
    source = opened(take, stream_index, reinit_filter=0)
    if look.strange:
        source = source.filter("setparams", colorspace=look.matrix)
    return _composed(_kept(_fitted(source, shape), take, begins), composition, look)


def _fitted(source: Stream, shape: Frame) -> Stream:
    width, height = shape.width, shape.height
    wider = f"({height}*a/{width})"
    alike = f"lt(abs({wider}-1),{ALIKE})"
    inside = (
        f"if({alike},{width},max(1,round({width}*min(1,{wider}))))",
        f"if({alike},{height},max(1,round({height}*min(1,1/{wider}))))",
    )
    scaled = source.filter("scale", *inside, flags="lanczos", eval="frame")
    even = width + width % 2, height + height % 2  # of halved colours there is nothing else
    padded = scaled.filter("pad", *even, "(ow-iw)/2", "(oh-ih)/2", BACKGROUND, eval="frame")
    return (
        padded if even == (width, height) else padded.filter("crop", width, height, 0, 0, exact=1)
    )


def card(take: Take, composition: Composition) -> Stream:
    """Draw the plain ground of a card."""
    size = f"{composition.width}x{composition.height}"
    ground = f"color=c={BACKGROUND}:s={size}:r={ratio(take.rate)}"
    plain: Stream = ffmpeg.input(ground, f="lavfi").video
    plain = plain.filter("format", "yuv420p").filter("setparams", colorspace=BT709, range="tv")
    return plain.filter("trim", end_frame=take.frames)


def _kept(picture: Stream, take: Take, begins: str) -> Stream:
    """Bring the picture to the clip's frame rate and keep exactly the frames of its cuts."""
    steady = (
        picture.filter("tpad", stop_mode="clone", stop=-1)
        .filter("settb", "AVTB")  # of some containers it is a frame, too coarse for an instant
        .filter("fps", ratio(take.rate), round="up", start_time=begins)
        .filter("trim", end_frame=take.cuts[-1].end)
    )
    if len(take.cuts) > 1:
        kept = [(cut.first, cut.end - 1) for cut in take.cuts]
        steady = steady.filter("select", among(kept))
    return steady.filter("setpts", "N")


def _tone_mapped(picture: Stream) -> Stream:
    return (
        picture.filter("zscale", t="linear", npl=100)
        .filter("format", "gbrpf32le")
        .filter("zscale", p="bt709")
        .filter("tonemap", "hable", desat=0)
        .filter("zscale", t="bt709", m="bt709", r="tv")
    )


def _composed(picture: Stream, composition: Composition, look: Look) -> Stream:
    """Set the tiles onto the background."""
    tiles = composition.tiles
    at, size = tiles[0].target, (composition.width, composition.height)
    if (at.width, at.height) == size:
        return _scaled(picture, tiles[0], look)
    if len(tiles) == 1:
        return _scaled(picture, tiles[0], look).filter("pad", *size, at.x, at.y, BACKGROUND)
    copies = picture.filter_multi_output("split", len(tiles))
    canvas = _scaled(copies[0], tiles[0], look).filter("pad", *size, at.x, at.y, BACKGROUND)
    for index, tile in enumerate(tiles[1:], start=1):
        above = _scaled(copies[index], tile, look)
        canvas = canvas.overlay(above, x=tile.target.x, y=tile.target.y)
    return canvas


def _scaled(picture: Stream, tile: Tile, look: Look) -> Stream:
    if tile.source is not None:
        at = tile.source
        picture = picture.filter("crop", at.width, at.height, at.x, at.y, exact=1)
    size = tile.target.width, tile.target.height
    # Left to itself, ffmpeg brings a picture to the matrix of what is laid over it.
    stored = {"in_color_matrix": look.matrix, "out_color_matrix": look.matrix}
    # Scaled before it is tone mapped: that takes twelve bytes for each pixel.
    scaled = picture.filter("scale", *size, flags="lanczos", out_range="tv", **stored)
    if look.hdr:
        scaled = _tone_mapped(scaled)
    return scaled.filter("format", "yuv420p").filter("setsar", 1)
