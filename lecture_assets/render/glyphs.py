"""What of a caption can be drawn: a font that lacks a character draws a box in its place."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from lecture_assets.errors import MissingToolError
from lecture_assets.media.process import ExitError, run
from lecture_assets.transcript.captions import Cue
from lecture_assets.transcript.scripts import clusters

_OWN_FONT = Path(__file__).parent.parent / "fonts" / "NotoSans-Regular.ttf"
_LATIN = range(0x180)
_NAMED_MOST = 12
_RANGE = re.compile(r"([0-9a-f]+)(?:-([0-9a-f]+))?")
_A_LETTER_OF = {
    "Arabic": "ع", "Bengali": "অ", "Chinese": "汉", "Devanagari": "अ", "Hebrew": "א",
    "Japanese": "の", "Korean": "한", "Tamil": "அ", "Thai": "ก",
}  # fmt: skip
_SELECTORS = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]


def drawable(cues: Sequence[Cue]) -> list[Cue]:
    """Keep the captions that can be drawn.

    Symbols that no font has, such as emoji, are left out; a caption with such letters goes as a
    whole.
    """
    missing = set(missing_glyphs("".join(each.text for each in cues)))
    kept = []
    for cue in cues:
        lines = [_without(line, missing) for line in cue.lines]
        if not letters(missing & set(cue.text)) and any(lines):
            kept.append(cue.model_copy(update={"lines": [line for line in lines if line]}))
    return kept


def drawable_title(title: str) -> str:
    """A title as it can be drawn; empty where letters would be missing."""
    missing = set(missing_glyphs(title))
    return "" if letters(missing) else _without(title, missing)


def letters(characters: Iterable[str]) -> str:
    """Keep letters and digits, without which a text cannot be read."""
    return "".join(each for each in characters if unicodedata.category(each)[0] in "LN")


def not_drawn(missing: str) -> str:
    """Say that captions with some letters are not in the picture, and what to do."""
    return (
        f"Captions with the characters {missing[:_NAMED_MOST]} are in the caption files but not in "
        "the picture, since no font here has them; install fontconfig and the Noto fonts of their "
        "script (Debian: fonts-noto-core, fonts-noto-cjk), and materialize rendered_clips again."
    )


def missing_glyphs(text: str) -> str:
    """Return the characters that neither the font that we bring nor an installed one can draw.

    Which fonts are installed is told by fontconfig, from which libass takes what ours lacks.
    """
    seen = dict.fromkeys(each for each in text if each.isprintable() and not each.isspace())
    foreign = [each for each in seen if ord(each) not in _LATIN and ord(each) not in _SELECTORS]
    unknown = [each for each in foreign if ord(each) not in _own()]
    return "".join(each for each in unknown if ord(each) not in _installed())


def scripts_not_drawn() -> list[str]:
    """Name widespread scripts that no font here has."""
    missing = missing_glyphs("".join(_A_LETTER_OF.values()))
    return [script for script, letter in _A_LETTER_OF.items() if letter in missing]


def _without(line: str, missing: set[str]) -> str:
    kept = (each for each in clusters(line) if not missing & set(each))
    return " ".join("".join(kept).split())


@cache
def _own() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - takes a while, and Latin needs none of it

    with TTFont(_OWN_FONT, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _installed() -> frozenset[int]:
    """Characters of all installed fonts; none where there is no fontconfig."""
    try:
        said, _ = run(["fc-list", "--format", "%{charset} "], timeout_s=60)
    except (ExitError, MissingToolError):
        return frozenset()
    ranges = (_RANGE.fullmatch(each) for each in said.split())
    return frozenset(
        code
        for each in ranges
        if each
        for code in range(int(each[1], 16), int(each[2] or each[1], 16) + 1)
    )
