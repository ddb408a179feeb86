"""How far a sentence needs the one before it: a clip should neither begin nor end between them.

English turns of phrase alone are known, but for the rest of a sentence that was torn apart, which
begins with a small letter in every language that has capitals.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lecture_assets.content.cues import UNFINISHED
from lecture_assets.content.terms import stems
from lecture_assets.content.turns import (
    FIRM,
    LOOSE,
    SLIGHT,
    announces,
    asks,
    introduces,
    leanings,
    opens,
    sets_up,
)
from lecture_assets.highlights.openings import fragments, looks_back
from lecture_assets.transcript.sentences import Sentence

_QUOTES = "\"'“‘( "  # noqa: RUF001
_DEFINITE = re.compile(
    r"^(?:so |now |but |and )?(?:the|each|every|both)((?: [\w'-]+){1,3})", re.IGNORECASE
)
_NEAR = 2
"""How many sentences back "the" of something may mean what was spoken of there."""


@dataclass(frozen=True)
class Tie:
    """What holds a sentence to the one before.

    Attributes:
        strength: 0 where it opens something new, 1 where nobody would part them.
        words: Its own words by which it leans, if any do.
    """

    strength: float = 0.0
    words: str | None = None

    @property
    def leans(self) -> bool:
        """Whether a clip that opens on it is hard to understand."""
        return self.strength >= LOOSE


def ties_of(sentences: Sequence[Sentence], language: str) -> list[Tie]:
    """Tell for each sentence how far it needs the one before it.

    Args:
        sentences: Of the whole lecture.
        language: ISO 639-1 code.
    """
    texts = [each.text.replace("’", "'").lstrip(_QUOTES) for each in sentences]  # noqa: RUF001
    return [
        Tie(FIRM, sentences[at].text.split()[0])
        if is_torn
        else tie(texts[at], texts[max(0, at - _NEAR) : at])
        if language == "en"
        else Tie()
        for at, is_torn in enumerate(fragments(sentences))
    ]


def tie(text: str, before: Sequence[str]) -> Tie:
    """Tell how far an English sentence needs what was said before it.

    Args:
        text: The sentence.
        before: Up to two sentences before it, in order.
    """
    is_new = opens(text)
    found = [Tie(0.0 if is_new else SLIGHT), *(Tie(*each) for each in leanings(text))]
    back = looks_back(text)
    if back:
        found.append(Tie(FIRM, back))
    repeated = _repeated(text, before)
    if repeated:
        found.append(Tie(LOOSE, repeated))
    if before and asks(before[-1]):
        found.append(Tie(LOOSE if is_new else FIRM))
    elif before and sets_up(before[-1]):
        found.append(Tie(SLIGHT if is_new or introduces(text) else LOOSE))
    return max(found, key=lambda each: each.strength)


def _repeated(text: str, before: Sequence[str]) -> str | None:
    """Return "the" with what it means, where that was just spoken of."""
    found = _DEFINITE.search(text)
    if found and set(stems(found.group(1))) & set(stems(" ".join(before))):
        return found.group()
    return None


def hangings(
    sentences: Sequence[Sentence], ties: Sequence[Tie], idle: Sequence[bool], language: str
) -> list[float]:
    """Tell for each sentence how far a clip that ends on it would leave its listener hanging.

    Args:
        sentences: Of the whole lecture.
        ties: Of these sentences.
        idle: Which of them nobody needs, see ``openings.idle``: they belong to none before.
        language: ISO 639-1 code.

    Returns:
        Values in [0, 1].
    """
    needs = [0.0 if is_idle else each.strength for each, is_idle in zip(ties, idle, strict=True)]
    english = language == "en"
    following = [*needs[1:], 0.0][: len(sentences)]
    return [
        max(after, _begins(each.text) if english else 0.0)
        for each, after in zip(sentences, following, strict=True)
    ]


def _begins(text: str) -> float:
    """How far a sentence is the beginning of something."""
    if asks(text) or UNFINISHED.search(text) or sets_up(text):
        return FIRM
    return LOOSE if announces(text) else 0.0
