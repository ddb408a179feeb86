"""How text is measured, cut and joined, in any script."""

import re
import unicodedata
from collections.abc import Sequence

_ZERO_WIDTH_JOINER = "\u200d"
_JOINERS = "\u200c" + _ZERO_WIDTH_JOINER
# Thai, Lao, Myanmar, Khmer, CJK punctuation, kana, Han, full-width forms: no blanks between words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]"
)
_HIRAGANA, _KATAKANA = re.compile("[\u3041-\u309f]"), re.compile("[\u30a0-\u30ff\u31f0-\u31ff]")
# Thai and Lao: vowels that are written before their consonant, and what never stands by itself.
_LEADING_VOWELS = "\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4"
_TRAILING = "\u0e2f\u0e30\u0e32\u0e33\u0e45\u0e46\u0eaf\u0eb0\u0eb2\u0eb3\u0ec6"
_VIRAMA = 9
_SMALL_KANA = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮーヽヾゝゞ々"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)


def clean(text: str) -> str:
    """Make one line of what can be shown, composed, without control characters.

    Joiners stay where they hold an emoji, a Persian or an Indic word together.
    """
    shown = []
    for character in unicodedata.normalize("NFC", text):
        if character in _JOINERS or ord(character) in _TAGS or character.isprintable():
            shown.append(character)
        elif unicodedata.category(character) != "Cf":
            shown.append(" ")
    kept = " ".join("".join(shown).split())
    return kept if kept.strip(_JOINERS) else ""


def columns(text: str) -> int:
    """Width of a text in characters; full-width characters count twice, as they are drawn."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def spaced(before: str, after: str) -> bool:
    """Tell whether a blank stands between two words that follow one another."""
    return not (before and after and _UNSPACED.match(before[-1]) and _UNSPACED.match(after[0]))


def runs_on(before: str, after: str) -> bool:
    """Tell whether a text goes on within the word before it, as ``.5`` does after ``3``.

    Args:
        before: A word or part of one; it may end with a blank.
        after: What follows it; where a blank stands between words, it begins with one.
    """
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return False
    return not (_UNSPACED.match(before[-1]) or _UNSPACED.match(after[0]))


def breaks_badly(before: str, after: str) -> bool:
    """Tell whether no line may end between two words: a mark would stand where none may.

    The rule is that of JIS X 4051: closing marks, small kana and signs of length or repetition do
    not begin a line, opening marks do not end one.
    """
    if spaced(before, after):
        return False
    closes = unicodedata.category(after[0]) in ("Pe", "Pf", "Po") or after[0] in _SMALL_KANA
    return closes or unicodedata.category(before[-1]) in ("Ps", "Pi")


def within_kana_word(before: str, after: str) -> bool:
    """Tell whether two signs of Japanese belong to one word, as far as its scripts tell.

    A word begins with Han, katakana or Latin after hiragana; what follows in kana belongs to it.
    """
    katakana = _KATAKANA.match(before[-1]) and _KATAKANA.match(after[0])
    return bool(katakana or _HIRAGANA.match(after[0])) and not spaced(before, after)


def joined(texts: Sequence[str]) -> str:
    """Join words with blanks where their script has any."""
    parts: list[str] = []
    for text in texts:
        if parts and spaced(parts[-1], text):
            parts.append(" ")
        parts.append(text)
    return "".join(parts)


def pieces(text: str, limit: int) -> list[str]:
    """Cut a text that is too long, after punctuation where that is not far, never in a character.

    Args:
        text: As ``clean`` returns it.
        limit: Most columns of a piece.
    """
    cut, line = [], ""
    for cluster in clusters(text):
        for part in [cluster] if columns(cluster) <= limit else list(cluster):
            if columns(line) + columns(part) > limit:
                at = _last_mark(line) if len(line) > limit // 4 else len(line)
                cut.append(line[:at])
                line = line[at:]
            line += part
    return [piece for piece in (each.strip() for each in [*cut, line]) if piece]


def _last_mark(line: str) -> int:
    """Where a line may end: after the last mark or blank in its second half, else at its end."""
    for at in range(len(line), len(line) // 2, -1):
        if unicodedata.category(line[at - 1]) in ("Po", "Zs", "Pe", "Pf"):
            return at
    return len(line)


def clusters(text: str) -> list[str]:
    """Split a text into what a reader takes for one character: letters with their marks, emoji."""
    found: list[str] = []
    for character in text:
        if found and _belongs(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _belongs(cluster: str, character: str) -> bool:
    code = ord(character)
    if character in _JOINERS or cluster[-1] == _ZERO_WIDTH_JOINER:
        return True
    if character in _TRAILING or cluster[-1] in _LEADING_VOWELS:
        return True
    if unicodedata.combining(cluster[-1]) == _VIRAMA and character.isalpha():
        return True
    if unicodedata.category(character).startswith("M") or code in _SKIN_TONES or code in _TAGS:
        return True
    return code in _FLAG_LETTERS and len(cluster) == 1 and ord(cluster) in _FLAG_LETTERS
