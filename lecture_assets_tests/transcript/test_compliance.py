"""What breaks a rule of reading is found, with the reason where speech leaves no choice."""

from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.timeline import gaps, span
from lecture_assets.transcript.captions import Cue, captioned
from lecture_assets.transcript.compliance import Breach, breaches
from lecture_assets.transcript.cues import GAP_MS
from lecture_assets.transcript.models import Word
from lecture_assets_tests.transcript.made_up import TALK, in_turn, spoken, word


def found(*cues: Cue, said: Word | None = None) -> list[Breach]:
    """Breaches of cues whose words are spoken while they are shown, unless told otherwise."""
    captions = [
        (cue, [said or word("x", cue.start_ms, max(cue.start_ms, cue.end_ms - 250))])
        for cue in cues
    ]
    return breaches(captions, [], GAP_MS)


def cue(start_ms: int, end_ms: int, *lines: str) -> Cue:
    return Cue(start_ms=start_ms, end_ms=end_ms, lines=list(lines) or ["short enough"])


def test_a_talk_at_ease_breaks_no_rule() -> None:
    words = spoken(TALK)
    silences = gaps(words, span(0, words[-1].end_ms))
    assert breaches(captioned(words), silences, GAP_MS) == []


def test_three_lines_and_long_lines_are_found() -> None:
    assert [b.measured for b in found(cue(0, 5_000, "a", "b", "c"))] == ["has 3 lines"]
    assert [b.measured for b in found(cue(0, 5_000, "x" * 43))] == ["has a line of 43 characters"]
    assert [b.rule for b in found(cue(0, 5_000, "漢" * 22))] == ["lines"]


def test_captions_too_close_or_overlapping_are_found() -> None:
    assert [b.measured for b in found(cue(0, 2_000), cue(2_050, 4_000))] == ["comes after 50 ms"]
    assert [b.rule for b in found(cue(0, 2_000), cue(1_900, 4_000))] == ["distance"]


def test_a_caption_too_brief_or_too_fast_without_need_is_a_fault() -> None:
    [brief] = found(cue(5_000, 5_900, "Yes."))
    assert (brief.rule, brief.why) == ("time", None)
    [fast] = found(cue(5_000, 6_100, "x" * 30), said=word("x", 5_000, 6_000))
    assert (fast.rule, fast.why) == ("speed", None)
    assert "27.3 characters a second" in str(fast)


def test_a_caption_shown_for_eight_seconds_is_a_fault() -> None:
    [long] = found(cue(0, 8_000))
    assert (long.rule, long.measured, long.why) == ("time", "is shown for 8.00 s", None)


def test_speech_that_is_too_fast_is_the_reason() -> None:
    words = [word("antidisestablishment", 500 * at, 500 * at + 500) for at in range(30)]
    broken = breaches(captioned(words), [], GAP_MS)
    assert {b.rule for b in broken} == {"speed"}
    assert all(b.why and "characters a second" in b.why for b in broken)


def test_a_caption_may_not_run_into_the_words_of_the_next_one() -> None:
    fast = (cue(1_000, 2_000, "x" * 30), [word("x", 1_000, 2_000)])
    slow = (cue(2_084, 8_000), [word("y", 2_084, 7_800)])
    [only] = breaches([fast, slow], [], GAP_MS)
    assert only.why
    [alone] = breaches([fast], [], GAP_MS)
    assert alone.why is None


def test_the_end_of_a_clip_is_a_reason() -> None:
    last = (cue(1_000, 2_100, "x" * 25), [word("x", 1_000, 2_000)])
    assert [b.why for b in breaches([last], [], GAP_MS)] == [None]
    [cut_short] = breaches([last], [], GAP_MS, whole_ms=1_900)
    assert cut_short.why


def test_a_caption_that_outlasts_its_speech_is_a_fault() -> None:
    silence = span(2_000, 2_800)
    within = [word("held", 1_000, 2_000), word("on", 2_800, 3_000)]
    [held] = breaches([(cue(1_000, 3_200), within)], [silence], GAP_MS)
    assert (held.rule, held.measured) == ("silence", "is in a silence for 0.80 s")
    assert held.why is None
    [late] = breaches([(cue(1_000, 2_700), within[:1])], [silence], GAP_MS)
    assert late.why is None


def test_a_caption_far_from_one_of_its_words_is_a_fault() -> None:
    words = [word("then", 0, 400), word("falls", 2_000, 2_500)]
    assert breaches([(cue(1_400, 2_750, "then falls"), words)], [], GAP_MS) == []
    [far] = breaches([(cue(1_500, 2_750, "then falls"), words)], [], GAP_MS)
    assert (far.rule, far.measured, far.why) == ("words", "is 1.10 s from one of its words", None)


def test_a_word_that_was_heard_in_a_silence_is_a_reason() -> None:
    words = [word("uh", 2_300, 2_300), word("and", 2_900, 3_400)]
    [heard] = breaches([(cue(2_100, 3_600), words)], [span(2_000, 2_900)], GAP_MS)
    assert heard.why == "the recogniser heard a word there"


def test_words_faster_than_anybody_speaks_are_why_captions_fall_behind() -> None:
    words = [word("memory", 6 * at, 6 * at + 6) for at in range(2_000)]
    found = breaches(captioned(words), [], GAP_MS)
    assert {breach.rule for breach in found} == {"time", "speed", "words"}
    assert [str(breach) for breach in found if breach.why is None] == []


@given(in_turn, st.sampled_from([0, 100, 5_000]))
def test_however_words_follow_one_another_a_breach_has_its_reason(
    words: list[Word], left_ms: int
) -> None:
    whole_ms = words[-1].end_ms + left_ms
    silences = gaps(words, span(0, whole_ms))
    found = breaches(captioned(words, GAP_MS, whole_ms), silences, GAP_MS, whole_ms)
    assert [str(breach) for breach in found if breach.why is None] == []
