"""Captions are readable, escaped, and on the right clock."""

from itertools import pairwise

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.timeline import Span, merge, span, total_ms
from lecture_assets.transcript.captions import (
    Cue,
    chapters_vtt,
    cues_from_words,
    read_cues,
    to_srt,
    to_vtt,
    two_frames_ms,
    words_in_clip,
)
from lecture_assets.transcript.models import Word
from lecture_assets.transcript.scripts import clean, columns
from lecture_assets_tests.transcript.made_up import TALK, any_words, spoken, word


def test_a_cue_has_at_most_two_lines_of_42_characters_and_loses_no_word() -> None:
    cues = cues_from_words(spoken(TALK))
    assert " ".join(line for cue in cues for line in cue.lines) == TALK
    assert all(1 <= len(cue.lines) <= 2 for cue in cues)
    assert all(len(line) <= 42 for cue in cues for line in cue.lines)


def test_cues_and_lines_break_at_clauses() -> None:
    cues = cues_from_words(spoken(TALK))
    assert cues[0].lines[-1].endswith("dark,")
    assert cues[-1].lines == ["It does not."]
    assert any(cue.lines[0].endswith("eternal,") for cue in cues)


def test_cues_are_shown_one_to_seven_seconds_and_can_be_read() -> None:
    for cue in cues_from_words(spoken(TALK)):
        assert 1_000 <= cue.duration_ms <= 7_000
        assert sum(map(len, cue.lines)) * 1000 / cue.duration_ms <= 17


def test_a_cue_does_not_linger_into_a_silence() -> None:
    words = spoken("This is said before a long pause. And this is said after it.", pause_ms=4_000)
    cues = cues_from_words(words)
    last_before = next(each for each in words if each.text == "pause.")
    assert len(cues) == 2
    assert last_before.end_ms <= cues[0].end_ms <= last_before.end_ms + 500
    assert cues[1].start_ms == words[7].start_ms


def test_a_short_remark_is_shown_for_a_second() -> None:
    assert cues_from_words([word("Yes.", 5_000, 5_200)])[0].duration_ms == 1_000


def test_no_words_give_no_cues() -> None:
    assert cues_from_words([]) == []
    assert cues_from_words([word("  ", 0, 100)]) == []


def test_a_word_longer_than_a_line_is_divided() -> None:
    cues = cues_from_words([word("x" * 100, 0, 3_000)])
    assert "".join(line for cue in cues for line in cue.lines) == "x" * 100
    assert all(len(line) <= 42 for cue in cues for line in cue.lines)


@given(any_words, st.sampled_from([None, 20_000, 70_000]))
def test_whatever_is_recognised_cues_never_overlap_and_keep_two_frames_apart(
    words: list[Word], whole_ms: int | None
) -> None:
    cues = cues_from_words(words, 100, whole_ms)
    for cue in cues:
        assert 0 <= cue.start_ms < cue.end_ms <= (whole_ms or cue.end_ms)
        assert cue.duration_ms <= 7_000
        assert all(0 < columns(line) <= 42 for line in cue.lines)
        assert len(cue.lines) <= 2
    for before, after in pairwise(cues):
        assert after.start_ms - before.end_ms >= 100


@given(any_words)
def test_whatever_is_recognised_every_character_that_can_be_shown_is(words: list[Word]) -> None:
    in_order = sorted(words, key=lambda each: (each.start_ms, each.end_ms))
    said = "".join(clean(each.text) for each in in_order)
    shown = "".join(line for cue in cues_from_words(words) for line in cue.lines)
    assert "".join(shown.split()) == "".join(said.split())


@given(any_words)
def test_both_formats_read_back_as_what_was_written(words: list[Word]) -> None:
    cues = cues_from_words(words)
    assert read_cues(to_vtt(cues), "vtt") == cues
    assert read_cues(to_srt(cues), "srt") == cues


@pytest.mark.parametrize(
    ("fps", "gap_ms"), [(60, 84), (23.976, 84), (15, 134), (1, 167), (float("nan"), 167)]
)
def test_two_frames_last_as_long_as_the_rate_says(fps: float, gap_ms: int) -> None:
    assert two_frames_ms(fps) == gap_ms


HOSTILE = [r"{\an8}<b>bold</b> a & b --> c", r"C:\new\hello &lt; {x} <i>"]


def test_vtt_escapes_what_has_a_meaning_there() -> None:
    text = to_vtt([Cue(start_ms=0, end_ms=1_500, lines=HOSTILE)])
    assert text == (
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.500\n"
        "{\\an8}&lt;b&gt;bold&lt;/b&gt; a &amp; b --&gt; c\n"
        "C:\\new\\hello &amp;lt; {x} &lt;i&gt;\n"
    )


def test_srt_holds_no_tag_and_no_arrow_but_the_same_text_is_shown() -> None:
    text = to_srt([Cue(start_ms=3_600_000, end_ms=3_601_500, lines=HOSTILE)])
    assert text.startswith("1\n01:00:00,000 --> 01:00:01,500\n")
    assert text.count("-->") == 1
    assert "<b>" not in text
    assert "{\\" not in text
    assert text.replace("\u2060", "").splitlines()[2:4] == HOSTILE
    [event] = pysubs2.SSAFile.from_string(text, format_="srt")
    assert "bold" in event.plaintext
    assert event.plaintext.replace("\u2060", "").split("\n")[1].startswith(r"C:\new\hello")


def test_chapters_are_cues_with_escaped_titles() -> None:
    text = chapters_vtt([(span(0, 61_000), "Heat & <work>"), (span(61_000, 90_000), " \n ")])
    assert "00:00:00.000 --> 00:01:01.000\nHeat &amp; &lt;work&gt;\n" in text
    assert "00:01:01.000 --> 00:01:30.000\nChapter\n" in text


def test_words_after_a_cut_shift_by_what_was_cut() -> None:
    words = [word("one", 1_000, 1_400), word("gone", 2_500, 2_900), word("two", 5_000, 5_400)]
    moved = words_in_clip(words, [span(1_000, 2_000), span(4_500, 6_000)])
    assert [(each.text, each.start_ms, each.end_ms) for each in moved] == [
        ("one", 0, 400),
        ("two", 1_500, 1_900),
    ]


def test_a_word_that_reaches_beyond_a_kept_span_is_cut_to_it() -> None:
    moved = words_in_clip(
        [word("a", 500, 1_200), word("b", 1_800, 2_700)], [span(1_000, 2_000), span(2_500, 3_000)]
    )
    assert [(each.start_ms, each.end_ms) for each in moved] == [(0, 200), (800, 1_200)]


def test_nothing_kept_gives_no_words() -> None:
    assert words_in_clip([word("a", 0, 100)], []) == []


spans = st.lists(
    st.builds(lambda start, length: span(start, start + length), st.integers(0, 9_000),
              st.integers(1, 2_000)),
    min_size=1,
    max_size=6,
).map(merge)  # fmt: skip


@given(any_words, spans)
def test_moved_words_lie_in_the_clip_with_the_length_that_was_kept(
    words: list[Word], keep: list[Span]
) -> None:
    moved = words_in_clip(words, keep)
    for each in moved:
        assert 0 <= each.start_ms <= each.end_ms <= total_ms(keep)
    heard = [w for w in words if w.duration_ms and sum(k.overlap_ms(w) for k in keep)]
    assert [m.duration_ms for m in moved if m.duration_ms] == [
        sum(k.overlap_ms(w) for k in keep) for w in heard
    ]
