"""Tests of corrected words, an overlay over what was recognised."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.edits.models import Correction, Instant, Stretch
from lecture_assets.edits.words import find, overlaid
from lecture_assets.transcript.models import Transcript, TranscriptSegment, Word


def spoken(*texts: str) -> Transcript:
    """Speak texts, one segment each, a word every half second."""
    at_ms, segments = 0, []
    for text in texts:
        words = []
        for part in text.split():
            words.append(Word(start_ms=at_ms, end_ms=at_ms + 400, text=part, probability=0.5))
            at_ms += 500
        segments.append(
            TranscriptSegment(
                start_ms=words[0].start_ms, end_ms=words[-1].end_ms, text=text, words=words
            )
        )
    return Transcript(language="en", provider="x", model="x", segments=segments)


def correction(heard: str, say: str, line: int = 1, at: Stretch | None = None) -> Correction:
    return Correction(line, heard, say, at)


def corrected(transcript: Transcript, *corrections: Correction) -> list[str]:
    found = find(corrections, transcript)
    return [segment.text for segment in overlaid(transcript, found.corrected).segments]


@pytest.mark.parametrize(
    ("text", "heard", "say", "result"),
    [
        ("the sell wall breaks", "sell", "cell", "the cell wall breaks"),
        ("The sell, they say.", "SELL", "cell", "The cell, they say."),
        ("Hooks law holds.", "hooks law", "Hooke's law", "Hooke's law holds."),
        ("Sell walls.", "sell", "cell", "Cell walls."),
        ("IPhone", "IPhone", "iPhone", "iPhone"),
        ("(photo synthesis)", "photo synthesis", "photosynthesis", "(photosynthesis)"),
        (
            "a photosynthesis.",
            "photosynthesis",
            "photo synthesis, again",
            "a photo synthesis, again.",
        ),
        ("um so um yes", "um", "", "so yes"),
        ("it\u2019s so", "it's", "it was", "it was so"),
        ("selling sells", "sell", "cell", "selling sells"),
        ("a a a", "a a", "b", "b a"),
    ],
)
def test_words_are_corrected_with_the_punctuation_around_them(
    text: str, heard: str, say: str, result: str
) -> None:
    assert corrected(spoken(text), correction(heard, say)) == [result]


def test_the_longer_correction_goes_first_and_each_word_is_corrected_once() -> None:
    wall, sell = correction("sell wall", "cell wall", 2), correction("sell", "fell", 1)
    back = correction("cell", "sell", 3)
    assert corrected(spoken("sell wall sell"), sell, wall, back) == ["cell wall fell"]


def test_a_correction_of_one_place_leaves_the_others() -> None:
    at = Stretch(Instant(1_000, exact=False), Instant(1_500, exact=True))
    assert corrected(spoken("a b a b a"), correction("a", "x", at=at)) == ["a b x b a"]


def test_words_over_two_segments_are_corrected_in_the_first() -> None:
    assert corrected(spoken("one photo", "synthesis two"), correction("photo synthesis", "y")) == [
        "one y",
        "two",
    ]


def test_as_many_words_keep_their_times_and_others_share_all_by_their_letters() -> None:
    transcript = spoken("a hooks law b")
    same = find([correction("hooks law", "Hooke's law")], transcript).corrected[0]
    assert [(w.start_ms, w.end_ms) for w in same.words] == [(500, 900), (1_000, 1_400)]
    more = find([correction("hooks law", "abcdef gh i")], transcript).corrected[0]
    assert [(w.start_ms, w.end_ms) for w in more.words] == [
        (500, 1_100),
        (1_100, 1_300),
        (1_300, 1_400),
    ]
    assert all(word.probability is None for word in more.words)


def test_what_nobody_said_is_told() -> None:
    never = correction("whale", "wall", 7)
    assert find([never, correction("a", "b")], spoken("a c")).unheard == [never]


def test_without_corrections_the_transcript_is_the_same() -> None:
    transcript = spoken("a b")
    assert overlaid(transcript, find([], transcript).corrected) is transcript


TEXTS = st.lists(st.sampled_from(["a", "B,", "c.", "\u2014", "d'e", "f-g", "\u00e4"]), min_size=1)


@given(
    st.lists(TEXTS, min_size=1, max_size=5),
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "a b", "c a", "d'e", "f-g f-g"]), st.text(max_size=9))
    ),
)
def test_any_correction_keeps_order_times_and_all_other_words(
    said: Sequence[Sequence[str]], wanted: Sequence[tuple[str, str]]
) -> None:
    transcript = spoken(*(" ".join(words) for words in said))
    corrections = [correction(h, " ".join(s.split()), n) for n, (h, s) in enumerate(wanted, 1)]
    found = find(corrections, transcript)
    before, after = transcript.words(), overlaid(transcript, found.corrected).words()
    replaced = sum(each.word_count for each in found.corrected)
    added = sum(len(each.words) for each in found.corrected)
    assert len(after) == len(before) - replaced + added
    assert [word.start_ms for word in after] == sorted(word.start_ms for word in after)
    assert all(word.end_ms <= before[-1].end_ms for word in after)
    kept = [word for word in after if word.probability is not None]
    assert len(kept) == len(before) - replaced
    assert set(kept) <= set(before)
