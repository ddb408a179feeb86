"""Chapters of a clip: its slides, by what is written on top of them."""

from collections.abc import Sequence

from lecture_assets.layout.models import Slide
from lecture_assets.timeline import Span, clamp, merge, span, total_ms
from lecture_assets.transcript.scripts import clean

_LEAST_MS = 3_000
_LONGEST_TITLE = 60


def chapters(slides: Sequence[Slide], keep: Sequence[Span], title: str) -> list[tuple[int, str]]:
    """Divide a clip into chapters.

    Args:
        slides: Of the lecture.
        keep: What the clip is made of, on the lecture's clock.
        title: Of the clip; names it where it has one chapter alone.

    Returns:
        When each chapter begins on the clip's clock, and what it is called; the first at 0.
    """
    kept = merge(keep)
    found: list[tuple[int, str]] = []
    for number, slide in enumerate(slides, start=1):
        if total_ms(clamp(kept, slide)) >= _LEAST_MS:
            # Not all of a lecture shows a slide.
            before = total_ms(clamp(kept, span(0, slide.start_ms)))
            found.append((before if found else 0, _called(slide, number)))
    return found if len(found) > 1 else [(0, title)]


def ffmetadata(found: Sequence[tuple[int, str]], length_ms: int) -> str:
    """Write chapters for ffmpeg."""
    ends = [start for start, _ in found[1:]] + [length_ms]
    lines = [";FFMETADATA1"]
    for (start, title), end in zip(found, ends, strict=True):
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={start}", f"END={end}"]
        lines.append(f"title={_escaped(title)}")
    return "\n".join(lines) + "\n"


def _called(slide: Slide, number: int) -> str:
    first = (slide.text or "").strip().partition("\n")[0].strip()
    return first[:_LONGEST_TITLE] or f"Slide {number}"


def _escaped(text: str) -> str:
    return "".join("\\" + each if each in "=;#\\" else each for each in clean(text))
