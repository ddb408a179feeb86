"""Whether a clip that opens on a sentence can be understood by itself.

What the recogniser began with a small letter goes on with a sentence, in every language that has
capitals; all else is known for English alone.
"""

import re
from collections.abc import Sequence

from lecture_assets.content.cues import HOUSEKEEPING
from lecture_assets.layout.models import Layout
from lecture_assets.timeline import Span
from lecture_assets.transcript.sentences import Sentence

_I = re.IGNORECASE
_LOOKING_BACK = re.compile(
    r"\b((as|what|which|like) (we|I|you)('ve| have)? (just |already )?(saw|seen|said|did|done|"
    r"discussed|learned|mentioned|derived)|last (time|week|lecture)|earlier (today|on)|"
    r"(in )?the previous (slide|lecture|example)|a moment ago|as before)\b",
    _I,
)
_OPENING_LOOKING_BACK = re.compile(rf"^(\W*\w+){{0,2}}?\W*{_LOOKING_BACK.pattern}", _I)
_POINTING = re.compile(
    r"\b((as )?you (can )?see|look at (this|that)|over here|right here|up here|down here|"
    r"this (one|thing|picture|figure|slide|graph|curve|plot|line|equation) (here|over)|"
    r"on the (left|right|board|slide|screen)|"
    r"(this|that) (slide|picture|figure|graph|curve|plot))\b",
    _I,
)
_ANNOUNCING = re.compile(
    r"\b(this|today's|our) (lecture|talk|class|session|video|lesson|presentation)\b", _I
)
_PARTING = re.compile(
    r"\b(that's (it|all) (for|from)|take (a|an|our) (\S+ ){0,2}break|(prove|try|do|read|finish) "
    r"(this|that|it|them) at home|on (the|your) (problem )?sheet|(read|reading) chapter|"
    r"before we stop|for next (time|week))\b",
    _I,
)
_FIRST_WORD = re.compile(r"^[^\w]*([^\W\d_][\w'’-]*)")  # noqa: RUF001
_FAR = 300
_MOSTLY = 0.6
"""A transcript of which fewer sentences begin with a capital has no use for them."""
_WITHOUT_SCREEN = {"camera_only"}


def looks_back(text: str) -> str | None:
    """Return the words by which the beginning of a sentence refers to what was said before."""
    found = _OPENING_LOOKING_BACK.search(text[:_FAR])
    return found.group(2) if found else None


def fragments(sentences: Sequence[Sentence]) -> list[bool]:
    """Tell for each sentence whether it goes on with the one before, having no capital.

    "pH", "iPhone" and the "x" of an equation are written so at the start of a sentence too.
    """
    found = [_FIRST_WORD.search(sentence.text) for sentence in sentences]
    firsts = [first.group(1) if first else "" for first in found]
    small = [first.islower() and (len(first) > 1 or first in "ai") for first in firsts]
    large = sum(first[:1].isupper() for first in firsts)
    return small if large >= _MOSTLY * len(sentences) else [False] * len(sentences)


def idle(sentences: Sequence[Sentence], language: str) -> list[bool]:
    """Tell for each sentence whether nobody who sees a clip needs it: greetings, announcements.

    Args:
        sentences: Of the whole lecture.
        language: ISO 639-1 code.
    """
    return [language == "en" and _is_about_the_hour(sentence.text) for sentence in sentences]


def _is_about_the_hour(text: str) -> bool:
    return any(each.search(text) for each in (HOUSEKEEPING, _ANNOUNCING, _PARTING))


def points_nowhere(text: str, whole: Span, layout: Layout, language: str) -> str | None:
    """Return the words that point at a screen while only the speaker is shown, if there are any.

    Args:
        text: What is said in the clip.
        whole: When.
        layout: What is shown meanwhile.
        language: ISO 639-1 code.
    """
    shown = {part.kind for part in layout.parts if part.overlap_ms(whole)}
    if language != "en" or not shown or shown - _WITHOUT_SCREEN:
        return None
    found = _POINTING.search(text)
    return found.group() if found else None
