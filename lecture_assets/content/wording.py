"""How a sentence of the lecture is written where it stands alone."""

import re

_OPENER = re.compile(
    r"^(?:(?:so|now|well|okay|ok|alright|all right|right|and|but|then|finally|next|first|also|"
    r"anyway|again|um|uh|oh|yes|yeah|and so|and then)\b,? +)+",
    re.IGNORECASE,
)
_KEEPS_OPENER = re.compile(
    r"^(?:that|far|much|many|long|forth|on|is|are|was|were|do|does|did|am|will|can|to|of|there)\b",
    re.IGNORECASE,
)
_MIXED = re.compile(r"[a-z]+[A-Z]")


def without_opener(text: str) -> str:
    """Take "So," "Now," "Finally," and the like off a sentence whose rest is a sentence too."""
    match = _OPENER.match(text)
    if match is None:
        return text
    rest = text[match.end() :]
    return text if not rest or _KEEPS_OPENER.match(rest) else capitalised(rest)


def capitalised(text: str) -> str:
    """Give the first letter a capital, and leave the others alone; "pH" and "iPhone" stay."""
    return text if _MIXED.match(text) else text[:1].upper() + text[1:]
