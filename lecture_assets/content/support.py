"""Whether the lecture's own words support what a model wrote about a stretch of it."""

import re
from collections.abc import Iterable, Set

from lecture_assets.content.terms import TOKEN, is_content, stem, tokens
from lecture_assets.media.by_hand import tidy

_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_LINKED = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=[\w.,;:!?])[*_](?!\w)")
_LEADING = re.compile(r"^(?:[#>*\-\s]+(?=\w)|[\"'“”„‘’«»\s]+)+")  # noqa: RUF001
_TRAILING = re.compile(r"[\"“”„«»\s]+$")
_ADDRESS = re.compile(r"\w://|\bwww\.|\w@\w|\b[\w-]+\.(?:com|org|net|edu|io|ai|dev)\b", re.I)
_SENTENCE_END = re.compile(r"(?<=[.?!…])\s+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<![.?!:…] )(?<!^)(?<![\w'’-])[A-Z]\w+(?:['’-]\w+)*")  # noqa: RUF001
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_FROM_TWO = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_DIGITS = {word: str(at) for at, word in enumerate(_FROM_TWO.split("|"), 2)}
_REPORTING = (
    "lecture lecturer speaker professor instructor explain describe discuss introduce show "
    "illustrate present define explore cover section passage segment example concept"
)
"""Words by which a summary tells that something is told."""
_PREFIX, _NAME_PREFIX = 5, 4
_TITLE_SHARE, _SUMMARY_SHARE = 0.5, 0.6


class Said:
    """What is said and shown in a stretch, for asking whether a text tells of it.

    Words count as the same when their stems begin with the same five letters; where words are not
    spaced, pairs of characters take their place.

    Args:
        texts: Its sentences, and what is written on its slides.
        language: What is spoken, as a code of ISO 639-1.
        lecture: Beginnings of the whole lecture's words, as ``beginnings`` gives them: a name may
            have been said before.
    """

    def __init__(self, texts: Iterable[str], language: str, lecture: Set[str]) -> None:
        whole = " ".join(texts)
        self._units = _units(whole)
        self._numbers = _numbers(whole) | _numbers_in_words(whole)
        self._lecture, self._names_tell = lecture, language != "de"

    def title(self, text: str, most_characters: int = 80) -> str | None:
        """Return a title without markup; None where it is empty, too long or not supported.

        At least half of its words that carry content have to be said.
        """
        title = plain(text).rstrip(".")
        fits = 0 < len(title) <= most_characters and self._tells_of(title, _TITLE_SHARE)
        return title if fits else None

    def summary(self, text: str, most_characters: int = 400) -> str | None:
        """Return at most two sentences without markup; None where they are not supported.

        At least six of ten of their words that carry content have to be said.
        """
        summary = " ".join(_SENTENCE_END.split(plain(text))[:2])
        fits = 0 < len(summary) <= most_characters and self._tells_of(summary, _SUMMARY_SHARE)
        return summary if fits else None

    def topics(self, texts: Iterable[str], most: int = 5, most_characters: int = 50) -> list[str]:
        """Return those key phrases that are said, each once."""
        found: dict[str, str] = {}
        for text in texts:
            topic = self.title(text, most_characters)
            if topic is not None:
                found.setdefault(topic.casefold(), topic)
        return list(found.values())[:most]

    def _tells_of(self, text: str, least_share: float) -> bool:
        """Tell whether enough of a text is said, and all of its numbers and names."""
        units = _units(text) - _units(_REPORTING)
        if not units or _ADDRESS.search(text) or _numbers(text) - self._numbers:
            return False
        if not beginnings(self._names(text)) <= self._lecture:
            return False
        return len(units & self._units) >= least_share * len(units)

    def _names(self, text: str) -> list[str]:
        """Words with a capital, where it tells anything: not in German, nor In Such a Heading."""
        found = _NAME.findall(text)
        heading = len(found) + 1 > len(text.split()) / 2
        return found if self._names_tell and not heading else []


def beginnings(texts: Iterable[str]) -> set[str]:
    """First four letters of all words: of "English" the same as of "England"."""
    return {token[:_NAME_PREFIX] for text in texts for token in tokens(text)}


def plain(text: str) -> str:
    """Take markup, control characters and line breaks out of a text."""
    line = str(tidy(text) or "")
    line = _EMPHASIS.sub("", _LINKED.sub(r"\1", _TAG.sub(" ", line)))
    return " ".join(_TRAILING.sub("", _LEADING.sub("", line)).split())


def _units(text: str) -> set[str]:
    units = set()
    for token in tokens(text):
        if _UNSPACED.search(token):
            units |= {token[at : at + 2] for at in range(max(1, len(token) - 1))}
        elif is_content(token):
            units.add(stem(token)[:_PREFIX])
    return units


def _numbers(text: str) -> set[str]:
    return {number.replace(",", "") for number in _NUMBER.findall(text)}


def _numbers_in_words(text: str) -> set[str]:
    """As digits, from two to twelve: "one" tells of no number."""
    return {_DIGITS[word] for word in TOKEN.findall(text.lower()) if word in _DIGITS}
