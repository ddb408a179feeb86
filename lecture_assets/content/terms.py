"""Words that carry content, brought to one form."""

import re
from collections.abc import Sequence

TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")  # noqa: RUF001
_POSSESSIVE = re.compile(r"['’](s|re|ve|ll|d|m|t)$")  # noqa: RUF001
_VOWEL = re.compile(r"[aeiouy]")

STOPWORDS = frozenset(
    """
    a about above across actually after afterwards again against ago ah all almost along already
    also although always am among an and another any anybody anyone anything anyway anywhere are
    aren't around as aside at away aww back bad basically be became because become becomes been
    before began begin beginning being believe below beside besides best better between beyond big
    bit both bring but by call called calling calls came can can't cannot cause certain certainly
    clear clearly come comes coming completely could couldn't couple course day days did didn't do
    does doesn't doing don't done down dot during each easy eight either else em end enough er
    especially et etc even ever every everybody everyone everything everywhere exactly example
    examples fact far few fifth find fine first five following for forth found four fourth from full
    further gave get gets getting give given gives giving go goes going gone gonna good got gotta
    great guess guy guys had hadn't half happen happened happening happens hard hardly has hasn't
    have haven't having he he's hello help hence her here here's hers herself hey hi high him himself
    his hm hmm how however huh i i'd i'll i'm i've idea if imagine important in indeed instead into
    is isn't it it'd it'll it's its itself just keep kept kind kinds knew know known knows large
    last later least left less let let's like likely little ll long look looked looking looks lot
    lots low made mainly make makes making many may maybe me mean means meant meet might mind mine
    minute minutes mm more most mostly move much must my myself name named near nearly necessarily
    need needed needs neither never new next nice nine no nobody none nonetheless nor not note
    nothing notice now nowhere number numbers obviously of off often oh ok okay old on once one ones
    only onto or order other others otherwise ought our ours ourselves out over own part parts past
    people per perhaps place please point pretty probably put puts putting quick quickly quite rather
    re really reason remember right said same saw say saying says second seconds see seeing seem
    seemed seems seen sense set seven several shall she she'll she's should shouldn't show showed
    showing shown shows side similar simple simply since six small so some somebody somehow someone
    something sometimes somewhat somewhere soon sort sorts start started starting starts still stop
    stuff such suppose sure t take taken takes taking talk talked talking tell ten term terms than
    thank thanks that that'd that'll that's the their theirs them themselves then there there's
    therefore these they they'd they'll they're they've thing things think thinking third this those
    though thought three through throughout thus time times to today together told tomorrow too took
    top toward towards tried tries true truly try trying turn turned turns twelve twenty two uh uhm
    um under understand unless unlike until up upon us use used useful uses using usually various ve
    versus very via wait want wanted wants was wasn't watch way ways we we'd we'll we're we've
    welcome well went were weren't what what's whatever when whenever where whereas wherever whether
    which while whilst who who's whoever whole whom whose why will willing wish with within without
    won't wonder word words work worked working works would wouldn't wow yeah year years yes yet you
    you'd you'll you're you've your yours yourself yourselves zero
    """.split()
)


def tokens(text: str) -> list[str]:
    """Split text into lower-case words, without ``'s`` and its like."""
    return [bare(token) for token in TOKEN.findall(text.lower())]


def bare(token: str) -> str:
    """Take ``'s`` and its like off a word."""
    return _POSSESSIVE.sub("", token)


def is_content(token: str) -> bool:
    """Tell whether a lower-case word may carry content."""
    return len(token) > 1 and token not in STOPWORDS and not token[0].isdigit()


def stem(token: str) -> str:
    """Bring an English word near its stem: plural, ``-ing`` and ``-ed`` are taken off.

    A shortened form of the first steps of Porter's algorithm (1980); words of other languages
    mostly pass unchanged.
    """
    if token.endswith("ies") and len(token) > 4:
        return token[:-3] + "y"
    if token.endswith(("sses", "shes", "ches", "xes")):
        return token[:-2]
    if token.endswith("s") and len(token) > 3 and not token.endswith(("ss", "us", "is")):
        token = token[:-1]
    for suffix in ("ing", "ed"):
        base = token[: -len(suffix)]
        if token.endswith(suffix) and len(base) > 2 and _VOWEL.search(base):
            return base[:-1] if base[-1] == base[-2] and base[-1] not in "lsz" else base
    return token[:-1] if token.endswith("e") and len(token) > 4 else token


def stems(text: str) -> list[str]:
    """Stems of the content words of a text, in order."""
    return [stem(token) for token in tokens(text) if is_content(token)]


def word_ids(texts: Sequence[str]) -> list[list[int]]:
    """Number the content words of each text, such that equal stems share a number.

    Returns:
        One list of numbers a text, from 0 on in order of first use.
    """
    known: dict[str, int] = {}
    return [[known.setdefault(word, len(known)) for word in stems(text)] for text in texts]
