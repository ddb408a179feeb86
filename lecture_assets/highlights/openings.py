"""Whether a clip that opens on a sentence can be understood by itself; known for English alone."""

import re
from collections.abc import Sequence

from lecture_assets.content.cues import leaning_words
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
_WITHOUT_SCREEN = {"camera_only"}


def _leaning(sentence: Sentence) -> str | None:
    text = sentence.text.lstrip("\"'“‘( ")  # noqa: RUF001
    looking_back = _OPENING_LOOKING_BACK.search(text)
    return leaning_words(text) or (looking_back.group(2) if looking_back else None)


def leanings(sentences: Sequence[Sentence], language: str) -> list[str | None]:
    """Return for each sentence by which words it would lean as an opening, if it would.

    Args:
        sentences: Of the whole lecture.
        language: ISO 639-1 code.
    """
    if language != "en":
        return [None] * len(sentences)
    return [_leaning(sentence) for sentence in sentences]


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
