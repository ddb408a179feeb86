"""Decodes what is shown between two instants, in small pictures."""

from collections.abc import Callable, Container, Iterator
from typing import TYPE_CHECKING

from lecture_assets.errors import MediaError
from lecture_assets.media.frames import Picture, Pixels, Reel

if TYPE_CHECKING:
    from av import VideoFrame

    Frames = Iterator[tuple[int, VideoFrame]]

Moves = Callable[[Pixels, Pixels], bool]
"""Tells whether something moves from one picture to another."""

_DENSEST_MS = 60
_SELDOM_MS = 320


def pictures_between(
    reel: Reel, start_ms: int, end_ms: int, longest: int, moves: Moves | None = None
) -> Iterator[Picture]:
    """Decode what is shown after one instant and before another, at most 16 pictures a second.

    Of many frames a second, those on which no other depends are left out: half the decoding, and
    at most a few frames.

    Args:
        reel: An opened upload; its place is lost.
        start_ms: The first instant, itself left out.
        end_ms: The last instant, itself left out.
        longest: Longer side of the pictures in pixels.
        moves: Where nothing does in a third of a second, the pictures within that are left out.
            None for all of them.

    Yields:
        Pictures in order of time; fewer or none where something cannot be decoded.
    """
    yield from _scaled(_apart(_shown(reel, start_ms, end_ms), start_ms), reel, longest, moves)


def chosen_pictures(
    reel: Reel, end_ms: int, longest: int, only: set[int], wanted: set[int], moves: Moves
) -> list[Picture]:
    """Decode no more than some packets.

    Args:
        reel: An opened upload; its place is lost.
        end_ms: The instant before which they are shown.
        longest: Longer side of the pictures in pixels.
        only: When the packets are shown, that of a key frame first.
        wanted: Which of their pictures have to come out.
        moves: Where nothing does in a third of a second, the pictures within that are left out.

    Returns:
        Pictures in order of time, without that of the key frame.

    Raises:
        MediaError: The decoder lost one.
    """
    seen: set[int] = set()

    def noted() -> "Frames":
        for at_ms, frame in _shown(reel, min(only), end_ms, only):
            seen.add(at_ms)
            yield at_ms, frame

    pictures = list(_scaled(noted(), reel, longest, moves))
    if not wanted <= seen:
        raise MediaError("Some of the pictures cannot be decoded without the others.")
    return pictures


def _shown(reel: Reel, start_ms: int, end_ms: int, only: Container[int] | None = None) -> "Frames":
    """The frames after one instant and before another, as far as they can be decoded."""
    try:
        with reel.thinly():
            for frame in reel.decoded(start_ms + 1, end_ms, only):
                at_ms = reel.frame_ms(frame)
                if at_ms is not None and at_ms >= end_ms:
                    break
                if at_ms is not None and at_ms > start_ms:
                    yield at_ms, frame
    except MediaError:
        pass


def _apart(frames: "Frames", last_ms: int) -> "Frames":
    for at_ms, frame in frames:
        if at_ms - last_ms >= _DENSEST_MS:
            yield at_ms, frame
            last_ms = at_ms


def _scaled(frames: "Frames", reel: Reel, longest: int, moves: Moves | None) -> Iterator[Picture]:
    """Scale frames, where something moves all of them; decoding alone costs less than half."""
    last: Picture | None = None
    waiting: list[tuple[int, VideoFrame]] = []

    def told() -> list[Picture]:
        *within, newest = waiting
        picture = Picture(newest[0], reel.grey(newest[1], longest))
        if last is not None and moves is not None and not moves(last.pixels, picture.pixels):
            return [picture]
        return [*(Picture(at_ms, reel.grey(frame, longest)) for at_ms, frame in within), picture]

    for at_ms, frame in frames:
        waiting.append((at_ms, frame))
        if moves is None or last is None or at_ms - last.at_ms >= _SELDOM_MS:
            pictures = told()
            last, waiting = pictures[-1], []
            yield from pictures
    if waiting:
        yield from told()
