"""Draws small pictures of the whole lecture onto one sheet, for players that show them on a seek.

The times are in a WebVTT file whose cues name the sheet with a rectangle, as media fragments do
(https://www.w3.org/TR/media-frags/#naming-space).
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from lecture_assets.errors import MediaError
from lecture_assets.layout.contact_sheet import encoded
from lecture_assets.layout.models import THUMBNAIL_SHEET
from lecture_assets.media.frames import Pixels, Reel, opened, scaled_size
from lecture_assets.media.models import VideoStream
from lecture_assets.progress import Progress
from lecture_assets.timeline import Span, span
from lecture_assets.transcript.captions import Cue, to_vtt

if TYPE_CHECKING:
    from av import Packet
    from av import VideoStream as PictureStream

_EVERY_MS = 10_000
_MOST = 400
_COLUMNS = 10
_LONGEST = 160
_MAX_BYTES = 2_000_000
_QUALITIES = (80, 65, 50, 35, 20)


@dataclass(frozen=True)
class Thumbnails:
    """Small pictures of a lecture.

    Attributes:
        sheet: JPEG of at most 2 MB with all of them, ten in a row.
        cues: WebVTT: from when to when which part of the sheet is shown.
    """

    sheet: bytes
    cues: str


@dataclass(frozen=True)
class _Tile:
    start_ms: int
    key_ms: int | None
    pixels: Pixels


def thumbnails(
    path: Path, video: VideoStream, duration_ms: int, progress: Progress
) -> Thumbnails | None:
    """Take the first key frame of every ten seconds, or of more, so that there are at most 400.

    Where a stretch has none, the one before it goes on.

    Args:
        path: The upload.
        video: Its moving picture.
        duration_ms: Length of the lecture.
        progress: Told the share of the lecture done.

    Returns:
        The pictures; None where none can be decoded.
    """
    step_ms = max(_EVERY_MS, math.ceil(duration_ms / _MOST))
    tiles: list[_Tile] = []
    try:
        with opened(path, video) as reel:
            for at_ms in range(0, duration_ms, step_ms):
                tile = _tile(
                    reel, span(at_ms, at_ms + step_ms), tiles[-1].key_ms if tiles else None
                )
                tiles += [tile] if tile else []
                progress(min(1.0, (at_ms + step_ms) / duration_ms))
    except MediaError:
        pass
    return Thumbnails(_sheet(tiles), _cues(tiles, duration_ms)) if tiles else None


def _tile(reel: Reel, shown: Span, last_ms: int | None) -> _Tile | None:
    """The first key frame of a stretch; None where the last one goes on, or nothing is there."""
    try:
        key = _key(reel, shown)
        key_ms = reel.packet_ms(key)
        if key_ms is not None and key_ms == last_ms:
            return None
        reel.stream.codec_context.flush_buffers()
        frame = next(iter([*reel.frames(key), *reel.frames(None)]), None)
    except MediaError:
        return None
    if frame is None:
        return None
    return _Tile(shown.start_ms, key_ms, reel.coloured(frame, *scaled_size(reel.video, _LONGEST)))


def _key(reel: Reel, shown: Span) -> "Packet[PictureStream]":
    """The first key frame within a stretch, or else the last one before it."""
    packets = reel.packets(shown.start_ms)
    key = next(packets)
    if (reel.packet_ms(key) or 0) >= shown.start_ms:
        return key
    for packet in packets:
        at_ms = reel.packet_ms(packet) or 0
        if at_ms >= shown.end_ms:
            break
        if packet.is_keyframe and at_ms >= shown.start_ms:
            return packet
    return key


def _sheet(tiles: list[_Tile]) -> bytes:
    height, width = tiles[0].pixels.shape[:2]
    columns = min(_COLUMNS, len(tiles))
    sheet = Image.new("RGB", (columns * width, math.ceil(len(tiles) / columns) * height))
    for index, tile in enumerate(tiles):
        place = index % columns * width, index // columns * height
        sheet.paste(Image.fromarray(tile.pixels), place)
    return encoded(sheet, _QUALITIES, _MAX_BYTES)


def _cues(tiles: list[_Tile], duration_ms: int) -> str:
    height, width = tiles[0].pixels.shape[:2]
    columns = min(_COLUMNS, len(tiles))
    starts = [0, *(tile.start_ms for tile in tiles[1:]), duration_ms]
    cues = []
    for index, (start, end) in enumerate(pairwise(starts)):
        x, y = index % columns * width, index // columns * height
        shown = f"{THUMBNAIL_SHEET}#xywh={x},{y},{width},{height}"
        cues.append(Cue(start_ms=start, end_ms=end, lines=[shown]))
    return to_vtt(cues)
