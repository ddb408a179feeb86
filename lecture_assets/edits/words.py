"""Corrected words, as an overlay: what was recognised stays as it is in its document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from lecture_assets.edits.models import Corrected, Correction
from lecture_assets.timeline import Span, span
from lecture_assets.transcript.models import Transcript, TranscriptSegment, Word

_EDGE = re.compile(r"^\W+|\W+$")
_ROUNDING_MS = 999


@dataclass(frozen=True)
class Found:
    """Where corrections apply.

    Attributes:
        corrected: In order of the words.
        unheard: Corrections of what nobody said there.
    """

    corrected: list[Corrected]
    unheard: list[Correction]


def find(corrections: Sequence[Correction], transcript: Transcript) -> Found:
    """Find every place where a correction applies; of two at one word, the longer one does.

    Words are compared without case and without the punctuation around them.

    Args:
        corrections: What an editor decided.
        transcript: What was recognised.
    """
    words = transcript.words()
    heard_words = [bare(word.text).casefold() for word in words]
    phrases = _by_first_word(corrections)
    corrected: list[Corrected] = []
    applied: set[int] = set()
    at = 0
    while at < len(words):
        for phrase, correction in phrases.get(heard_words[at], ()):
            heard = words[at : at + len(phrase)]
            if heard_words[at : at + len(phrase)] == phrase and _lies_there(heard, correction):
                corrected.append(_corrected(correction, heard, at))
                applied.add(correction.line)
                at += len(heard)
                break
        else:
            at += 1
    return Found(corrected, [each for each in corrections if each.line not in applied])


def _by_first_word(
    corrections: Sequence[Correction],
) -> dict[str, list[tuple[list[str], Correction]]]:
    """Sort corrections by the first word that was heard, the longest first, then as written."""
    phrases: dict[str, list[tuple[list[str], Correction]]] = {}
    for each in corrections:
        phrase = [word for part in each.heard.split() if (word := bare(part).casefold())]
        phrases.setdefault(phrase[0], []).append((phrase, each))
    for same in phrases.values():
        same.sort(key=lambda found: -len(found[0]))
    return phrases


def _lies_there(heard: Sequence[Word], correction: Correction) -> bool:
    if correction.at is None:
        return True
    start_ms, end_ms = correction.at.start.at_ms, correction.at.end.at_ms
    if not correction.at.end.exact:
        end_ms += _ROUNDING_MS
    middle_ms = (heard[0].start_ms + heard[-1].end_ms) // 2
    return start_ms <= middle_ms <= end_ms


def _corrected(correction: Correction, heard: Sequence[Word], first_word: int) -> Corrected:
    whole = span(heard[0].start_ms, max(word.end_ms for word in heard))
    text = " ".join(word.text for word in heard)
    said = correction.say
    if said and text[:1].isupper() and correction.heard[:1].islower():
        said = said[0].upper() + said[1:]
    if said:
        before, after = _around(text)
        said = f"{before if said[0].isalnum() else ''}{said}{after if said[-1].isalnum() else ''}"
    return Corrected(
        start_ms=whole.start_ms,
        end_ms=whole.end_ms,
        heard=text,
        words=_timed(said.split(), heard, whole),
        first_word=first_word,
        word_count=len(heard),
    )


def _timed(said: Sequence[str], heard: Sequence[Word], whole: Span) -> list[Word]:
    """Time words: as many as were heard have their times, others share all by their letters."""
    if len(said) == len(heard):
        spans: list[Span] = [span(word.start_ms, word.end_ms) for word in heard]
    else:
        letters = sum(map(len, said))
        ends = [
            whole.duration_ms * n // max(1, letters) for n in accumulate(map(len, said), initial=0)
        ]
        spans = [span(whole.start_ms + a, whole.start_ms + b) for a, b in pairwise(ends)]
    return [
        Word(start_ms=each.start_ms, end_ms=each.end_ms, text=text)
        for each, text in zip(spans, said, strict=True)
    ]


def overlaid(transcript: Transcript, corrected: Sequence[Corrected]) -> Transcript:
    """Return a transcript with its words corrected; it is the same one where there is nothing to.

    Args:
        transcript: What was recognised.
        corrected: What to put in its place, in order.
    """
    if not corrected:
        return transcript
    replaced = {each.first_word: each for each in corrected}
    segments, number, skip_until = [], 0, 0
    for segment in transcript.segments:
        words: list[Word] = []
        for word in segment.words:
            if number in replaced:
                words += replaced[number].words
                skip_until = number + replaced[number].word_count
            elif number >= skip_until:
                words.append(word)
            number += 1
        segments.append(segment if words == segment.words else _retold(segment, words))
    return transcript.model_copy(update={"segments": segments})


def _retold(segment: TranscriptSegment, words: list[Word]) -> TranscriptSegment:
    text = " ".join(word.text for word in words)
    return segment.model_copy(update={"words": words, "text": text})


def bare(text: str) -> str:
    """Take the punctuation around a text off; an apostrophe is an apostrophe, however written."""
    return _around_and_bare(text)[1]


def _around(text: str) -> tuple[str, str]:
    before, _, after = _around_and_bare(text)
    return before, after


def _around_and_bare(text: str) -> tuple[str, str, str]:
    inner = _EDGE.sub("", text)
    if not inner:
        return text, "", ""
    before, _, after = text.partition(inner)
    return before, inner.replace("’", "'"), after  # noqa: RUF001
