"""Tells from the sizes of packets where something happens in a picture, without decoding it."""

from array import array
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lecture_assets.errors import MediaError
from lecture_assets.media.frames import Reel

Flags = npt.NDArray[np.bool_]

_FORGIVING = "h264"
_AROUND_MS = 120_000
_QUIET = 30
_STANDS_OUT = 1.5
_A_LITTLE = 1.2
_CALM = 1.25
_NEIGHBOURS = 12
_NEXT_TO_NOTHING = 0.005
_EARLY = 0.95
_SELDOM = 0.25
_STRIDE = 12


@dataclass(frozen=True)
class Packets:
    """The packets of a moving picture, in the order in which they are decoded.

    Attributes:
        codec: Name of the picture's codec.
        at_ms: When each is shown.
        sizes: How many bytes each has.
        keys: Which are key frames.
    """

    codec: str
    at_ms: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]
    keys: Flags

    @classmethod
    def of(cls, reel: Reel) -> "Packets":
        """List the packets of an upload, as far as it can be read.

        Args:
            reel: The upload, newly opened; it is read to its end.
        """
        seen = array("q")  # of ten hours a list would take 300 MB
        try:
            for packet in reel.packets():
                at_ms = reel.packet_ms(packet)
                if at_ms is not None and at_ms >= 0:
                    seen.extend((at_ms, packet.size, packet.is_keyframe))
        except MediaError:
            pass
        columns = np.frombuffer(seen, np.int64).reshape(-1, 3)
        return cls(reel.video.codec, columns[:, 0], columns[:, 1], columns[:, 2] > 0)

    def key_times(self) -> list[int]:
        """When key frames are shown, in order."""
        return sorted(self.at_ms[self.keys].tolist())

    def telling(self, start_ms: int, end_ms: int, *, closely: bool) -> set[int] | None:
        """Choose the packets between two key frames that change what is seen, by their size.

        With each, what it is made from and what is made from it is chosen. Without the others the
        picture stays as it was: H.264's decoder takes the last picture for one that is missing.

        Args:
            start_ms: When the first key frame is shown.
            end_ms: When the last one is, itself left out.
            closely: Choose as well what stands out a little from its neighbours, and not only
                what does so from two minutes on either side.

        Returns:
            When the chosen packets are shown; None where their sizes tell nothing.
        """
        group, quiet = self._group(start_ms, end_ms), self._quiet(start_ms, end_ms)
        if quiet is None or group.start == group.stop or not self.keys[group.start]:
            return None
        sizes, leads = self.sizes[group], self._leads[group]
        floor = _NEXT_TO_NOTHING * int(sizes[0])
        large = sizes > max(_STANDS_OUT * quiet, floor)
        if closely:
            large |= leads & (sizes > np.maximum(floor, _A_LITTLE * _usual(sizes, leads)))
        return self._with_neighbours(group, large & ~self.keys[group])

    def cut_at(self, start_ms: int, end_ms: int) -> bool:
        """Tell whether a key frame comes before its turn, since the picture changes there.

        Before it, nothing may be out of the ordinary for long, as a video is. Frames are counted,
        since in some recordings they are not evenly spaced.

        Args:
            start_ms: When an earlier key frame is shown.
            end_ms: When the key frame is.
        """
        group, quiet = self._group(start_ms, end_ms), self._quiet(start_ms, end_ms)
        leaders = self.sizes[group][self._leads[group] & ~self.keys[group]]
        began = self._key_places[self._key_places < group.stop]
        if quiet is None or group.start == group.stop or not len(began):
            return False
        if len(leaders) and float(np.median(leaders)) > _CALM * quiet:
            return False
        count = group.stop - int(began[-1])
        counts = np.diff(self._key_places)
        others = np.count_nonzero(np.abs(counts - count) <= (1 - _EARLY) * count) - 1
        return bool(count < _EARLY * counts.max(initial=0) and others < _SELDOM * len(counts))

    def leaders(self, start_ms: int, end_ms: int) -> set[int]:
        """When the packets are shown that are shown after all before them."""
        group = self._group(start_ms, end_ms)
        return set(self.at_ms[group][self._leads[group]].tolist())

    def _group(self, start_ms: int, end_ms: int) -> slice:
        return slice(*np.searchsorted(self._order, (start_ms, end_ms)))

    def _quiet(self, start_ms: int, end_ms: int) -> float | None:
        """How large a leading packet is where nothing but a camera moves."""
        near = self._group(start_ms - _AROUND_MS, end_ms + _AROUND_MS)
        sizes = self.sizes[near][self._leads[near] & ~self.keys[near]]
        if self.codec != _FORGIVING or not len(sizes):
            return None
        return float(np.percentile(sizes, _QUIET))

    def _with_neighbours(self, group: slice, large: Flags) -> set[int]:
        """Add key frames, the packets around large ones, and stepping stones on the way to them.

        A decoder that sees no packet for too long counts wrongly and puts pictures out of order.
        """
        chosen = large | self.keys[group]
        edges = [*np.flatnonzero(self._leads[group]).tolist(), len(large)]
        mixed = not self._leads[group].all()
        for before, here, after in zip(edges, edges[1:], edges[2:], strict=False):
            if large[here:after].any():
                chosen[before] = chosen[here:after] = True
        last = 0
        until = int(np.flatnonzero(chosen)[-1])
        for here, after in pairwise(edges):
            if mixed and here < until and after - last > _STRIDE:
                chosen[here] = True
            last = here if chosen[here] else last
        return set(self.at_ms[group][chosen].tolist())

    @cached_property
    def _order(self) -> npt.NDArray[np.int64]:
        """The latest instant that was seen up to each packet."""
        return np.maximum.accumulate(self.at_ms) if len(self.at_ms) else self.at_ms

    @cached_property
    def _key_places(self) -> npt.NDArray[np.intp]:
        return np.flatnonzero(self.keys)

    @cached_property
    def _leads(self) -> Flags:
        """Which are shown after all before them, so that they are no pictures in between."""
        return np.diff(self._order, prepend=-1) > 0


def _usual(sizes: npt.NDArray[np.int64], leads: Flags) -> npt.NDArray[np.float64]:
    """The median size of the leading packets around each."""
    usual = np.zeros(len(sizes))
    places = np.flatnonzero(leads)
    for number, place in enumerate(places):
        around = places[max(0, number - _NEIGHBOURS) : number + _NEIGHBOURS + 1]
        usual[place] = np.median(sizes[around])
    return usual
