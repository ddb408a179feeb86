"""Tells how the picture is arranged over time, and when slides change."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lecture_assets.layout.changes import Change, changes_in, refined
from lecture_assets.layout.footage import Footage
from lecture_assets.layout.models import Frame, Layout, LayoutPart, Slide
from lecture_assets.layout.packets import Packets
from lecture_assets.layout.parts import add_part, same_place
from lecture_assets.layout.rectangles import Box
from lecture_assets.layout.regions import Arrangement
from lecture_assets.layout.sampling import SMALL, Window, sampled
from lecture_assets.layout.slides import screen_mask, slides_of
from lecture_assets.layout.switches import Stretch, alike, settle, stretches_of
from lecture_assets.media.frames import Picture, opened
from lecture_assets.media.models import VideoStream
from lecture_assets.progress import Progress
from lecture_assets.timeline import clock, span

_COARSER = 3


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
    warnings: list[str] = []
    with opened(path, video) as reel:
        packets = Packets.of(reel)
    # What this leaves out adds up between key frames, of HEVC to more than a slide's change.
    roughly = video.codec == "h264" and max(video.width, video.height) >= _COARSER * SMALL
    with (
        _one_thread(),
        opened(path, video) as reel,
        opened(path, video, roughly=roughly) as second,
    ):
        told = _Told(video, Footage(second, packets))
        for window in sampled(reel, packets.key_times(), duration_ms):
            for stretch in stretches_of(window):
                told.add(stretch)
            warnings += _warnings_of(window)
            progress(window.span.end_ms / max(1, duration_ms))
        told.finish(duration_ms)
    return Layout(
        frame=Frame(width=video.width, height=video.height),
        parts=told.parts,
        slides=[slide for each in told.screens for slide in _slides(each)],
        warnings=warnings,
    )


class _Told:
    """What is known of a lecture so far; the last stretch waits for the one that follows."""

    def __init__(self, video: VideoStream, footage: Footage) -> None:
        self.parts: list[LayoutPart] = []
        self.screens: list[_Screen] = []
        self._video, self._footage = video, footage
        self._last: Stretch | None = None

    def add(self, stretch: Stretch) -> None:
        """Take in the next stretch."""
        if self._last is not None:
            if not alike(self._last.found, stretch.found):
                settle(self._last, stretch, self._footage.between)
            self._close(self._last)
        self._last = stretch

    def finish(self, duration_ms: int) -> None:
        """Take in the end of the lecture."""
        if self._last is not None:
            self._close(self._last)
        known_ms = self.parts[-1].end_ms if self.parts else 0
        add_part(self.parts, span(known_ms, duration_ms), None, self._video)

    def _close(self, stretch: Stretch) -> None:
        when = span(stretch.start_ms, stretch.end_ms)
        add_part(self.parts, when, stretch.found, self._video)
        if stretch.found is not None and stretch.found.screen is not None and stretch.small:
            self._add_screen(stretch, stretch.found, stretch.found.screen)

    def _add_screen(self, stretch: Stretch, found: Arrangement, box: Box) -> None:
        """Find a stretch's slide changes; the screen goes on where it was there before."""
        mask = screen_mask(found, stretch.small[0].pixels.shape)
        pictures, last = stretch.small, self.screens[-1] if self.screens else None
        if last is None or last.end_ms != stretch.start_ms or not same_place(last.box, box):
            last = _Screen(stretch.start_ms, stretch.start_ms, box, pictures[-1], [])
            self.screens.append(last)
        else:
            pictures = [last.last, *pictures]
        if mask is not None:
            if not stretch.complete:
                pictures = refined(pictures, mask, self._footage)
            last.changes += changes_in(pictures, mask)
        last.end_ms, last.last = stretch.end_ms, pictures[-1]


@contextmanager
def _one_thread() -> Iterator[None]:
    """Keep OpenCV's threads from waiting for one another over pictures that are this small."""
    import cv2

    usual = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(usual)


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
