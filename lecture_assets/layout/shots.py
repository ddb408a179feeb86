"""Decodes a frame of each slide, when all of it is there, at the least cost."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lecture_assets.errors import MediaError
from lecture_assets.layout.models import Slide
from lecture_assets.layout.packets import Packets
from lecture_assets.media.frames import Reel, frame_up_to, opened
from lecture_assets.media.models import VideoStream

if TYPE_CHECKING:
    from av import VideoFrame

_SETTLED_MS = 1_500
_BEFORE_END_MS = 500
_MANY = 4


def shown_at(slide: Slide) -> int:
    """When all is on a slide: shortly before it goes."""
    return max((slide.start_ms + slide.end_ms) // 2, slide.end_ms - _BEFORE_END_MS)


class Shots:
    """Frames of slides out of an opened upload.

    A slide costs one frame where a key frame comes after its last change, else the packets that
    stand out up to it. Where many slides lie between two key frames, all of these are decoded, but
    once: in a recording with a single one it would be decoded from its start for each slide.

    Attributes:
        reel: The opened upload; its place is lost.
    """

    def __init__(self, reel: Reel, packets: Packets, slides: Sequence[Slide]) -> None:
        self.reel = reel
        self._packets = packets
        self._keys = packets.key_times()
        keys = (self._key_ms(each) for each in slides if not self._settled(each))
        self._many = {key_ms for key_ms, count in Counter(keys).items() if count > _MANY}
        self._walk: _Walk | None = None

    def of(self, slide: Slide) -> "VideoFrame | None":
        """The frame shortly before a slide goes, or the key frame before that if all was there.

        Returns:
            The frame; None where nothing can be decoded.
        """
        key_ms = self._key_ms(slide)
        at_ms = max(key_ms, shown_at(slide))
        if key_ms in self._many and not self._settled(slide):
            if self._walk is None or not self._walk.leads_to(key_ms, at_ms):
                self._walk = _Walk(self.reel, key_ms, at_ms)
            return self._walk.frame_at(at_ms)
        self._walk = None
        return self._alone(slide, at_ms)

    def _alone(self, slide: Slide, at_ms: int) -> "VideoFrame | None":
        try:
            key = next(self.reel.packets(at_ms))
            key_ms = self.reel.packet_ms(key) or 0
            if _last_change_ms(slide) + _SETTLED_MS <= key_ms:
                return next(iter([*self.reel.frames(key), *self.reel.frames(None)]), None)
        except MediaError:
            return None
        only = self._packets.telling(key_ms, at_ms + 1, closely=True)
        if only is not None:
            shown = frame_up_to(self.reel, at_ms, only)
            if shown is not None and (self.reel.frame_ms(shown) or 0) >= max(only):
                return shown
        return frame_up_to(self.reel, at_ms)

    def _key_ms(self, slide: Slide) -> int:
        """When the key frame is shown from which a slide's frame is decoded."""
        return (
            self._keys[max(0, bisect_right(self._keys, shown_at(slide)) - 1)] if self._keys else 0
        )

    def _settled(self, slide: Slide) -> bool:
        return _last_change_ms(slide) + _SETTLED_MS <= self._key_ms(slide)


class _Walk:
    """Goes on decoding from a key frame, from one instant to a later one."""

    def __init__(self, reel: Reel, key_ms: int, at_ms: int) -> None:
        self._reel, self._key_ms = reel, key_ms
        self._frames = reel.decoded(at_ms, at_ms)
        self._shown: VideoFrame | None = None
        self._next: VideoFrame | None = None

    def leads_to(self, key_ms: int, at_ms: int) -> bool:
        """Tell whether an instant lies ahead, and no nearer key frame on the way to it."""
        shown_ms = 0 if self._shown is None else self._reel.frame_ms(self._shown) or 0
        return key_ms == self._key_ms and shown_ms <= at_ms

    def frame_at(self, at_ms: int) -> "VideoFrame | None":
        """The last frame up to an instant, or the first of all; the last one before damage."""
        try:
            with self._reel.thinly():
                while self._shown is None or self._next is None or self._is_due(self._next, at_ms):
                    self._shown = self._next or self._shown
                    self._next = next(self._frames, None)
                    if self._next is None:
                        break
        except MediaError:
            pass
        return self._shown or self._next

    def _is_due(self, frame: "VideoFrame", at_ms: int) -> bool:
        return (self._reel.frame_ms(frame) or 0) <= at_ms


def _last_change_ms(slide: Slide) -> int:
    return max([slide.start_ms, *slide.builds_ms])


@contextmanager
def shots_of(path: Path, video: VideoStream, slides: Sequence[Slide]) -> Iterator[Shots]:
    """Open an upload to take frames of its slides, best in order of time.

    Raises:
        MediaError: The file cannot be opened.
    """
    with opened(path, video) as reel:
        packets = Packets.of(reel)
    with opened(path, video) as reel:
        yield Shots(reel, packets, slides)
