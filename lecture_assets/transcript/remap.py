"""Brings word times from a chunk's clock back to the lecture's."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from lecture_assets.timeline import Span, gaps, span
from lecture_assets.transcript.chunks import Chunk
from lecture_assets.transcript.models import Word


def to_lecture_time(words: Sequence[Word], chunk: Chunk) -> list[Word]:
    """Move words from the chunk's clock to the lecture's.

    A word belongs to the piece that holds its middle and is cut to it, so that no word spreads
    over the stretch that was left out between two pieces.

    Args:
        words: In order, on the chunk's clock.
        chunk: What was recognised.
    """
    if not chunk.pieces:
        return []
    starts = [0, *accumulate(piece.duration_ms for piece in chunk.pieces)][:-1]
    moved = []
    for word in words:
        middle = (word.start_ms + word.end_ms) // 2
        index = max(0, bisect_right(starts, middle) - 1)
        piece, shift = chunk.pieces[index], chunk.pieces[index].start_ms - starts[index]
        start = min(max(word.start_ms + shift, piece.start_ms), piece.end_ms)
        end = min(max(word.end_ms + shift, start), piece.end_ms)
        moved.append(word.model_copy(update={"start_ms": start, "end_ms": end}))
    return in_order(moved)


def in_order(words: Sequence[Word]) -> list[Word]:
    """Let no word start before the one before it has ended."""
    ordered: list[Word] = []
    for word in words:
        start = max(word.start_ms, ordered[-1].end_ms if ordered else word.start_ms)
        end = max(word.end_ms, start)
        ordered.append(word.model_copy(update={"start_ms": start, "end_ms": end}))
    return ordered


def out_of_silence(words: Sequence[Word], silences: Sequence[Span]) -> list[Word]:
    """Pull words out of silences, where recognisers like to let them hang.

    Of a word that silences divide the longest part is kept. One that lies in a silence as a whole
    is left without length at its nearer edge.

    Args:
        words: In order, on the lecture's clock.
        silences: In order, not touching one another.
    """
    starts = [silence.start_ms for silence in silences]
    ends = [silence.end_ms for silence in silences]
    pulled = []
    for word in words:
        near = silences[bisect_right(ends, word.start_ms) : bisect_left(starts, word.end_ms)]
        at = _longest(gaps(near, word)) or _nearer_edge(word, near[0]) if near else word
        pulled.append(word.model_copy(update={"start_ms": at.start_ms, "end_ms": at.end_ms}))
    return pulled


def _longest(parts: Sequence[Span]) -> Span | None:
    return max(parts, key=lambda part: part.duration_ms, default=None)


def _nearer_edge(word: Word, silence: Span) -> Span:
    before_ms, after_ms = word.start_ms - silence.start_ms, silence.end_ms - word.end_ms
    edge = silence.start_ms if before_ms < after_ms else silence.end_ms
    return span(edge, edge)
