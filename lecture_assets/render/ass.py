"""Captions as they are drawn into the picture."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pysubs2 import Alignment, Color, SSAEvent, SSAFile, SSAStyle

from lecture_assets.layout.models import Region
from lecture_assets.render.composition import Composition
from lecture_assets.render.glyphs import drawable_title
from lecture_assets.transcript.captions import Cue
from lecture_assets.transcript.cues import LINE_CHARS
from lecture_assets.transcript.models import Word
from lecture_assets.transcript.scripts import columns, joined

FONT = "Noto Sans"
"""Name of the font that comes with the package."""

_JOINER = "\u2060"
INK = "0x080a0e"
"""The colour of boxes and outlines."""

_WHITE, _INK = Color(255, 255, 255, 0), Color(8, 10, 14, 0)
# On a clear canvas ffmpeg multiplies opacity by itself: of 217 in 255 there remain 185.
_TRANSLUCENT = Color(8, 10, 14, 255 - 217)
# libass draws one box behind all lines of an event, which keeps seams out of translucent boxes.
_OUTLINE, _BOX = 1, 4
# libass tells from a text itself whether it runs from right to left.
_EITHER_WAY = -1
_SPOKEN = Color(255, 209, 102, 0)
_LONGEST_MS = 9 * 3_600_000
# Of a line's height, which is what the size of a font means here.
_CHAR_WIDTH = 0.43
_LARGEST = 0.062
# A word may be all of wide letters, and is never broken.
_WORD_CHAR_WIDTH = 0.5
_TITLE_CHAR_WIDTH, _TITLE_LINE, _TITLE_LINES = 0.58, 1.36, 3
_LARGEST_TITLE = 0.11


def ass_text(
    cues: Sequence[Cue],
    composition: Composition,
    spoken: Mapping[int, Sequence[Word]] | None = None,
) -> str:
    """Write cues as an ASS file for one composition.

    Args:
        cues: On the clip's clock.
        composition: Gives the size of the picture and the place of the captions.
        spoken: The words of each cue, by its start, where they are to change their colour as they
            are spoken.
    """
    file = SSAFile()
    file.info.update(
        PlayResX=str(composition.width), PlayResY=str(composition.height), WrapStyle="0"
    )
    file.styles = {"Default": _caption_style(composition, coloured=spoken is not None)}
    title = drawable_title(composition.title)
    if composition.heading and title:
        file.styles["Title"] = _title_style(composition, composition.heading, title)
        text = _centred(composition.heading) + escaped(title)
        file.append(SSAEvent(start=0, end=_LONGEST_MS, text=text, style="Title"))
    place = "" if composition.boxed else _centred(composition.captions)
    for cue in cues:
        lines = cue.lines if composition.line_chars >= LINE_CHARS else [joined(cue.lines)]
        if spoken is None:
            text = r"\N".join(escaped(line) for line in lines)
        else:
            text = _coloured(lines, cue, spoken.get(cue.start_ms, ()))
        fitted = place + _fitted(lines, composition)
        file.append(SSAEvent(start=cue.start_ms, end=cue.end_ms, text=fitted + text))
    return str(file.to_string("ass"))


def changes_ms(
    cues: Sequence[Cue], spoken: Mapping[int, Sequence[Word]] | None = None
) -> list[int]:
    """When what is drawn changes: captions come and go, and words change their colour.

    Args:
        cues: As for ``ass_text``.
        spoken: As for ``ass_text``.
    """
    at = {each for cue in cues for each in (cue.start_ms, cue.end_ms)}
    if spoken is not None:
        at |= {each for cue in cues for each in _starts(cue, spoken.get(cue.start_ms, ()))}
    return sorted(at)


def _starts(cue: Cue, words: Sequence[Word]) -> list[int]:
    """When each word of a cue is spoken; at even times where that is not known of all."""
    count = sum(len(line.split()) for line in cue.lines)
    if len(words) == count:
        return [word.start_ms for word in words]
    return [cue.start_ms + index * cue.duration_ms // count for index in range(count)]


def _coloured(lines: Sequence[str], cue: Cue, words: Sequence[Word]) -> str:
    r"""Mark with ``\k`` when each word is spoken: how long the one before it lasts, in 10 ms."""
    texts = [line.split() for line in lines]
    starts = _starts(cue, words)
    marks = [max(0, at - cue.start_ms) // 10 for at in starts] + [cue.duration_ms // 10]
    lasting = iter([max(0, after - before) for before, after in pairwise(marks)])
    coloured = [
        " ".join(rf"{{\k{next(lasting)}}}{escaped(text)}" for text in line) for line in texts
    ]
    return rf"{{\k{marks[0]}}}" + r"\N".join(coloured)


def escaped(text: str) -> str:
    r"""Let a text be shown as it is: ``{`` opens no override and ``\N`` breaks no line."""
    text = " ".join(text.split()).replace("\\", "\\" + _JOINER)
    return text.replace("{", r"\{").replace("}", r"\}")


def _caption_size(composition: Composition) -> float:
    """Height of a line in pixels: readable, and such that a cue fits into its place."""
    place, lines = composition.captions, math.ceil(2 * LINE_CHARS / composition.line_chars)
    widest = place.width / (composition.line_chars * _CHAR_WIDTH)
    return round(min(_LARGEST * composition.height, widest, place.height / (lines + 0.3)), 1)


def _fitted(lines: Sequence[str], composition: Composition) -> str:
    """A smaller size, where a word would reach beyond the place of the captions."""
    longest = max((columns(word) for line in lines for word in line.split()), default=0)
    widest = composition.captions.width / max(1.0, longest * _WORD_CHAR_WIDTH)
    return rf"{{\fs{widest:.1f}}}" if widest < _caption_size(composition) else ""


def _caption_style(composition: Composition, *, coloured: bool) -> SSAStyle:
    size = _caption_size(composition)
    place = composition.captions
    return SSAStyle(
        fontname=FONT,
        fontsize=size,
        primarycolor=_SPOKEN if coloured else _WHITE,
        secondarycolor=_WHITE,
        outlinecolor=_INK,
        backcolor=_TRANSLUCENT if composition.boxed else _INK,
        borderstyle=_BOX if composition.boxed else _OUTLINE,
        outline=round(size * 0.05, 1) if composition.boxed else 0,
        shadow=round(size * 0.18, 1) if composition.boxed else 0,
        alignment=Alignment.BOTTOM_CENTER,
        marginl=place.x,
        marginr=composition.width - place.x - place.width,
        marginv=composition.height - place.y - place.height,
        encoding=_EITHER_WAY,
    )


def _title_size(composition: Composition, place: Region, title: str) -> float:
    """As large as it can be on up to three lines."""
    length = columns(title)
    sizes = [
        min(
            place.height / (_TITLE_LINE * lines),
            lines * place.width / (_TITLE_CHAR_WIDTH * (length + 4 * (lines - 1))),
        )
        for lines in range(1, _TITLE_LINES + 1)
    ]
    return round(min(max(sizes), _LARGEST_TITLE * min(composition.width, composition.height)), 1)


def _title_style(composition: Composition, place: Region, title: str) -> SSAStyle:
    return SSAStyle(
        fontname=FONT,
        fontsize=_title_size(composition, place, title),
        bold=True,
        primarycolor=_WHITE,
        outline=0,
        shadow=0,
        alignment=Alignment.MIDDLE_CENTER,
        marginl=place.x,
        marginr=composition.width - place.x - place.width,
        encoding=_EITHER_WAY,
    )


def _centred(place: Region) -> str:
    """Text stands in the middle of its place, whether it has one line or more."""
    return rf"{{\an5\pos({place.x + place.width // 2},{place.y + place.height // 2})}}"
