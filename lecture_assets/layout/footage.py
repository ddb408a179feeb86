"""Decodes the small pictures between two instants, all of them or those that matter."""

from collections.abc import Iterator
from dataclasses import dataclass

from lecture_assets.errors import MediaError
from lecture_assets.layout.packets import Packets
from lecture_assets.layout.sampling import SMALL
from lecture_assets.media.frames import Picture, Reel
from lecture_assets.media.stretches import Moves, chosen_pictures, pictures_between


@dataclass(frozen=True)
class Glimpse:
    """Pictures between two key frames, chosen by the sizes of their packets.

    Attributes:
        pictures: In order of time.
        whole: Whether nothing else can have changed before the second key frame.
    """

    pictures: list[Picture]
    whole: bool


@dataclass(frozen=True)
class Footage:
    """What can be decoded of an upload again.

    Attributes:
        reel: The opened upload; its place is lost.
        packets: All of its packets.
    """

    reel: Reel
    packets: Packets

    def between(self, start_ms: int, end_ms: int, moves: Moves | None = None) -> Iterator[Picture]:
        """Decode the pictures after one instant and before another, fewer where nothing moves."""
        return pictures_between(self.reel, start_ms, end_ms, SMALL, moves)

    def glimpses(self, start_ms: int, end_ms: int, moves: Moves) -> Iterator[Glimpse]:
        """Decode few pictures between two key frames, and a few more if asked again."""
        cut = self.packets.cut_at(start_ms, end_ms)
        last = None
        for closely in [True] if cut else [False, True]:
            only = self.packets.telling(start_ms, end_ms, closely=closely)
            if only is None or only == last:
                return
            wanted = only & self.packets.leaders(start_ms + 1, end_ms)
            try:
                shown = chosen_pictures(self.reel, end_ms, SMALL, only, wanted, moves)
            except MediaError:
                return
            yield Glimpse(shown, cut)
            last = only
