"""Gives every word of a text a time, from what a recogniser says of some of them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from lecture_assets.transcript.models import Word

_OPENING = "(\\[{“‘«（［｛「『〈《【〔"  # noqa: RUF001
_HAN_OR_KANA = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_SIGN = re.compile(rf"[{_OPENING}]*{_HAN_OR_KANA}[^\w\s{_OPENING}]*")
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Timed:
    """A word as a recogniser timed it, on the chunk's clock.

    Attributes:
        text: The word, with or without its punctuation.
        start_ms: Where it begins, rightly or wrongly.
        end_ms: Where it ends.
    """

    text: str
    start_ms: int
    end_ms: int


def words_of(text: str) -> list[str]:
    """Split a text into words; Han and kana, which have no blanks, into signs with their marks."""
    return _SIGN.sub(lambda sign: f" {sign.group()} ", text).split()


def with_times(texts: Sequence[str], heard: Sequence[Timed], duration_ms: int) -> list[Word]:
    """Give every word a time: its own where that can be right, else one spread between others.

    Of times that contradict the order of the words, as few as possible are given up; so are those
    outside the chunk. What is left without a time shares the room between its neighbours, each
    word as its length.

    Args:
        texts: The words with their punctuation, in the order in which they are said.
        heard: What the recogniser timed, in its order.
        duration_ms: Length of the chunk.

    Returns:
        The words in order, none beginning before the one before it ends, all within the chunk.
    """
    anchors = _in_order(_matched(texts, heard, duration_ms))
    starts = [*(timed.start_ms for timed in anchors.values()), duration_ms]
    words: list[Word] = []
    passed = 0
    for anchored, run in groupby(range(len(texts)), anchors.__contains__):
        numbers = list(run)
        if not anchored:
            from_ms = words[-1].end_ms if words else 0
            words += _spread([texts[number] for number in numbers], from_ms, starts[passed])
            continue
        for number in numbers:
            passed += 1
            timed = anchors[number]
            end_ms = min(max(timed.start_ms, timed.end_ms), starts[passed])
            words.append(Word(start_ms=timed.start_ms, end_ms=end_ms, text=texts[number]))
    return words


def timed_share(texts: Sequence[str], heard: Sequence[Timed], duration_ms: int) -> float:
    """Return the share of words that keep a time of their own; 1 where there are no words."""
    kept = _in_order(_matched(texts, heard, duration_ms))
    return len(kept) / len(texts) if texts else 1.0


def _matched(texts: Sequence[str], heard: Sequence[Timed], duration_ms: int) -> dict[int, Timed]:
    """Find for each word what was heard of it, where its time lies within the chunk."""
    ours, theirs = [_bare(each) for each in texts], [_bare(each.text) for each in heard]
    found = {}
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            timed = heard[block.b + offset]
            if 0 <= timed.start_ms < duration_ms:
                found[block.a + offset] = timed
    return found


def _bare(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold()) or text


def _in_order(anchors: dict[int, Timed]) -> dict[int, Timed]:
    """Keep the longest run of times that never go back.

    The longest non-decreasing subsequence of the starts, by patience sorting.
    """
    lasts: list[int] = []
    numbers: list[int] = []
    before: dict[int, int | None] = {}
    for number, timed in sorted(anchors.items()):
        at = bisect_right(lasts, timed.start_ms)
        before[number] = numbers[at - 1] if at else None
        lasts[at : at + 1] = [timed.start_ms]
        numbers[at : at + 1] = [number]
    kept = {}
    current = numbers[-1] if numbers else None
    while current is not None:
        kept[current] = anchors[current]
        current = before[current]
    return dict(sorted(kept.items()))


def _spread(texts: Sequence[str], from_ms: int, until_ms: int) -> list[Word]:
    weights = [len(text) + 1 for text in texts]
    room, whole = until_ms - from_ms, sum(weights)
    words, done = [], 0
    for text, weight in zip(texts, weights, strict=True):
        start_ms = from_ms + room * done // whole
        done += weight
        words.append(Word(start_ms=start_ms, end_ms=from_ms + room * done // whole, text=text))
    return words
