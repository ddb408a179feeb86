"""Terms that a lecturer defines, told by the turn of phrase around them."""

import re
from itertools import pairwise

from lecture_assets.content.lexicon import JOINER, Phrase
from lecture_assets.content.stopwords import GENERIC
from lecture_assets.content.terms import bare, is_content, stem, without_fillers
from lecture_assets.content.verbs import GERUND, VERBS

_WORD = r"[^\W\d_][\w'-]*"
_LEADS_ON = r"(?:(?:so|now|okay|well|and|but|then|here|today)\b,? )*"
_TERM_FIRST = re.compile(
    rf"(?:^|[,;:] ){_LEADS_ON}(?P<article>(?:the|an?) )?(?P<term>{_WORD}(?: {_WORD}){{0,3}}?) "
    r"(?:means\b(?! (?:nothing|to\b))|refers to|stands for|(?:is|are) defined as|"
    r"(?:is|are) (?:just |simply |basically )?(?:the|an?) (?:[\w'-]+ ){1,3}?"
    r"(?:that|which|where|when|by|of|in which|for)\b)",
    re.IGNORECASE,
)
_TERM_LAST = re.compile(
    r"(?:(?<!\bi )(?<!\bhe )(?<!\bshe )(?<!\bwe )(?<!\bthey )(?<!\byou )(?<!so-)\bcalled|"
    r"\b(?:known|referred to) as|\bthe (?:term|concept|notion) (?:of )?|"
    r"\b(?:we|you|they|i|people|economists|physicists|scientists|psychologists|mathematicians) "
    r"call(?: (?:this|that|it|these|those|them)(?: [\w'-]+(?= (?:the|an?) ))?)?) ?"
    rf"(?P<article>(?:the|an?) )?(?P<term>{_WORD}(?: {_WORD}){{0,3}})",
    re.IGNORECASE,
)
_TERM_APPOSED = re.compile(
    rf"\b(?P<term>{_WORD}(?: {_WORD}){{0,2}}), (?:which (?:is|are) )?(?:the|an?) "
    r"(?:[\w'-]+ ){1,3}(?:that|which|(?:by|in) which|where)\b",
    re.IGNORECASE,
)
_TERM_ASKED = re.compile(
    rf"\bwhat(?:'s| is| are) (?:meant by )?(?P<article>(?:the|an?) )?"
    rf"(?P<term>{_WORD}(?: {_WORD}){{0,3}})\?|"
    rf"\bwhat (?P<article2>(?:the|an?) )?(?P<term2>{_WORD}(?: {_WORD}){{0,2}}) (?:is|are|means?)"
    r"[.,?]",
    re.IGNORECASE,
)


def defined_terms(text: str) -> dict[Phrase, bool]:
    """Find the terms that a sentence defines: "X is the ... that", "X means", "is called X".

    What is "called a" single word is an object that is named in passing more often than a term.

    Returns:
        The stems of each term, and whether it stands with "the".
    """
    text = without_fillers(text)
    found: dict[Phrase, bool] = {}
    for match in [*_TERM_FIRST.finditer(text), *_TERM_ASKED.finditer(text)]:
        words = (
            (match["term"] or match["term2"]) if "term2" in match.re.groupindex else match["term"]
        )
        _add(found, words.split(), match["article"])
    for match in _TERM_APPOSED.finditer(text):
        _add(found, _leading(match["term"].split()[::-1])[::-1], None)
    for match in _TERM_LAST.finditer(text):
        words = _leading(match["term"].split())
        if len(words) > 1 or match["article"] in (None, "the "):
            _add(found, words, match["article"])
    return found


def _leading(words: list[str]) -> list[str]:
    """The words up to the first that cannot belong to a term."""
    kept: list[str] = []
    for word in words:
        if word.lower() != JOINER and not _belongs(word):
            break
        kept.append(word)
    while kept and kept[-1].lower() == JOINER:
        kept.pop()
    return kept


def _belongs(word: str) -> bool:
    return is_content(bare(word.lower())) and word.lower() not in VERBS


def _add(found: dict[Phrase, bool], words: list[str], article: str | None) -> None:
    ends = [words[0], words[-1]] if words else []
    inner = [word for word in words if word.lower() != JOINER]
    if not ends or JOINER in (ends[0].lower(), ends[1].lower()):
        return
    alone = len(words) == 1 and words[0].lower() in GENERIC
    is_clause = any(a.lower() == JOINER and GERUND.search(b) for a, b in pairwise(words))
    if all(map(_belongs, inner)) and not alone and not is_clause:
        stems = tuple(stem(bare(word.lower())) for word in words)
        found.setdefault(stems, (article or "").strip().lower() == "the")
