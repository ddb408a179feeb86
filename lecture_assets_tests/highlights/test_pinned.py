"""Tests of highlights that an editor decides: whatever can be obeyed is."""

from itertools import pairwise

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from lecture_assets.edits.models import Edits
from lecture_assets.edits.parse import parse_edits
from lecture_assets.edits.retold import Retelling
from lecture_assets.edits.words import find
from lecture_assets.errors import EditsError
from lecture_assets.highlights.models import Highlight, SelectedHighlights
from lecture_assets.highlights.retelling import with_corrections
from lecture_assets.highlights.select import select_highlights
from lecture_assets.media.by_hand import FaultError
from lecture_assets.options import HighlightOptions
from lecture_assets.timeline import clock, span
from lecture_assets.transcript.models import Transcript
from lecture_assets_tests.content.three_topics import (
    duration_of,
    empty_layout,
    silence_of,
    transcript_of,
)
from lecture_assets_tests.highlights.test_select import content_of

WORDS = ("volcano", "inflation", "pendulum", "grammar", "ocean", "algorithm", "glacier", "violin")


def lecture() -> Transcript:
    """Eight subjects of four sentences of equal length."""
    return transcript_of(
        [f"The {word} is a {word} with a {word} part{n}." for word in WORDS for n in range(4)]
    )


LECTURE = lecture()
_PITCH_MS = LECTURE.segments[1].start_ms - LECTURE.segments[0].start_ms
DURATION_MS = duration_of(LECTURE)
SILENCE_MAP = silence_of(LECTURE, DURATION_MS)
SUBJECTS = [
    span(LECTURE.segments[at].start_ms, LECTURE.segments[at + 3].end_ms)
    for at in range(0, len(LECTURE.segments), 4)
]


def edited(text: str, options: HighlightOptions | None = None) -> SelectedHighlights:
    edits: Edits = parse_edits(text.encode())
    return select_highlights(
        content_of(*SUBJECTS),
        LECTURE,
        SILENCE_MAP,
        empty_layout(),
        DURATION_MS,
        options or HighlightOptions(),
        edits,
    )


def at(chosen: SelectedHighlights, at_ms: int) -> Highlight:
    (found,) = (each for each in chosen.highlights if each.contains(at_ms))
    return found


def shown(highlight: Highlight) -> str:
    return f"{clock(highlight.start_ms)}-{clock(highlight.end_ms)}"


def test_a_highlight_that_is_pinned_by_the_times_on_the_page_is_the_same_one() -> None:
    chosen = edited("clips: 8")
    assert len(chosen.highlights) == 8
    for each in chosen.highlights:
        (pinned,) = edited(f"clips: 1\npin:\n  - {shown(each)}").highlights
        assert (pinned.keep, pinned.title) == (each.keep, each.title)
        assert pinned.reasons == ["An editor pinned it.", *each.reasons]


def test_whole_seconds_settle_at_the_nearest_sentence_and_fractions_do_not() -> None:
    third = LECTURE.segments[2]
    near = f"{clock(third.start_ms - 1_500)}-{clock(third.end_ms + 1_200)}"
    (pinned,) = edited(f"clips: 1\npin:\n  - {near}").highlights
    assert (pinned.start_ms, pinned.end_ms) == (third.start_ms - 250, third.end_ms + 350)
    (exact,) = edited("clips: 1\npin:\n  - 0:10.123-0:12.5").highlights
    assert (exact.start_ms, exact.end_ms) == (10_123, 12_500)


def test_a_pin_of_its_own_is_named_by_what_is_said_there() -> None:
    (pinned,) = edited("clips: 1\npin:\n  - 0:10.0-0:20.0").highlights
    assert pinned.title.startswith("The volcano is a volcano")
    (named,) = edited("clips: 1\npin:\n  - {at: 0:10.0-0:20.0, title: Lava}").highlights
    assert named.title == "Lava"


def test_nothing_of_what_is_banned_is_shown_and_the_rest_of_a_candidate_may_be() -> None:
    second = LECTURE.segments[4]
    chosen = edited(f"clips: 8\nban:\n  - {clock(second.start_ms)}-{clock(second.end_ms)}")
    assert len(chosen.highlights) == 8
    assert at(chosen, second.end_ms + 1_500).start_ms >= second.end_ms - 1_000
    whole = SUBJECTS[1]
    chosen = edited(f"clips: 8\nban:\n  - {clock(whole.start_ms)}-{clock(whole.end_ms + 1_000)}")
    assert len(chosen.highlights) == 7
    (reason,) = (each.reason for each in chosen.rejected)
    assert reason.startswith("Left out because an editor banned ")


def test_a_ban_by_the_times_on_the_page_leaves_its_neighbours_as_they_were() -> None:
    all_of_them = edited("clips: 8").highlights
    in_order = sorted(all_of_them, key=lambda each: each.start_ms)
    chosen = edited(f"clips: 8\nban:\n  - {shown(in_order[3])}")
    left = sorted(chosen.highlights, key=lambda each: each.start_ms)
    assert [each.keep for each in left] == [each.keep for each in in_order if each != in_order[3]]
    pinned = edited(f"clips: 1\nban:\n  - {shown(in_order[3])}\npin:\n  - {shown(in_order[2])}")
    assert [each.keep for each in pinned.highlights] == [in_order[2].keep]


def test_a_moved_boundary_leaves_the_other_one_where_it_was() -> None:
    before = at(edited("clips: 8"), SUBJECTS[3].start_ms)
    sooner_ms = before.end_ms - _PITCH_MS
    moved = edited(f"clips: 8\nmove:\n  - at: {shown(before)}\n    end: {clock(sooner_ms)}")
    after = at(moved, SUBJECTS[3].start_ms)
    assert after.start_ms == before.start_ms
    assert after.end_ms == sooner_ms
    assert (after.title, after.reasons[0]) == (before.title, "An editor moved its boundaries.")


def test_a_pin_can_be_moved_too_and_keeps_its_title() -> None:
    text = "clips: 1\npin:\n  - {at: 0:10.0-0:20.0, title: Lava}\n"
    (moved,) = edited(f"{text}move:\n  - {{at: 0:10-0:20, start: 0:09.5}}").highlights
    assert (moved.start_ms, moved.end_ms, moved.title) == (9_500, 20_000, "Lava")


def test_a_highlight_may_be_moved_to_where_the_next_one_was() -> None:
    first, second = (shown(at(edited("clips: 8"), each.start_ms)) for each in SUBJECTS[1:3])
    start, end = second.split("-")
    moves = [
        f"{{at: {first}, start: {start}, end: {end}}}",
        f"{{at: {second}, start: 1:01, end: 1:19}}",
    ]
    chosen = edited(listed("move", moves))
    by_editor = [each for each in chosen.highlights if each.reasons[0].startswith("An editor")]
    assert sorted(map(shown, by_editor)) == sorted([second, shown(at(chosen, 70_000))])


def test_titles_belong_to_what_lies_there() -> None:
    chosen = edited("clips: 8\nretitle:\n  - {at: 0:21-0:30, title: Money}")
    assert [each.title for each in chosen.highlights if each.title == "Money"] == ["Money"]
    assert at(chosen, 25_000).title == "Money"
    chosen = edited("clips: 0\nretitle:\n  - {at: 0:21-0:30, title: Money}")
    assert chosen.warnings == [
        "There are no highlights. An editor asked for none.",
        "edits.yaml, line 3: there is no highlight at 0:21 to 0:30, so the title was not used.",
    ]


def test_where_no_clips_are_wanted_none_is_said_to_be_better() -> None:
    reasons = {each.reason for each in edited("clips: 0").rejected}
    assert "An editor asked for no highlights." in reasons
    assert not any("better" in reason for reason in reasons)


def test_the_number_of_clips_is_the_editors_and_too_many_is_a_warning() -> None:
    assert len(edited("clips: 7").highlights) == 7
    assert len(edited("").highlights) == 3
    assert edited("clips: 9").warnings == [
        "edits.yaml, line 1: 9 clips are asked for, and 8 could be chosen."
    ]


def test_all_clips_together_keep_to_their_length_and_a_pin_goes_first() -> None:
    options = HighlightOptions(max_total_ms=40_000)
    chosen = edited("clips: 8\npin:\n  - 0:00-0:30", options)
    assert sum(each.clip_ms for each in chosen.highlights) <= 50_000
    assert at(chosen, 10_000).reasons[0] == "An editor pinned it."
    assert any("all clips would last more than 40 s" in each.reason for each in chosen.rejected)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "pin:\n  - 0:10-0:20\nmove:\n  - {at: 0:40-0:50, start: 0:15}",
            "edits.yaml, line 4: it asks for what line 2 asks for too; mend the file, or remove "
            "it.",
        ),
        (
            "clips: 1\nmove:\n  - {at: 0:20-0:40, end: 0:35}\n  - {at: 1:00-1:20, end: 1:15}",
            "edits.yaml, line 1: clips is 1, but 2 are pinned or moved; mend the file, or remove "
            "it.",
        ),
        (
            "clips: 1\npin:\n  - 9:00.0-9:00.5",
            "edits.yaml, line 3: nothing is left of the stretch that it asks for; mend the file, "
            "or remove it.",
        ),
        (
            "pin:\n  - 0:05.000-0:05.001",
            "edits.yaml, line 2: less than half a second is left of the stretch that it asks for; "
            "mend the file, or remove it.",
        ),
    ],
)
def test_what_cannot_be_obeyed_names_its_line(text: str, sentence: str) -> None:
    with pytest.raises(EditsError) as refused:
        edited(text)
    assert str(refused.value) == sentence


def test_corrected_words_are_in_titles_and_summaries_and_change_no_choice() -> None:
    before = edited("clips: 8\npin:\n  - 0:10.0-0:20.0")
    after = edited("clips: 8\npin:\n  - 0:10.0-0:20.0\ncorrect:\n  - {heard: volcano, say: crater}")
    assert [each.keep for each in after.highlights] == [each.keep for each in before.highlights]
    assert at(after, 12_000).title.startswith("The crater is a crater")
    assert len(after.corrections) == 12


def test_a_title_whose_words_were_all_taken_out_is_its_time() -> None:
    [segment] = content_of(SUBJECTS[1]).segments
    content = content_of().model_copy(
        update={"segments": [segment.model_copy(update={"title": "Inflation"})]}
    )
    edits = parse_edits(b"correct:\n  - {heard: inflation, say: ''}")
    retelling = Retelling(LECTURE, find(edits.corrections, LECTURE).corrected)
    [told] = with_corrections(content, retelling).segments
    assert told.title == f"From {clock(segment.start_ms)}"


TIMES = st.integers(0, DURATION_MS // 1000)
STRETCHES = st.builds(
    lambda start, length, dot: f"{clock(start * 1000)}{dot}-{clock((start + length) * 1000)}{dot}",
    TIMES,
    st.integers(1, 40),
    st.sampled_from(["", ".0", ".345"]),
)


def listed(name: str, entries: list[str]) -> str:
    return f"{name}:\n" + "".join(f"  - {each}\n" for each in entries)


@settings(max_examples=120)
@given(
    st.none() | st.integers(0, 10),
    st.lists(STRETCHES, max_size=3),
    st.lists(STRETCHES, max_size=3),
    st.lists(st.tuples(STRETCHES, st.sampled_from(["start", "end"]), TIMES), max_size=2),
)
def test_any_edits_are_obeyed_or_refused_with_a_line(
    clips: int | None, pins: list[str], bans: list[str], moves: list[tuple[str, str, int]]
) -> None:
    text = "" if clips is None else f"clips: {clips}\n"
    text += listed("pin", pins) + listed("ban", bans)
    text += listed("move", [f"{{at: {at}, {key}: {clock(s * 1000)}}}" for at, key, s in moves])
    try:
        edits = parse_edits(text.encode())
    except FaultError:
        reject()
    try:
        chosen = edited(text)
    except EditsError as error:
        refused = str(error)
        assert refused.startswith("edits.yaml, line ")
        return
    in_order = sorted(chosen.highlights, key=lambda each: each.start_ms)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(in_order))
    assert all(0 <= each.start_ms < each.end_ms <= DURATION_MS for each in in_order)
    for ban in edits.bans:
        start, end = ban.at.start, ban.at.end.at_ms
        surely = span(min(end, start.at_ms + (0 if start.exact else 999)), end)
        assert not any(surely.overlap_ms(each) for each in in_order)
    assert len(in_order) <= max(3 if clips is None else clips, len(pins) + len(moves))
    by_editor = [each for each in in_order if each.reasons[0].startswith("An editor")]
    assert len(by_editor) >= max(len(pins), len(moves))
    for pin in edits.pins:
        near = span(max(0, pin.at.start.at_ms - 4_000), pin.at.end.at_ms + 4_000)
        assert moves or any(near.overlap_ms(each) == each.duration_ms for each in by_editor)
