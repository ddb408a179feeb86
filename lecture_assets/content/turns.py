"""English turns of phrase by which a sentence needs the one before it, or leads to the next."""

import re
from collections.abc import Iterator

from lecture_assets.content.cues import CONNECTIVE, DEFINITION, PRONOUN, QUESTION, STRONG_OPENING
from lecture_assets.content.stopwords import STOPWORDS
from lecture_assets.content.verbs import VERBS

FIRM, LOOSE, SLIGHT = 1.0, 0.6, 0.3
"""How much is lost where a clip parts two sentences: all, something, hardly anything."""
_FAR = 300
_I = re.IGNORECASE
_LEAD = re.compile(
    r"^(?:(?:so|now|well|okay|ok|alright|all right|right|um|uh|oh|anyway)\b,? +)+", _I
)
_FIRST_WORDS = {
    FIRM: (
        r"(for (example|instance)|in (other words|fact|contrast|that case|both cases|this case)|"
        r"as a result|by contrast|on the other hand|after all|of course|indeed|meanwhile|later|"
        r"afterwards?|not really|that's why|"
        r"(after|before|by|until|since|from|at) (that|this|then|it|them|which))\b",
        r"(yes|no|yeah|nope|exactly|correct|true|great|good|fine|sure|thanks?|okay|ok|fair enough|"
        r"beautiful)\b(?=[,.!]|$)(?!, (now|let|today|so let))",
        r"(then|there (it|he|she|they|you) (is|are|goes?|go))\b",
        r"(all|none|neither|both|each|one|two|three|half|most|some|any|either|every one|many) of "
        r"(them|these|those|it|which|whom)\b",
    ),
    LOOSE: (
        r"(all|both|neither|only|these|the|those) (two|three|four|five)\b(?! \w+ of\b)",
        r"(\S+ ){1,2}(later|afterwards|earlier)\b",
        r"(the|an?) (first|second|third|fourth|others?|next|former|latter|rest)"
        r"( (one|two|group|is|are|was|were|says?|said|has|had|costs?|needs?)\b|$)",
        r"the (\w+ )?ones?\b",
        r"one \w+ .{1,60}\bthe other\b",
        r"one (\w+ )?(says?|said|is|was|of the)\b",
        r"the (answers?|reasons?|results?|differences?|trick|explanation|solution|opposite|effect|"
        r"trouble|problem|consequence|point is)\b",
        r"(that|those) \w+ ",
        r"after (?!all\b)",
        r"(second|third|fourth)(ly)?,",
        r"(in|on|for|at|with|from) (the|each|both) (first|second|third|left|right|other|next)\b",
        r"you (just |then |now |simply )?(?!(can|know|may|might|should|would|will|need|have|often|"
        r"probably|all|must|see|just|then|now|simply)\b)\w+",
        r"(add|multiply|divide|subtract|count|call|put|press|click|type|run|pour|draw|plug|square|"
        r"solve|substitute|repeat|replace|provide|turn|move|write|keep|set) (?!in mind)",
        r"(\w+ ){0,2}[b-hj-z]\b(?!['.])",
        r"(\S+ )?\S+$",
    ),
    0.5: (r"\S+ \S+ \S+$",),
    SLIGHT: (r"(\w+ ){1,2}had (?!to\b)",),
}
_OPENING = [
    (strength, re.compile(f"^{pattern}", _I))
    for strength, patterns in _FIRST_WORDS.items()
    for pattern in patterns
]
_REFERRING = re.compile(
    r"\b(this|these|those)(?=[.,;:?!]|$| (at|in|on|for|by|with|as|again|now|and|is|was|one)\b)|"
    r"\b(such|these|those|this|(of|by|in|with|on|to|at|for|from) that) (?!(is|was|are|were|"
    r"lecture|talk|class|session|video|course|lesson|presentation|year|week|month|morning|"
    r"afternoon|evening|room|country|century|series|chapter|story|way|an?)\b)[a-z]{3,}|"
    r"\bthe (opposite|others?|latter|former|rest|(\w+ ){1,2}ones?)(?=[.,;?!]|$)|"
    r"\bthe same (way|thing|trick|idea|argument|reason|problem|question)\b|"
    r"\bof (them|these|those)\b(?! \w+s\b)|"
    r"\bthat(?=[.;:?!]|$| (in[.!]|at home|again|because))|^(\S+ ){0,5}again[.!]$|"
    r"\b(would|do|did|does|is|are|was|were|can|could|should|will) "
    r"(you|we|he|she|it|they|that|those|these)\?$",
    _I,
)
"""In the first clause: points at something, and does not say what it is."""
_TOO = re.compile(r"\b(too[.!]$|also\b)", _I)
_SO = re.compile(r"^((now|well|okay|ok|right|alright),? )?so\b(?! far\b)", _I)
_PERSONAL = re.compile(r"\b(he|him|his|she|her|they|them|their|it|its)\b", _I)
_EXPLETIVE = re.compile(
    r"it(('s| is| was| would be)( [\w-]+){1,4} (that|to|who|when|how|why|whether)\b|"
    r"'s (raining|snowing|time)| (turns?|takes?|seems?|follows?|happens?|matters?)\b)",
    _I,
)
_NAMING = re.compile(r"\b(an?|the|my|our|your|every|each|no) \w", _I)
_SEVERAL = re.compile(
    r"(?<!['i])s\b|\b(and|people|men|women|children|everyone|anyone|someone|\w*body|two|three|"
    r"four|five|many|who|group)\b",
    _I,
)
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_OPENS = re.compile(
    r"^(today|imagine|suppose|consider|picture|think of|let me|i want to|i'd like to|what|why|how|"
    r"here is|in (\d{4}|general|short|summary|conclusion)|to sum up|to begin|remember|"
    r"keep in mind|there (is|are) (an?|two|three|four|several|many)\b|i have here|"
    r"we (talk|turn|come|now|will|are going)|(most |some )?people\b|every\b|one of the\b|"
    r"the ((last|next|main|key|important|central|whole|big) \w+|question|lesson|conclusion|"
    r"idea|point) )",
    _I,
)
_INTRODUCES = re.compile(r"^an?\b", _I)
_SETS_UP = re.compile(
    r"^(let's (see|look|run|try|take)|let me|i want (to|you)|i'd like to|suppose|imagine|consider|"
    r"picture|think of|watch|now look|look at|here'?s|here (is|are|comes)|i have (here|got)|"
    r"now i (change|take|do)|there'?s? (is|are)?( \w+){0,3} (catch|problem|mistake|question|"
    r"reason))\b|\b(for example|like this|as follows)\W*$|"
    r"^there are (two|three|four|five|several|many|a few)\b|"
    r"\b(are|has|have|takes|consists of|into) (two|three|four|five|six|several|some|a few|many) "
    r"\w+\W*$",
    _I,
)
_ANNOUNCES = re.compile(
    r"^(now|next|today|let's|let us|in \d{4}\b|moving on|turning to|another|some|one of the|"
    r"the (most|next|last|other)|people often|we (talk|turn|come))\b",
    _I,
)
_ASIDE = re.compile(r",? (isn't it|aren't they|right|okay|did you|don't you|doesn't it)\?$", _I)


def _both_ends(text: str) -> str:
    """Leave the middle of an endless sentence out: no turn of phrase is that far inside."""
    return text if len(text) <= 2 * _FAR else f"{text[:_FAR]} {text[-_FAR:]}"


def leaning(text: str) -> float:
    """Tell how much a sentence leans on what was said before, from 0 to 1."""
    return max((strength for strength, _ in leanings(text)), default=0.0)


def leanings(text: str) -> Iterator[tuple[float, str]]:
    """Give the words by which a sentence leans on what was said before, and how much it does."""
    text = _both_ends(text)
    rest = _LEAD.sub("", text)
    if not _EXPLETIVE.match(rest):
        for found in (CONNECTIVE.search(text), CONNECTIVE.search(rest), PRONOUN.search(rest)):
            if found:
                yield FIRM, found.group()
    for strength, pattern in _OPENING:
        found = pattern.search(rest) or pattern.search(text)
        if found:
            yield strength, found.group().strip()
    unresolved = _unresolved(rest)
    if unresolved:
        yield FIRM, unresolved
    for strength, found in (
        (LOOSE, _REFERRING.search(rest.partition(",")[0])),
        (SLIGHT, _TOO.search(rest)),
        (SLIGHT, _SO.search(text)),
    ):
        if found:
            yield strength, found.group()


def _unresolved(text: str) -> str | None:
    """Return the words up to a pronoun before which nothing is named that it might stand for."""
    for found in _PERSONAL.finditer(text):
        if _EXPLETIVE.match(text, found.start()):
            continue
        before = text[: found.start()]
        if found.group().lower().startswith("the"):
            return None if _SEVERAL.search(before) else text[: found.end()]
        named = _NAMING.search(before) or any(
            word not in STOPWORDS and word not in VERBS for word in _WORD.findall(before.lower())
        )
        return None if named else text[: found.end()]
    return None


def opens(text: str) -> bool:
    """Tell whether a sentence opens something new."""
    rest = _LEAD.sub("", text)
    return bool(STRONG_OPENING.search(text) or _OPENS.search(rest) or DEFINITION.search(text))


def introduces(text: str) -> bool:
    """Tell whether a sentence begins with something that was not there before."""
    return bool(_INTRODUCES.search(_LEAD.sub("", text)))


def asks(text: str) -> bool:
    """Tell whether a sentence is a question that wants an answer."""
    return bool(QUESTION.search(text) and not _ASIDE.search(text))


def sets_up(text: str) -> bool:
    """Tell whether a sentence is there for the sake of the next one."""
    return bool(_SETS_UP.search(_LEAD.sub("", _both_ends(text))))


def announces(text: str) -> bool:
    """Tell whether a sentence says what is going to be spoken of."""
    return bool(_ANNOUNCES.search(text))
