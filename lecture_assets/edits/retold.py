"""Corrected words in texts that were taken from the lecture, such as titles."""

import re
from collections import Counter
from collections.abc import Sequence

from lecture_assets.edits.models import Corrected
from lecture_assets.edits.words import bare
from lecture_assets.timeline import Span
from lecture_assets.transcript.models import Transcript

_APOSTROPHE = "['’]"  # noqa: RUF001


class Retelling:
    """Puts corrections into texts about stretches of a lecture.

    Where a stretch has the same words in several places and not all were corrected alike, the text
    is taken to be about the place around which most of its other words stand too. Where that does
    not tell, what holds in most places is taken, and what was recognised where there are as many.
    """

    def __init__(self, spoken: Transcript, corrected: Sequence[Corrected]) -> None:
        self._words = spoken.words()
        self._bare = [bare(word.text).casefold() for word in self._words] if corrected else []
        self._corrected = {each.first_word: each for each in corrected}
        self._inside = {
            at
            for each in corrected
            for at in range(each.first_word + 1, each.first_word + each.word_count)
        }
        self._places: dict[tuple[int, int], list[int]] = {}

    def text(self, text: str, whole: Span) -> str:
        """Correct a text that was taken from a stretch.

        Args:
            text: The text.
            whole: The stretch.
        """
        here = [each for each in self._corrected.values() if each.overlap_ms(whole)]
        patterns = {_pattern(each) for each in here} - {""}
        if patterns:
            # At once and the longest first, so that no correction is corrected again.
            any_of_them = "|".join(sorted(patterns, key=lambda each: (-len(each), each)))
            text = re.sub(
                rf"(?<!\w)(?:{any_of_them})(?!\w)",
                lambda found: self._said(found, whole),
                text,
                flags=re.IGNORECASE,
            )
        return " ".join(text.split())

    def _said(self, found: re.Match[str], whole: Span) -> str:
        heard = _bare_words(found.group())
        before = _bare_words(found.string[: found.start()])[::-1]
        after = _bare_words(found.string[found.end() :])
        votes: dict[int, Counter[str | None]] = {}
        for at in self._in(whole):
            end = at + len(heard)
            if self._bare[at:end] != heard or at in self._inside:
                continue
            alike = _common(before, self._bare[max(0, at - len(before)) : at][::-1])
            alike += _common(after, self._bare[end : end + len(after)])
            votes.setdefault(alike, Counter())[self._said_at(at, len(heard))] += 1
        if not votes:
            return found.group()
        likeliest = votes[max(votes)]
        said = max(likeliest, key=lambda each: (likeliest[each], each is None, each or ""))
        return found.group() if said is None else _as_large(said, found.group())

    def _said_at(self, at: int, count: int) -> str | None:
        """Return what is said there instead of some words; None where they stay."""
        there = self._corrected.get(at)
        if there is None or there.word_count != count:
            return None
        return bare(" ".join(word.text for word in there.words))

    def _in(self, whole: Span) -> list[int]:
        """Numbers of the words in a stretch."""
        key = whole.start_ms, whole.end_ms
        if key not in self._places:
            self._places[key] = [
                at for at, word in enumerate(self._words) if word.overlap_ms(whole)
            ]
        return self._places[key]


def _pattern(each: Corrected) -> str:
    words = [re.escape(word).replace("'", _APOSTROPHE) for word in _bare_words(each.heard)]
    return r"\W+".join(words)


def _bare_words(text: str) -> list[str]:
    return [word for part in text.split() if (word := bare(part).casefold())]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    alike = (a == b for a, b in zip(one, other, strict=False))
    return next((n for n, same in enumerate(alike) if not same), min(len(one), len(other)))


def _as_large(said: str, heard: str) -> str:
    """Begin with a capital where the text did, as titles do."""
    return said[:1].upper() + said[1:] if heard[:1].isupper() else said
