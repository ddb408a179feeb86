"""Judges what Whisper says it heard, and brings it to our terms."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from lecture_assets.timeline import Span
from lecture_assets.transcript.models import TranscriptSegment, Word
from lecture_assets.transcript.scripts import runs_on

if TYPE_CHECKING:
    from faster_whisper.transcribe import Segment
    from faster_whisper.transcribe import Word as Part

_LEAST_LOG_PROBABILITY = -1.2
_UNSURE_LOG_PROBABILITY = -0.5
_MOST_COMPRESSION = 2.4
_VARIED_COMPRESSION = 2.0
_NO_SPEECH = 0.6

S = TypeVar("S", bound=Span)


def is_made_up(segment: "Segment", *, looped: bool) -> bool:
    """Tell what the model does not believe itself, or repeats.

    Args:
        segment: What it heard.
        looped: Whether it was kept from repeating itself; then it varies what it makes up.
    """
    most = _VARIED_COMPRESSION if looped else _MOST_COMPRESSION
    unlikely = segment.avg_logprob < _LEAST_LOG_PROBABILITY
    return bool(unlikely or segment.compression_ratio > most)


def loops(segment: "Segment") -> bool:
    """Tell whether the model repeats itself over what it takes for speech."""
    return segment.compression_ratio > _MOST_COMPRESSION and not is_no_speech(segment)


def is_no_speech(segment: "Segment") -> bool:
    """Tell what is no speech: real one had a probability of 0.45 at most, or sure words."""
    looping = segment.compression_ratio > _MOST_COMPRESSION
    unsure = looping or segment.avg_logprob < _UNSURE_LOG_PROBABILITY
    return bool(segment.no_speech_prob > _NO_SPEECH and unsure)


def to_ms(seconds: float) -> int:
    """Bring seconds to whole milliseconds."""
    return round(seconds * 1000)


def later(segment: TranscriptSegment, by_ms: int) -> TranscriptSegment:
    """Move a segment and its words."""

    def moved(each: S) -> S:
        times = {"start_ms": each.start_ms + by_ms, "end_ms": each.end_ms + by_ms}
        return each.model_copy(update=times)

    return moved(segment).model_copy(update={"words": [moved(word) for word in segment.words]})


def in_our_terms(segment: "Segment") -> TranscriptSegment:
    """Bring a segment to whole milliseconds; marks without a letter or digit are no words."""
    start_ms = to_ms(segment.start)
    return TranscriptSegment(
        start_ms=start_ms,
        end_ms=max(start_ms, to_ms(segment.end)),
        text=segment.text.strip(),
        words=[
            word
            for word in map(_word, _whole(segment.words or []))
            if any(char.isalnum() for char in word.text)
        ],
    )


def _whole(parts: Sequence["Part"]) -> list[list["Part"]]:
    """Put words together again: the model parts ``3.5``, ``10,000`` and ``e-mail``."""
    words: list[list[Part]] = []
    for part in parts:
        if words and runs_on(words[-1][-1].word, part.word):
            words[-1].append(part)
        else:
            words.append([part])
    return words


def _word(parts: Sequence["Part"]) -> Word:
    start_ms = to_ms(parts[0].start)
    return Word(
        start_ms=start_ms,
        end_ms=max(start_ms, to_ms(parts[-1].end)),
        text="".join(part.word for part in parts).strip(),
        probability=round(min(part.probability for part in parts), 3),
    )
