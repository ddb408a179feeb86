"""Captions: cues from words, as WebVTT and SubRip, on the lecture's clock or on a clip's."""

import html
import math
from collections.abc import Sequence
from typing import Literal

from pysubs2 import SSAEvent, SSAFile

from lecture_assets.timeline import Span, clamp, merge, span, total_ms
from lecture_assets.transcript.cues import GAP_MS, break_lines, readable
from lecture_assets.transcript.division import group
from lecture_assets.transcript.models import Word
from lecture_assets.transcript.scripts import clean
from lecture_assets.transcript.timing import set_times, spoken

_SLOWEST_FPS = 12.0
# pysubs2 takes its text for ASS; these stand in for what it would interpret until it has written.
_STAND_INS = {"{": "\ue000", "}": "\ue001", "\\": "\ue002", "<": "\ue003", ">": "\ue004"}
_COLON = "\ue005"
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


def two_frames_ms(fps: float) -> int:
    """How far cues are kept apart in a recording or clip of this rate.

    Args:
        fps: Frames a second; rates too low for cutting count as 12.
    """
    return max(GAP_MS, math.ceil(2000 / (fps if fps >= _SLOWEST_FPS else _SLOWEST_FPS)))


def captioned(
    words: Sequence[Word], gap_ms: int = GAP_MS, whole_ms: int | None = None
) -> list[tuple[Cue, list[Word]]]:
    """Set words as captions, and tell which words each holds.

    Args:
        words: In any order.
        gap_ms: Least distance between two cues.
        whole_ms: Length of the recording or clip; no cue is shown after its end.
    """
    groups = group(readable(words))
    shown = [spoken(each.words, each.meanwhile) for each in groups]
    set_times(shown, gap_ms, whole_ms)
    captions = []
    for at, words_of_it in zip(shown, (each.words for each in groups), strict=True):
        end_ms = at.end_ms if whole_ms is None else min(at.end_ms, whole_ms)
        if at.start_ms < end_ms:
            lines = break_lines([word.text for word in words_of_it])
            cue = Cue(start_ms=at.start_ms, end_ms=end_ms, lines=lines)
            captions.append((cue, words_of_it))
    return captions


def cues_from_words(
    words: Sequence[Word], gap_ms: int = GAP_MS, whole_ms: int | None = None
) -> list[Cue]:
    """Set words as captions that can be read: one or two lines, 1 to 7 s, never overlapping.

    Args:
        words: In any order.
        gap_ms: Least distance between two cues.
        whole_ms: Length of the recording or clip; no cue is shown after its end.
    """
    return [cue for cue, _ in captioned(words, gap_ms, whole_ms)]


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


def read_cues(text: str, form: Literal["vtt", "srt"]) -> list[Cue]:
    """Read back what ``to_vtt`` and ``to_srt`` wrote."""
    # pysubs2 breaks lines with a backslash, and takes any line with two times for a cue's.
    safe = "\n".join(
        line if "-->" in line else line.replace("\\", _STAND_INS["\\"]).replace(":", _COLON)
        for line in text.split("\n")
    )
    cues = []
    for event in SSAFile.from_string(safe, format_=form):
        shown = html.unescape(event.text) if form == "vtt" else event.text.replace(_JOINER, "")
        lines = [_restored(line).replace(_COLON, ":") for line in shown.split(r"\N")]
        cues.append(Cue(start_ms=event.start, end_ms=event.end, lines=lines))
    return cues


def chapters_vtt(chapters: Sequence[tuple[Span, str]]) -> str:
    """Write chapters as WebVTT: a stretch of time and its title each."""
    return to_vtt(
        [
            Cue(start_ms=at.start_ms, end_ms=at.end_ms, lines=[clean(title) or "Chapter"])
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
