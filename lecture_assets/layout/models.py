"""The ``layout`` document."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from lecture_assets.documents import Document
from lecture_assets.timeline import Span

THUMBNAIL_CUES, THUMBNAIL_SHEET = "thumbnails.vtt", "thumbnails.jpg"
"""Names of the small pictures of a lecture, and of their times."""

LayoutKind = Literal[
    "screen_only",
    "camera_only",
    "picture_in_picture",
    "side_by_side",
    "stacked",
    "filmed_screen",
    "unknown",
]


class Frame(BaseModel):
    """Size of the whole picture in pixels, rotation applied."""

    model_config = ConfigDict(frozen=True)

    width: int
    height: int


class Region(BaseModel):
    """A rectangle in the picture, in pixels from its top left corner."""

    model_config = ConfigDict(frozen=True)

    x: int
    y: int
    width: int
    height: int


class LayoutPart(Span):
    """A stretch of the lecture in which the picture is arranged in one way.

    Attributes:
        kind: How it is arranged.
        screen: The slides' rectangle, or None.
        camera: The camera's rectangle, or None.
        split_ratio: The screen's share of the width of screen plus camera, or None.
        confidence: In [0, 1]; low confidence means the whole frame, never a guessed crop.
    """

    kind: LayoutKind
    screen: Region | None = None
    camera: Region | None = None
    split_ratio: float | None = None
    confidence: float


class Slide(Span):
    """A slide while it is shown.

    Attributes:
        text: What is written on it when all is on it, a line each, where that was read.
        builds_ms: Times at which something was added to it.
        picture: Its JPEG, named by its content, in the folder ``slides``, where there is one; the
            same for a slide that is shown again.
    """

    text: str | None = None
    builds_ms: list[int] = []
    picture: str | None = None


class Layout(Document):
    """The arrangement of the picture over time, and the slides.

    Attributes:
        frame: Size of the whole picture.
        parts: Cover the lecture in order without gaps.
        slides: In order of time.
        read_by: Who read the slides, with version and models, or None.
        thumbnails: WebVTT whose cues name the parts of ``thumbnails.jpg``, or None.
    """

    frame: Frame
    parts: list[LayoutPart]
    slides: list[Slide]
    read_by: str | None = None
    thumbnails: str | None = None
