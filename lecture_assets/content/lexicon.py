"""How the words of a lecture are used: what may be a noun phrase, and how it is written."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lecture_assets.content.terms import TOKEN, bare, is_content, stem, without_fillers
from lecture_assets.content.verbs import GERUND, PARTICIPLE, VERBS

JOINER = "of"
_MAX_WORDS = 4
_BREAK = re.compile(r"[,;:.?!…()\[\]\"“”–—]|\s-\s")  # noqa: RUF001
BEFORE_NOUN = re.compile(
    r"^(a|an|the|this|these|those|each|every|of|in|on|into|its|their|our|your|his|her|my|some|"
    r"with|without|by|from|for|about|between)$"
)
_BEFORE_VERB = re.compile(
    r"^(will|can|could|would|should|must|may|might|cannot|can't|don't|doesn't|didn't|not|i|you|"
    r"we|they|he|she|it|who|which|that|let|us|let's|never|always|please|when|then)$"
)

Phrase = tuple[str, ...]
"""Stems, with ``of`` where it joins."""


@dataclass
class Lexicon:
    """How the words of a lecture are used.

    Attributes:
        windows: In how many windows each stem occurs.
        window_count: Number of windows.
        phrases: How each phrase is written, with the number of times.
        nounness: By stem, twice how often it ends what follows an article or the like, less twice
            how often it follows what a verb follows; "to" counts once, since nouns follow it too.
    """

    windows: Counter[str] = field(default_factory=Counter)
    window_count: int = 0
    phrases: dict[Phrase, Counter[str]] = field(default_factory=dict)
    nounness: Counter[str] = field(default_factory=Counter)

    def spoken(self, phrase: Phrase) -> str:
        """The commonest way in which a phrase is written."""
        forms = self.phrases[phrase]
        return min(forms, key=lambda form: (-forms[form], form))


@dataclass(frozen=True)
class _Token:
    text: str
    stem: str
    before: str
    opens: bool
    """Whether it follows punctuation or opens the text."""
    opens_text: bool


@dataclass(frozen=True)
class Candidate:
    """Neighbouring content words that may be a noun phrase.

    Attributes:
        phrase: Their stems.
        spoken: How they are written here.
        before: The word before them, or nothing after punctuation.
        after: The word after them, or nothing before punctuation.
        is_whole: Whether no other content word touches them.
    """

    phrase: Phrase
    spoken: str
    before: str
    after: str
    is_whole: bool


def read_lexicon(windows: Sequence[Sequence[str]]) -> Lexicon:
    """Learn the use of words from windows of sentences."""
    lexicon = Lexicon(window_count=len(windows))
    for texts in windows:
        seen: set[str] = set()
        for text in texts:
            for each in candidates(text):
                seen.update(each.phrase)
                lexicon.phrases.setdefault(each.phrase, Counter())[each.spoken] += 1
                if len(each.phrase) == 1:
                    lexicon.nounness[each.phrase[0]] -= _verbness(each.before)
                is_end = each.is_whole or each.before == JOINER
                is_noun = is_end and not GERUND.search(each.spoken)
                if is_noun and BEFORE_NOUN.match(each.before):
                    lexicon.nounness[each.phrase[-1]] += 2
        lexicon.windows.update(seen)
    return lexicon


def _verbness(before: str) -> int:
    return 2 * bool(_BEFORE_VERB.match(before)) + (before == "to")


def _read(text: str) -> list[_Token]:
    text = without_fillers(text)
    read, end, before = [], 0, ""
    for match in TOKEN.finditer(text):
        opens = not before or bool(_BREAK.search(text[end : match.start()]))
        word = bare(match.group())
        read.append(_Token(word, stem(word.lower()), "" if opens else before, opens, not end))
        end, before = match.end(), word.lower()
    return read


def _written(part: Sequence[_Token]) -> str:
    """The words without the capital that the first owes to opening a sentence."""
    first, rest = part[0], [token.text for token in part[1:]]
    is_name = bool(rest) and rest[0][:1].isupper()
    keeps = not first.opens_text or is_name or first.text[1:].isupper()
    return " ".join([first.text if keeps else first.text.lower(), *rest])


def candidates(text: str) -> Iterator[Candidate]:
    """Runs of content words between verbs, and every part of up to four words of theirs."""
    run: list[_Token] = []
    for token in [*_read(text), None]:
        if token is not None and not token.opens and run and token.text.lower() == JOINER:
            run.append(token)
            continue
        if token is None or token.opens or _breaks(token):
            yield from _within(run, "" if token is None or token.opens else token.text.lower())
            run = []
        if token is not None and _is_nominal(token):
            run.append(token)


def _breaks(token: _Token) -> bool:
    return not _is_nominal(token) or bool(PARTICIPLE.search(token.text.lower()))


def _is_nominal(token: _Token) -> bool:
    word = token.text.lower()
    return is_content(word) and word not in VERBS


def _within(run: list[_Token], after: str) -> Iterator[Candidate]:
    if run and run[-1].text.lower() == JOINER:
        after = JOINER
    while run and run[-1].text.lower() == JOINER:
        run = run[:-1]
    for first in range(len(run)):
        for last in range(first, min(len(run), first + _MAX_WORDS)):
            part = run[first : last + 1]
            if JOINER in (part[0].text.lower(), part[-1].text.lower()):
                continue
            yield Candidate(
                tuple(token.stem for token in part),
                _written(part),
                part[0].before,
                run[last + 1].text.lower() if last + 1 < len(run) else after,
                len(part) == len(run),
            )
