"""Tells how the picture is arranged over time, and when slides change."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lecture_assets.layout.changes import Change, changes_in, refined
from lecture_assets.layout.models import Frame, Layout, LayoutPart, Slide
from lecture_assets.layout.parts import add_part, same_place
from lecture_assets.layout.rectangles import Box
from lecture_assets.layout.regions import Arrangement, arrangement
from lecture_assets.layout.sampling import SMALL, Window, key_times, sampled
from lecture_assets.layout.slides import screen_mask, slides_of
from lecture_assets.media.frames import Picture, Reel, opened, pictures_between
from lecture_assets.media.models import VideoStream
from lecture_assets.progress import Progress
from lecture_assets.timeline import clock, span

_TRUSTED = 0.5


@dataclass
class _Screen:
    """A screen while it stays in its place."""

    start_ms: int
    end_ms: int
    box: Box
    last: Picture
    changes: list[Change]


def detect_layout(path: Path, video: VideoStream, duration_ms: int, progress: Progress) -> Layout:
    """Find the screen, the camera and the slides.

    Args:
        path: The upload.
        video: Its moving picture.
        duration_ms: Length of the lecture; the parts cover all of it.
        progress: Told the share of the lecture that was read.

    Returns:
        The layout, in pixels of the picture as shown. What cannot be told with confidence is a
        part of kind ``unknown`` without regions, and what cannot be decoded adds a warning.

    Raises:
        MediaError: The file cannot be opened.
    """
    parts: list[LayoutPart] = []
    screens: list[_Screen] = []
    warnings: list[str] = []
    with opened(path, video) as reel:
        keys = key_times(reel)
    with opened(path, video) as reel, opened(path, video) as second:
        for window in sampled(reel, keys, duration_ms):
            found = _trusted(window)
            add_part(parts, span(window.span.start_ms, window.end_ms), found, video)
            if found is not None:
                _add_screen(screens, window, found, second)
            warnings += _warnings_of(window)
            progress(window.span.end_ms / max(1, duration_ms))
    known_ms = parts[-1].end_ms if parts else 0
    add_part(parts, span(known_ms, duration_ms), None, video)
    return Layout(
        frame=Frame(width=video.width, height=video.height),
        parts=parts,
        slides=[slide for each in screens for slide in _slides(each)],
        warnings=warnings,
    )


def _trusted(window: Window) -> Arrangement | None:
    found = arrangement(window.pairs) if window.pairs else None
    return found if found is not None and found.confidence >= _TRUSTED else None


def _add_screen(screens: list[_Screen], window: Window, found: Arrangement, second: Reel) -> None:
    """Find a window's slide changes; the screen goes on where it was there before."""
    if found.screen is None or not window.small:
        return
    mask = screen_mask(found, window.small[0].pixels.shape)
    start_ms, pictures = window.span.start_ms, window.small
    goes_on = (
        bool(screens)
        and screens[-1].end_ms == start_ms
        and same_place(screens[-1].box, found.screen)
    )
    if goes_on:
        pictures = [screens[-1].last, *pictures]
    changes: list[Change] = []
    if mask is not None:
        if not window.complete:
            pictures = refined(pictures, mask, partial(pictures_between, second, longest=SMALL))
        changes = changes_in(pictures, mask)
    if not goes_on:
        screens.append(_Screen(start_ms, start_ms, found.screen, pictures[-1], []))
    screen = screens[-1]
    screen.end_ms, screen.last = window.end_ms, pictures[-1]
    screen.changes += changes


def _slides(screen: _Screen) -> list[Slide]:
    return slides_of(span(screen.start_ms, screen.end_ms), screen.changes)


def _warnings_of(window: Window) -> list[str]:
    if window.stopped_ms is not None:
        return [
            f"The picture cannot be decoded from {clock(window.stopped_ms)} on; the layout and "
            "the slides after that are not known."
        ]
    if window.failures:
        return [
            f"{window.failures} pictures between {clock(window.span.start_ms)} and "
            f"{clock(window.span.end_ms)} cannot be decoded; slide changes there may be missing."
        ]
    if not window.pairs:
        return [
            f"There is no picture between {clock(window.span.start_ms)} and "
            f"{clock(window.span.end_ms)}."
        ]
    return []
