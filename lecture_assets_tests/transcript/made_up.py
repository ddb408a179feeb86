"""Words that were never said, for tests of captions."""

from hypothesis import strategies as st

from lecture_assets.transcript.models import Word

TALK = (
    "So today we are going to look at why the night sky is dark, which is a much deeper question "
    "than it sounds. If the universe were infinite and eternal, every line of sight would end on "
    "the surface of a star. It does not."
)

AWKWARD = [
    "x" * 1_000,
    "漢字" * 60,
    "ปรากฏการณ์" * 12,
    "e\u0301" * 90,
    "👩‍👩‍👧‍👦" * 30,
    "🇬🇷🇻🇳",
    "שלום,",
    "مرحبا",
    "می‌خواهم",
    "-->",
    "<b>",
    "</i",
    "&amp;",
    "&",
    r"{\an8}",
    "}",
    "\\",
    r"\N",
    r"\h",
    "one\ntwo",
    "\u202eback\u202c",
    "\u200d",
    "\u2060",
    "\ue000",
    "\x00",
    "",
    " ",
    "NOTE",
    "STYLE",
    "WEBVTT",
    "12",
    "00:00:01.000",
    "X-TIMESTAMP-MAP=LOCAL:0",
]


def word(text: str, start_ms: int, end_ms: int) -> Word:
    return Word(text=text, start_ms=start_ms, end_ms=end_ms)


def spoken(text: str, pause_ms: int = 700) -> list[Word]:
    """Words one after another at 14 letters a second, with a pause after each sentence."""
    words, at_ms = [], 0
    for each in text.split():
        length = 90 + 60 * len(each)
        words.append(word(each, at_ms, at_ms + length - 20))
        at_ms += length + (pause_ms if each.endswith(".") else 0)
    return words


def halting(text: str) -> list[Word]:
    """Words at 12 letters a second; ``/600`` is a pause of 600 ms."""
    words, at_ms = [], 0
    for each in text.split():
        if each.startswith("/"):
            at_ms += int(each[1:])
            continue
        words.append(word(each, at_ms, at_ms + 80 * len(each)))
        at_ms += 80 * len(each) + 60
    return words


texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60),
)

any_words = st.lists(
    st.builds(
        lambda text, start, length: word(text, start, start + length),
        texts,
        st.integers(0, 60_000),
        st.integers(0, 9_000),
    ),
    max_size=25,
)
"""In any order, overlapping, without length, of any script."""

in_turn = st.lists(
    st.tuples(st.sampled_from(TALK.split()), st.integers(0, 1_800), st.integers(40, 700)),
    min_size=1,
    max_size=40,
).map(
    lambda parts: [
        word(text, at := sum(p + s for _, p, s in parts[:index]) + pause, at + said)
        for index, (text, pause, said) in enumerate(parts)
    ]
)
"""One after the other with pauses between them, as recognisers give them."""
