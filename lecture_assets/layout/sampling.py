"""Chooses and decodes the pictures from which a layout is told, window by window."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from lecture_assets.errors import MediaError
from lecture_assets.media.frames import Picture, Reel
from lecture_assets.timeline import Span, span

if TYPE_CHECKING:
    from av import Packet, VideoFrame
    from av import VideoStream as PictureStream

WIDE = 640
"""Longer side in pixels of the pictures in which regions are found."""

SMALL = 320
"""Longer side in pixels of the pictures in which slide changes are found."""

_WINDOW_MS = 240_000
_KEY_GAP_MS = 2_000
_PAIR_GAP_MS = 400
_MAX_PAIRS = 30
_FEWEST_KEYS = 12
_STEP_MS = 120
_LONG_GAP_MS = 15_000
_MAX_KEY_FAILURES = 20
_MAX_FAILURES = 1_500


@dataclass
class Window:
    """A stretch of the lecture and what was seen of it.

    Attributes:
        span: The stretch.
        pairs: Pictures of size ``WIDE``, each with the one shown 0.4 s later.
        small: Pictures of size ``SMALL``, in order of time, for slide changes.
        complete: Whether ``small`` leaves out nothing longer than an eighth of a second.
        failures: Number of pictures that could not be decoded.
        stopped_ms: Where decoding was given up, or None.
    """

    span: Span
    pairs: list[tuple[Picture, Picture]] = field(default_factory=list)
    small: list[Picture] = field(default_factory=list)
    complete: bool = False
    failures: int = 0
    stopped_ms: int | None = None

    @property
    def end_ms(self) -> int:
        """Where what was seen ends."""
        return self.span.end_ms if self.stopped_ms is None else self.stopped_ms


def windows_of(duration_ms: int) -> list[Span]:
    """Cut a lecture into equal windows of at most four minutes."""
    count = max(1, -(-duration_ms // _WINDOW_MS))
    cuts = [round(duration_ms * each / count) for each in range(count + 1)]
    return [span(start, end) for start, end in pairwise(cuts)]


def sampled(reel: Reel, keys: list[int], duration_ms: int) -> Iterator[Window]:
    """Read an upload once from end to end and yield its windows, each when it is complete.

    Where key frames are frequent, only they are decoded, and the pictures up to 0.4 s after some;
    elsewhere everything is. What cannot be decoded is counted and left out.

    Args:
        reel: The upload, newly opened.
        keys: When key frames are shown, in order.
        duration_ms: Length of the lecture.
    """
    spans = windows_of(duration_ms)
    try:
        packets = _Lookahead(reel)
    except MediaError:
        yield Window(spans[0], stopped_ms=spans[0].start_ms)
        return
    chosen = [_thinned([at for at in keys if each.contains(at)]) for each in spans]
    for index, each in enumerate(spans):
        window = Window(each)
        goes_on = index + 1 < len(spans) and not _enough(chosen[index + 1])
        rest = goes_on or index + 1 == len(spans)
        try:
            if _enough(chosen[index]):
                _read_keys(packets, window, chosen[index], rest=rest)
                if rest:
                    _read_all(packets, window, goes_on=goes_on)
            else:
                window.complete = True
                _read_all(packets, window, goes_on=goes_on)
        except MediaError:
            window.stopped_ms = window.small[-1].at_ms if window.small else each.start_ms
        yield window
        if window.stopped_ms is not None:
            return


class _Lookahead:
    """Packets in order, with the possibility to look at the next one."""

    def __init__(self, reel: Reel) -> None:
        self.reel = reel
        self._packets = reel.packets()
        self._next = next(self._packets, None)
        self.at_ms = 0

    def take(self, before_ms: int) -> "Packet[PictureStream] | None":
        """The next packet, or None when it is to be shown at ``before_ms`` or later."""
        packet = self._next
        if packet is None:
            return None
        at_ms = self.reel.packet_ms(packet)
        self.at_ms = self.at_ms if at_ms is None else at_ms
        if self.at_ms >= before_ms:
            return None
        self._next = next(self._packets, None)
        return packet


def _thinned(keys: list[int]) -> list[int]:
    """Leave out key frames that follow another within two seconds."""
    kept: list[int] = []
    for at_ms in keys:
        if not kept or at_ms - kept[-1] >= _KEY_GAP_MS:
            kept.append(at_ms)
    return kept


def _enough(keys: list[int]) -> bool:
    """Tell whether key frames show a window well; in an unusual gap the file may be damaged."""
    gaps = [later - earlier for earlier, later in pairwise(keys)]
    return len(keys) >= _FEWEST_KEYS and max(gaps) <= max(_LONG_GAP_MS, 3 * float(np.median(gaps)))


def _read_keys(packets: _Lookahead, window: Window, keys: list[int], *, rest: bool) -> None:
    """Decode the chosen key frames, and up to 0.4 s more after some of them.

    With ``rest``, they are read up to the last one, from which everything has to be decoded: no
    key frame shows what happens after it, or the next window needs it.
    """
    chosen = set(keys)
    paired = {keys[i] for i in np.linspace(0, len(keys) - 1, min(_MAX_PAIRS, len(keys)), dtype=int)}
    reel = packets.reel
    failed = 0
    while packet := packets.take(keys[-1] if rest else window.span.end_ms):
        at_ms = reel.packet_ms(packet)
        if not packet.is_keyframe or at_ms not in chosen:
            continue
        chosen.discard(at_ms)
        try:
            _read_key(packets, packet, window, with_later=at_ms in paired)
            failed = 0
        except MediaError:
            failed += 1
            window.failures += 1
            if failed > _MAX_KEY_FAILURES:
                raise


def _read_key(
    packets: _Lookahead, packet: "Packet[PictureStream]", window: Window, *, with_later: bool
) -> None:
    reel, key_ms = packets.reel, packets.at_ms
    frames = reel.frames(packet)
    until_ms = key_ms + _PAIR_GAP_MS
    with reel.thinly():
        while with_later and (following := packets.take(min(until_ms + 1, window.span.end_ms))):
            frames += reel.frames(following)
            frames = [frame for frame in frames if (reel.frame_ms(frame) or 0) >= key_ms]
            frames = frames[:1] + frames[-1:] if len(frames) > 1 else frames
        frames += reel.frames(None)
    shown = [frame for frame in frames if (reel.frame_ms(frame) or 0) >= key_ms]
    if not shown:
        raise MediaError("A key frame cannot be decoded.")
    window.small.append(Picture(key_ms, reel.grey(shown[0], SMALL)))
    if with_later:
        first, last = (
            Picture(reel.frame_ms(each) or key_ms, reel.grey(each, WIDE))
            for each in (shown[0], shown[-1])
        )
        window.pairs.append((first, last))


def _read_all(packets: _Lookahead, window: Window, *, goes_on: bool) -> None:
    """Decode everything; keep eight small pictures a second and up to thirty pairs.

    With ``goes_on``, the decoder is left as it is, because the next window goes on from there.
    """
    reel = packets.reel
    gatherer = _Gatherer(reel, window)
    failed = 0
    while packet := packets.take(window.span.end_ms):
        try:
            for frame in reel.frames(packet):
                gatherer.add(frame)
                failed = 0
        except MediaError:
            failed += 1
            window.failures += 1
            if failed > _MAX_FAILURES:
                raise
    for frame in [] if goes_on else reel.frames(None):
        gatherer.add(frame)
    gatherer.finish()


class _Gatherer:
    """Takes frames in order and keeps what a window needs."""

    def __init__(self, reel: Reel, window: Window) -> None:
        self._reel = reel
        self._window = window
        self._every_ms = max(_PAIR_GAP_MS, window.span.duration_ms // _MAX_PAIRS)
        self._small_ms = self._pair_ms = window.span.start_ms
        self._before: Picture | None = None
        self._last: VideoFrame | None = None

    def add(self, frame: "VideoFrame") -> None:
        at_ms = self._reel.frame_ms(frame)
        if at_ms is None or at_ms < self._window.span.start_ms:
            return
        if at_ms >= self._small_ms:
            self._window.small.append(Picture(at_ms, self._reel.grey(frame, SMALL)))
            self._small_ms = at_ms + _STEP_MS
        if self._before is not None and at_ms >= self._before.at_ms + _PAIR_GAP_MS:
            lasts = at_ms > self._before.at_ms + 2 * _PAIR_GAP_MS
            self._pair(self._last if lasts and self._last is not None else frame)
        if self._before is None and at_ms >= self._pair_ms:
            self._before = Picture(at_ms, self._reel.grey(frame, WIDE))
            self._pair_ms = max(self._pair_ms + self._every_ms, at_ms)
        self._last = frame

    def finish(self) -> None:
        """Pair the last picture with what is shown to the end."""
        if self._before is not None and self._last is not None and not self._window.pairs:
            self._pair(self._last)

    def _pair(self, later: "VideoFrame") -> None:
        at_ms = self._reel.frame_ms(later)
        if self._before is not None and at_ms is not None:
            after = Picture(at_ms, self._reel.grey(later, WIDE))
            self._window.pairs.append((self._before, after))
        self._before = None
