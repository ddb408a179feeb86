"""Captions as they are drawn into the picture."""

from collections.abc import Sequence

from pysubs2 import Alignment, Color, SSAEvent, SSAFile, SSAStyle

from lecture_assets.render.composition import Composition
from lecture_assets.transcript.captions import Cue

FONT = "Noto Sans"
"""Name of the font that comes with the package."""

_JOINER = "\u2060"
_WHITE, _INK = Color(255, 255, 255, 0), Color(8, 10, 14, 0)
_TRANSLUCENT = Color(8, 10, 14, 70)
# libass draws one box behind all lines of an event, which keeps seams out of translucent boxes.
_OUTLINE, _BOX = 1, 4
# libass tells from a text itself whether it runs from right to left.
_EITHER_WAY = -1
_LONGEST_MS = 9 * 3_600_000


def ass_text(cues: Sequence[Cue], composition: Composition) -> str:
    """Write cues as an ASS file for one composition.

    Args:
        cues: On the clip's clock.
        composition: Gives the size of the picture and the place of the captions.
    """
    file = SSAFile()
    file.info.update(
        PlayResX=str(composition.width), PlayResY=str(composition.height), WrapStyle="0"
    )
    file.styles = {"Default": _caption_style(composition), "Title": _title_style(composition)}
    if composition.title:
        title = escaped(composition.title)
        file.append(SSAEvent(start=0, end=_LONGEST_MS, text=title, style="Title"))
    place = _place(composition)
    for cue in cues:
        text = place + r"\N".join(escaped(line) for line in cue.lines)
        file.append(SSAEvent(start=cue.start_ms, end=cue.end_ms, text=text))
    return str(file.to_string("ass"))


def escaped(text: str) -> str:
    r"""Let a text be shown as it is: ``{`` opens no override and ``\N`` breaks no line."""
    text = " ".join(text.split()).replace("\\", "\\" + _JOINER)
    return text.replace("{", r"\{").replace("}", r"\}")


def _caption_size(composition: Composition) -> float:
    """Height of a line in pixels: readable, and such that 42 characters fit side by side."""
    return round(min(0.062 * composition.height, composition.captions.width / 18), 1)


def _caption_style(composition: Composition) -> SSAStyle:
    size = _caption_size(composition)
    side = composition.captions.x
    below = composition.height - composition.captions.y - composition.captions.height
    return SSAStyle(
        fontname=FONT,
        fontsize=size,
        primarycolor=_WHITE,
        outlinecolor=_INK,
        backcolor=_TRANSLUCENT if composition.boxed else _INK,
        borderstyle=_BOX if composition.boxed else _OUTLINE,
        outline=round(size * 0.05, 1) if composition.boxed else 0,
        shadow=round(size * 0.18, 1) if composition.boxed else 0,
        alignment=Alignment.BOTTOM_CENTER,
        marginl=side,
        marginr=side,
        marginv=below,
        encoding=_EITHER_WAY,
    )


def _title_style(composition: Composition) -> SSAStyle:
    return SSAStyle(
        fontname=FONT,
        fontsize=round(composition.height * 0.11, 1),
        bold=True,
        primarycolor=_WHITE,
        outline=0,
        shadow=0,
        alignment=Alignment.MIDDLE_CENTER,
        marginl=composition.width // 10,
        marginr=composition.width // 10,
        marginv=composition.height // 20,
        encoding=_EITHER_WAY,
    )


def _place(composition: Composition) -> str:
    """Captions in a band stand in its middle, whether they have one line or two."""
    if composition.kind not in ("with_band", "screen_and_camera"):
        return ""
    band = composition.captions
    return rf"{{\an5\pos({band.x + band.width // 2},{band.y + band.height // 2})}}"
