"""A clip's picture as a plan: its size, its tiles, and where captions and title stand."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from lecture_assets.layout.models import Region

BACKGROUND = "0x11151c"
"""The colour around the tiles."""

_SAFE = 0.05


class Tile(BaseModel):
    """A part of the source and where it stands in the clip.

    Attributes:
        source: Rectangle in the source, or None for all of it.
        target: Rectangle in the clip.
    """

    model_config = ConfigDict(frozen=True)

    source: Region | None
    target: Region


class Composition(BaseModel):
    """A clip's picture.

    Attributes:
        kind: ``as_recorded`` shows the whole source; ``with_band`` adds a band for the captions
            below it, so that they cover no slide; ``screen_and_camera`` sets both side by side
            above such a band; ``vertical`` and ``square`` set them one above the other, with the
            captions between or beside them; ``card`` shows a title where there is no picture.
        width: Width in pixels, even.
        height: Height in pixels, even.
        tiles: Parts of the source; none overlap.
        captions: Where captions stand.
        boxed: Whether captions stand on the picture and so need a box of their own.
        line_chars: How many characters a line of the captions has room for; longer lines are set
            anew.
        title: What is written at ``heading``.
        heading: Where a title stands, or None where there is none.
    """

    model_config = ConfigDict(frozen=True)

    kind: Literal["as_recorded", "with_band", "screen_and_camera", "vertical", "square", "card"]
    width: int
    height: int
    tiles: list[Tile] = []
    captions: Region
    boxed: bool
    line_chars: int = 42
    title: str = ""
    heading: Region | None = None


def region(x: float, y: float, width: float, height: float) -> Region:
    """Shorthand for a rectangle with even sides at an even place."""
    return Region(x=even(x, 0), y=even(y, 0), width=even(width), height=even(height))


def even(value: float, least: int = 2) -> int:
    """The even number next to a value: pictures are stored with halved colours."""
    return max(least, round(value / 2) * 2)


def safe(whole: Region) -> Region:
    """What lies inside a margin of five per cent, where no player hides it."""
    x, y = round(_SAFE * whole.width), round(_SAFE * whole.height)
    return Region(
        x=whole.x + x, y=whole.y + y, width=whole.width - 2 * x, height=whole.height - 2 * y
    )
