"""Packs speech into chunks for a recogniser, and remembers where each piece came from."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from lecture_assets.media.audio import PER_MS, Samples
from lecture_assets.timeline import Span, merge, span, total_ms

_PAD_MS = 300
_SEARCH_MS = 6_000


class Chunk(BaseModel):
    """Stretches of the lecture that are handed to a recogniser one after the other.

    Attributes:
        pieces: In order, on the lecture's clock.
    """

    model_config = ConfigDict(frozen=True)

    pieces: list[Span]

    @property
    def duration_ms(self) -> int:
        """Length of the chunk."""
        return total_ms(self.pieces)


def pack(
    speech: Sequence[Span],
    duration_ms: int,
    max_chunk_ms: int,
    quietest: Callable[[Span], int],
) -> list[Chunk]:
    """Pack speech into as few chunks as its order allows.

    Speech keeps 300 ms of what surrounds it, so that no onset is lost; a gap that is no longer than
    both together is kept as a whole, so that nothing is handed over twice. Speech without a pause
    that is longer than a chunk is cut where it is quietest.

    Args:
        speech: Speech spans in order.
        duration_ms: Length of the recording.
        max_chunk_ms: Longest chunk.
        quietest: Finds the quietest instant of a span.
    """
    padded = merge(
        span(max(0, each.start_ms - _PAD_MS), min(duration_ms, each.end_ms + _PAD_MS))
        for each in speech
    )
    chunks: list[list[Span]] = []
    for piece in (part for each in padded for part in _split(each, max_chunk_ms, quietest)):
        if chunks and total_ms(chunks[-1]) + piece.duration_ms <= max_chunk_ms:
            chunks[-1].append(piece)
        else:
            chunks.append([piece])
    return [Chunk(pieces=pieces) for pieces in chunks]


def _split(piece: Span, max_ms: int, quietest: Callable[[Span], int]) -> list[Span]:
    parts = []
    while piece.duration_ms > max_ms:
        latest = piece.start_ms + max_ms
        cut = quietest(span(latest - min(_SEARCH_MS, max_ms // 2), latest))
        parts.append(span(piece.start_ms, cut))
        piece = span(cut, piece.end_ms)
    return [*parts, piece]


def samples_of(samples: Samples, chunk: Chunk) -> Samples:
    """Put a chunk's pieces one after the other, shape (time,)."""
    pieces = [samples[each.start_ms * PER_MS : each.end_ms * PER_MS] for each in chunk.pieces]
    return np.concatenate(pieces)


def sound_of(samples: Samples, chunk: Chunk) -> npt.NDArray[np.float32]:
    """Put a chunk's pieces one after the other, shape (time,), in [-1, 1]."""
    return samples_of(samples, chunk).astype(np.float32) / 32768.0
