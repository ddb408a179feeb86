"""Captions: cues from words, as WebVTT and SubRip, on the lecture's clock or on a clip's."""

from collections.abc import Sequence

from pysubs2 import SSAEvent, SSAFile

from lecture_assets.timeline import Span, clamp, merge, span, total_ms
from lecture_assets.transcript.cues import (
    GAP_MS,
    MAX_MS,
    MIN_MS,
    PAUSE_MS,
    READING_CPS,
    break_lines,
    group,
    readable,
)
from lecture_assets.transcript.models import Word

_LINGER_MS = 250
_LEAST_MS = 40
# pysubs2 takes its text for ASS; these stand in for what it would interpret until it has written.
_STAND_INS = {"{": "\ue000", "}": "\ue001", "\\": "\ue002", "<": "\ue003", ">": "\ue004"}
_JOINER = "\u2060"


class Cue(Span):
    """One caption.

    Attributes:
        lines: One or two lines of at most 42 characters.
    """

    lines: list[str]

    @property
    def text(self) -> str:
        """Its lines, one below the other."""
        return "\n".join(self.lines)


def cues_from_words(words: Sequence[Word]) -> list[Cue]:
    """Set words as captions that can be read: one or two lines, 1 to 7 s, never overlapping.

    A cue starts with its first word. It ends soon after its last word; where less than half a
    second follows, it stays until two frames before the next cue.
    """
    groups = group(readable(words))
    cues: list[Cue] = []
    free_ms = 0
    for index, said in enumerate(groups):
        following = groups[index + 1][0].start_ms if index + 1 < len(groups) else None
        lines = break_lines([word.text for word in said])
        start = max(said[0].start_ms, free_ms)
        end = max(start + _LEAST_MS, _end_ms(start, said[-1].end_ms, following, lines))
        cues.append(Cue(start_ms=start, end_ms=end, lines=lines))
        free_ms = end + GAP_MS
    return cues


def _end_ms(start_ms: int, last_ms: int, following_ms: int | None, lines: Sequence[str]) -> int:
    """When a cue goes: as long as it takes to read, but no later than the rules allow."""
    reading = start_ms + round(sum(map(len, lines)) * 1000 / READING_CPS)
    end = min(max(last_ms + _LINGER_MS, reading), last_ms + PAUSE_MS)
    end = max(end, start_ms + MIN_MS)
    if following_ms is not None:
        until = following_ms - GAP_MS
        end = until if end > until or following_ms - last_ms <= PAUSE_MS else end
    return min(end, start_ms + MAX_MS)


def words_in_clip(words: Sequence[Word], keep: Sequence[Span]) -> list[Word]:
    """Move words from the lecture's clock to the clock of a clip.

    Words outside are dropped; a word that reaches beyond a kept span is cut to it.

    Args:
        words: On the lecture's clock.
        keep: What the clip is made of, in order.
    """
    kept = merge(keep)
    if not kept:
        return []
    whole = span(kept[0].start_ms, kept[-1].end_ms)
    moved = []
    for word in words:
        if not whole.overlap_ms(word) and not whole.contains(word.start_ms):
            continue
        start, end = _in_clip(word.start_ms, kept), _in_clip(word.end_ms, kept)
        said_at_once = not word.duration_ms and any(k.contains(word.start_ms) for k in kept)
        if start < end or said_at_once:
            moved.append(word.model_copy(update={"start_ms": start, "end_ms": end}))
    return moved


def _in_clip(at_ms: int, kept: Sequence[Span]) -> int:
    """How much is kept before an instant, which is where it lies in the clip."""
    first_ms = kept[0].start_ms
    return total_ms(clamp(kept, span(first_ms, max(first_ms, at_ms))))


def to_vtt(cues: Sequence[Cue]) -> str:
    """Write cues as WebVTT."""
    text = _written(cues, "vtt").replace("&", "&amp;")
    text = text.replace(_STAND_INS["<"], "&lt;").replace(_STAND_INS[">"], "&gt;")
    return _restored(text)


def to_srt(cues: Sequence[Cue]) -> str:
    """Write cues as SubRip, which has no escapes: a joiner of no width keeps tags from being read.

    What is shown stays the same; ``<b>`` is shown as these three characters.
    """
    text = _written(cues, "srt")
    text = text.replace(f"--{_STAND_INS['>']}", f"--{_JOINER}>")
    text = text.replace(_STAND_INS["<"], f"<{_JOINER}").replace(_STAND_INS[">"], ">")
    for opening in "{\\":
        text = text.replace(_STAND_INS[opening], opening + _JOINER)
    return _restored(text)


def chapters_vtt(chapters: Sequence[tuple[Span, str]]) -> str:
    """Write chapters as WebVTT: a stretch of time and its title each."""
    return to_vtt(
        [
            Cue(
                start_ms=at.start_ms, end_ms=at.end_ms, lines=[" ".join(title.split()) or "Chapter"]
            )
            for at, title in chapters
        ]
    )


def _written(cues: Sequence[Cue], form: str) -> str:
    table = str.maketrans(_STAND_INS)
    subtitles = SSAFile()
    for cue in cues:
        text = r"\N".join(line.translate(table) for line in cue.lines)
        subtitles.append(SSAEvent(start=cue.start_ms, end=cue.end_ms, text=text))
    return subtitles.to_string(form).rstrip() + "\n"


def _restored(text: str) -> str:
    for character, stand_in in _STAND_INS.items():
        text = text.replace(stand_in, character)
    return text
