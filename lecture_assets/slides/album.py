"""Gathers the pictures of a lecture's slides and what is written on them, each once."""

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from lecture_assets.errors import MediaError
from lecture_assets.layout.models import Layout, Slide
from lecture_assets.layout.shots import shots_of
from lecture_assets.media.frames import Pixels
from lecture_assets.media.models import VideoStream
from lecture_assets.progress import Progress
from lecture_assets.slides.pictures import SlidePicture, alike, slide_picture
from lecture_assets.slides.reader import SlideReader
from lecture_assets.timeline import clock

MOST = 200
"""Most slides of a lecture that get a picture; it takes a second or so to read one, and memory for
46 MB of small pictures to know them again."""

_LONGEST = 1_280
_QUALITY = 80

Write = Callable[[str, bytes], None]
"""Keeps a picture under its name."""


@dataclass(frozen=True)
class _Kept:
    """A slide that was seen: how it looks, the name of its file, and its text."""

    small: Pixels
    name: str
    text: str | None


def with_pictures(
    path: Path,
    video: VideoStream,
    layout: Layout,
    reader: SlideReader | None,
    earlier: Layout | None,
    write: Write,
    progress: Progress,
) -> Layout:
    """Give slides their pictures and their text; a slide that is shown again has the same.

    Args:
        path: The upload.
        video: Its moving picture.
        layout: Where the screen is, and when slides are shown.
        reader: Reads them, or None.
        earlier: What was found before; what the same reader read then is not read again.
        write: Keeps a picture, a JPEG of at most 1280 pixels named by its content.
        progress: Told the share of slides done.

    Returns:
        The layout; a slide of which nothing can be decoded stays as it is.
    """
    known = _texts_of(earlier) if earlier and reader and earlier.read_by == reader.name else {}
    kept: list[_Kept] = []
    slides, warnings = [], list(layout.warnings)
    try:
        with shots_of(path, video, layout.slides) as shots:
            for number, slide in enumerate(layout.slides):
                picture = slide_picture(shots, layout, slide)
                seen = _seen(picture, kept) if picture else None
                if seen is None and picture is not None and len(kept) < MOST:
                    seen = _taken(picture, reader, known, write)
                    kept.append(seen)
                slides.append(_with(slide, seen))
                if picture is not None and seen is None:
                    warnings.append(_too_many(slide))
                    break
                progress((number + 1) / len(layout.slides))
    except MediaError:
        pass
    slides += layout.slides[len(slides) :]
    told = {"slides": slides, "warnings": warnings, "read_by": reader.name if reader else None}
    return layout.model_copy(update=told)


def _texts_of(layout: Layout) -> dict[str, str]:
    """What is written on slides, by the names of their pictures."""
    return {
        each.picture: each.text
        for each in layout.slides
        if each.picture is not None and each.text is not None
    }


def _seen(picture: SlidePicture, kept: list[_Kept]) -> _Kept | None:
    return next((each for each in reversed(kept) if alike(picture.small, each.small)), None)


def _taken(
    picture: SlidePicture, reader: SlideReader | None, known: Mapping[str, str], write: Write
) -> _Kept:
    data = _jpeg(picture.pixels)
    name = f"{hashlib.sha256(data).hexdigest()[:16]}.jpg"
    write(name, data)
    if reader is None:
        return _Kept(picture.small, name, None)
    text = known[name] if name in known else reader.read(picture.read)
    return _Kept(picture.small, name, text)


def _with(slide: Slide, seen: _Kept | None) -> Slide:
    if seen is None:
        return slide
    return slide.model_copy(update={"picture": seen.name, "text": seen.text})


def _too_many(slide: Slide) -> str:
    return (
        f"From {clock(slide.start_ms)} on slides have neither picture nor text, since there are "
        f"more than {MOST}."
    )


def _jpeg(pixels: Pixels) -> bytes:
    picture = Image.fromarray(pixels)
    picture.thumbnail((_LONGEST, _LONGEST), Image.Resampling.BOX)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()
