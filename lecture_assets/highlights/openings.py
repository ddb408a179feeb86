"""Whether a clip that opens on a sentence can be understood by itself.

What the recogniser began with a small letter goes on with a sentence, in every language that has
capitals; all else is known for English alone.
"""

import re
from collections.abc import Sequence

from lecture_assets.content.cues import HOUSEKEEPING, leaning_words
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
_OBJECT = re.compile(
    r"^(?:[\w'’-]+ ){1,4}?(it|them)\b(?!['’]| (?:is|was|will|would|has|had|can|may|might|"  # noqa: RUF001
    r"turns?|seems?|takes?|makes?|looks?|follows?|happens?|matters?)\b)",
    _I,
)
"""A pronoun in the first words, whatever it stands for being farther back."""
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
_FIRST_LETTER = re.compile(r"[^\W\d_]")
_MOSTLY = 0.6
"""A transcript of which fewer sentences begin with a capital has no use for them."""
_WITHOUT_SCREEN = {"camera_only"}


def _leaning(sentence: Sentence) -> str | None:
    text = sentence.text.lstrip("\"'“‘( ")  # noqa: RUF001
    looking_back = _OPENING_LOOKING_BACK.search(text)
    if looking_back:
        return leaning_words(text) or looking_back.group(2)
    found = _OBJECT.search(text)
    return leaning_words(text) or (found.group() if found else None)


def leanings(sentences: Sequence[Sentence], language: str) -> list[str | None]:
    """Return for each sentence by which words it would lean as an opening, if it would.

    Args:
        sentences: Of the whole lecture.
        language: ISO 639-1 code.
    """
    torn = fragments(sentences)
    return [
        sentence.text.split()[0] if is_torn else _leaning(sentence) if language == "en" else None
        for sentence, is_torn in zip(sentences, torn, strict=True)
    ]


def fragments(sentences: Sequence[Sentence]) -> list[bool]:
    """Tell for each sentence whether it goes on with the one before, having no capital."""
    firsts = [_FIRST_LETTER.search(sentence.text) for sentence in sentences]
    small = [first is not None and first.group().islower() for first in firsts]
    large = sum(first is not None and first.group().isupper() for first in firsts)
    return small if large >= _MOSTLY * len(sentences) else [False] * len(sentences)


def idle(sentences: Sequence[Sentence], language: str) -> list[bool]:
    """Tell for each sentence whether a clip that opens on it loses nothing without it.

    Such are greetings, announcements, and the rest of what was torn apart.

    Args:
        sentences: Of the whole lecture.
        language: ISO 639-1 code.
    """
    return [
        is_torn or (language == "en" and _is_about_the_hour(sentence.text))
        for sentence, is_torn in zip(sentences, fragments(sentences), strict=True)
    ]


def _is_about_the_hour(text: str) -> bool:
    return bool(HOUSEKEEPING.search(text) or _ANNOUNCING.search(text))


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
