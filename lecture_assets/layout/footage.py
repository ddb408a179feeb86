"""Decodes the small pictures between two instants, all of them or those that matter."""

from collections.abc import Iterator
from dataclasses import dataclass

from lecture_assets.layout.packets import Packets
from lecture_assets.layout.sampling import SMALL
from lecture_assets.media.frames import Picture, Reel, pictures_between


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

    def between(self, start_ms: int, end_ms: int) -> Iterator[Picture]:
        """Decode the pictures after one instant and before another."""
        return pictures_between(self.reel, start_ms, end_ms, SMALL)

    def glimpses(self, start_ms: int, end_ms: int) -> Iterator[Glimpse]:
        """Decode few pictures between two key frames, and a few more if asked again."""
        cut = self.packets.cut_at(start_ms, end_ms)
        last = None
        for closely in [True] if cut else [False, True]:
            only = self.packets.telling(start_ms, end_ms, closely=closely)
            if only is None or only == last:
                return
            shown = list(pictures_between(self.reel, start_ms, end_ms, SMALL, only))
            wanted = only & self.packets.leaders(start_ms + 1, end_ms)
            if not wanted <= {each.at_ms for each in shown}:
                return
            yield Glimpse(shown, cut)
            last = only
