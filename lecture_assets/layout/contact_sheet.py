"""Draws the slides of a lecture onto one sheet."""

import io
import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from lecture_assets.errors import MediaError
from lecture_assets.layout.models import Slide
from lecture_assets.layout.shots import Shots, shots_of
from lecture_assets.media.models import VideoStream
from lecture_assets.progress import Progress
from lecture_assets.timeline import clock

_MAX_TILES = 12
_MAX_BYTES = 150_000
_QUALITIES = (85, 70, 55, 40, 25)
_TILE = (320, 180)
_GAP = 12
_LABEL_HEIGHT = 26
_LABEL_SIZE = 16
_PAPER = (245, 245, 247)
_INK = (40, 42, 48)
_FONT = Path(__file__).parent.parent / "fonts" / "NotoSans-Bold.ttf"


def contact_sheet(
    path: Path, video: VideoStream, slides: list[Slide], progress: Progress
) -> bytes | None:
    """Draw at most twelve slides, spread over the lecture, each with the time at which it starts.

    Args:
        path: The upload.
        video: Its moving picture.
        slides: The slides in order of time.
        progress: Told the share of slides drawn.

    Returns:
        A JPEG of at most 150 KB; None where there are no slides or none can be decoded.
    """
    tiles = []
    chosen = _spread(slides)
    try:
        with shots_of(path, video, chosen) as shots:
            for index, slide in enumerate(chosen):
                tile = _picture(shots, slide)
                tiles += [(tile, clock(slide.start_ms))] if tile else []
                progress((index + 1) / len(chosen))
    except MediaError:
        pass
    return encoded(_sheet(tiles), _QUALITIES, _MAX_BYTES) if tiles else None


def _spread(slides: list[Slide]) -> list[Slide]:
    count = min(_MAX_TILES, len(slides))
    return [slides[index * len(slides) // count] for index in range(count)]


def _picture(shots: Shots, slide: Slide) -> Image.Image | None:
    """The slide when all is on it, fitted into a tile; None where nothing can be decoded."""
    frame, video = shots.of(slide), shots.reel.video
    if frame is None:
        return None
    scale = min(_TILE[0] / video.width, _TILE[1] / video.height)
    size = max(1, round(video.width * scale)), max(1, round(video.height * scale))
    return Image.fromarray(shots.reel.coloured(frame, *size))


def _sheet(tiles: list[tuple[Image.Image, str]]) -> Image.Image:
    columns = min(len(tiles), 4 if len(tiles) > 9 else 3)
    rows = math.ceil(len(tiles) / columns)
    step = _TILE[0] + _GAP, _TILE[1] + _LABEL_HEIGHT + _GAP
    sheet = Image.new("RGB", (columns * step[0] + _GAP, rows * step[1] + _GAP), _PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(_FONT), _LABEL_SIZE)
    for index, (tile, label) in enumerate(tiles):
        left = _GAP + index % columns * step[0]
        top = _GAP + index // columns * step[1]
        inset = (_TILE[0] - tile.width) // 2, (_TILE[1] - tile.height) // 2
        sheet.paste(tile, (left + inset[0], top + inset[1]))
        draw.text((left + 2, top + _TILE[1] + 2), label, font=font, fill=_INK)
    return sheet


def encoded(sheet: Image.Image, qualities: Sequence[int], most_bytes: int) -> bytes:
    """Encode as JPEG in the first quality that keeps to a size, or else in the last."""
    for quality in qualities:
        file = io.BytesIO()
        sheet.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= most_bytes:
            break
    return file.getvalue()
