"""Highlights are whole, lie in silence, and every other candidate has its reason."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lecture_assets.content.models import ContentSegment, ContentSegments
from lecture_assets.content.providers.local import LocalAnalyzer
from lecture_assets.highlights.faults import edges_in_sentences, edges_in_sound
from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.highlights.select import select_highlights
from lecture_assets.layout.models import Slide
from lecture_assets.options import ContentOptions, HighlightOptions
from lecture_assets.progress import ignore
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import Span, merge, span, total_ms
from lecture_assets.transcript.models import Transcript, TranscriptSegment, Word
from lecture_assets_tests.content.three_topics import (
    duration_of,
    empty_layout,
    silence_of,
    three_topics,
    transcript_of,
)


def content_of(*spans: Span, importance: float = 0.5) -> ContentSegments:
    """Candidates with one title each."""
    segments = [
        ContentSegment(
            start_ms=each.start_ms,
            end_ms=each.end_ms,
            title=f"Title {number}",
            topics=[],
            summary="A summary.",
            importance=importance,
            features={"definitions": 1.0},
        )
        for number, each in enumerate(spans)
    ]
    return ContentSegments(analyzer="fake", segments=segments)


def selected(
    transcript: Transcript,
    content: ContentSegments | None = None,
    silence_map: SilenceMap | None = None,
    options: HighlightOptions | None = None,
) -> SelectedHighlights:
    duration_ms = duration_of(transcript)
    silence_map = silence_map or silence_of(transcript, duration_ms)
    analyzer = LocalAnalyzer(ContentOptions())
    content = content or analyzer.analyze(transcript, empty_layout(), silence_map, ignore)
    options = options or HighlightOptions()
    return select_highlights(content, transcript, silence_map, empty_layout(), duration_ms, options)


def without_silence(transcript: Transcript) -> SilenceMap:
    silence_map = silence_of(transcript, duration_of(transcript))
    return silence_map.model_copy(update={"silences": [], "speech": []})


def test_three_minutes_on_three_topics_give_a_highlight_on_each() -> None:
    transcript, (second, third) = three_topics()
    chosen = selected(transcript)
    bounds = [transcript.segments[second].start_ms, transcript.segments[third].start_ms]
    topics = sorted(sum(h.start_ms > at - 1_000 for at in bounds) for h in chosen.highlights)
    assert set(topics) == {0, 1, 2}
    assert all(20_000 <= highlight.clip_ms <= 45_000 for highlight in chosen.highlights)
    assert [highlight.rank for highlight in chosen.highlights] == [1, 2, 3, 4]
    scores = [highlight.score for highlight in chosen.highlights]
    assert scores == sorted(scores, reverse=True)


def test_every_edge_lies_in_a_silence_and_no_word_is_cut() -> None:
    transcript, _ = three_topics()
    silence_map = silence_of(transcript, duration_of(transcript))
    chosen = selected(transcript)
    assert edges_in_sound(chosen, silence_map) == []
    for highlight in chosen.highlights:
        for word in transcript.words():
            cut = word.overlap_ms(highlight)
            assert cut in (0, word.duration_ms)


def test_every_candidate_is_either_chosen_or_rejected_with_a_reason() -> None:
    transcript, _ = three_topics()
    silence_map = silence_of(transcript, duration_of(transcript))
    analyzer = LocalAnalyzer(ContentOptions())
    content = analyzer.analyze(transcript, empty_layout(), silence_map, ignore)
    chosen = selected(transcript, content)
    assert len(chosen.highlights) + len(chosen.rejected) == len(content.segments)
    assert all(each.reason.endswith(".") for each in chosen.rejected)
    assert all(highlight.reasons for highlight in chosen.highlights)


def test_a_start_without_silence_moves_to_the_neighbouring_sentence() -> None:
    transcript = transcript_of(["Plants are green and grow in the light of the sun."] * 9)
    silence_map = silence_of(transcript, duration_of(transcript))
    third = transcript.segments[2].start_ms
    quiet = [each for each in silence_map.silences if not each.contains(third)]
    silence_map = silence_map.model_copy(update={"silences": quiet})
    wanted = span(third, transcript.segments[8].end_ms)
    (highlight,) = selected(transcript, content_of(wanted), silence_map).highlights
    assert highlight.start_ms == transcript.segments[3].start_ms - 250
    assert any("moved" in reason for reason in highlight.reasons)


def test_the_same_documents_give_the_same_choice() -> None:
    transcript, _ = three_topics()
    assert selected(transcript).content_hash() == selected(transcript).content_hash()


def test_a_segment_that_is_too_long_shrinks_to_whole_sentences() -> None:
    transcript = transcript_of(["Plants are green and grow in the light of the sun."] * 40)
    options = HighlightOptions(max_clip_ms=30_000)
    wanted = span(transcript.segments[0].start_ms, transcript.segments[-1].end_ms)
    (highlight,) = selected(transcript, content_of(wanted), options=options).highlights
    assert 20_000 < highlight.clip_ms <= 30_000
    assert highlight.start_ms == transcript.segments[0].start_ms - 250


def test_a_segment_that_is_too_short_grows_by_whole_sentences() -> None:
    transcript = transcript_of(["Plants are green and grow in the light."] * 12)
    third = transcript.segments[2]
    (highlight,) = selected(transcript, content_of(third)).highlights
    assert highlight.clip_ms >= 8_000


def test_long_pauses_are_taken_out_of_the_clip() -> None:
    transcript = transcript_of(["Plants are green and grow in the light."] * 4, pause_ms=3_000)
    wanted = span(transcript.segments[0].start_ms, transcript.segments[3].end_ms)
    (highlight,) = selected(transcript, content_of(wanted)).highlights
    assert len(highlight.keep) == 4
    assert highlight.clip_ms == highlight.duration_ms - 3 * (3_020 - 500)
    assert any("pauses are taken out" in reason for reason in highlight.reasons)


def test_a_lecture_shorter_than_the_shortest_clip_gives_all_of_it() -> None:
    transcript = transcript_of(["Plants are green.", "Leaves hold light."])
    (highlight,) = selected(transcript).highlights
    assert highlight.clip_ms < 8_000
    assert highlight.start_ms <= transcript.segments[0].start_ms
    assert highlight.end_ms >= transcript.segments[1].end_ms


def test_of_two_segments_that_say_the_same_one_is_rejected() -> None:
    transcript = transcript_of(["Plants are green and grow in the light of the sun."] * 30)
    first, middle, last = (transcript.segments[at] for at in (0, 9, 29))
    twins = content_of(span(first.start_ms, middle.end_ms), span(middle.end_ms, last.end_ms))
    chosen = selected(transcript, twins)
    assert len(chosen.highlights) == 1
    assert "same thing" in chosen.rejected[0].reason


def test_a_stretch_on_one_slide_is_preferred() -> None:
    transcript, (second, third) = three_topics()
    starts = [0, transcript.segments[second].start_ms, transcript.segments[third].start_ms]
    ends = [*starts[1:], duration_of(transcript)]
    spans = [span(start + 20_000, end - 10_000) for start, end in zip(starts, ends, strict=True)]
    slides = [
        Slide(start_ms=start, end_ms=end)
        for start, end in ((0, starts[2] + 30_000), (starts[2] + 30_000, ends[2]))
    ]
    layout = empty_layout().model_copy(update={"slides": slides})
    silence_map = silence_of(transcript, duration_of(transcript))
    chosen = select_highlights(
        content_of(*spans), transcript, silence_map, layout, ends[2], HighlightOptions()
    )
    ranked = {highlight.title: highlight.rank for highlight in chosen.highlights}
    assert ranked["Title 2"] == 3


def test_without_segments_a_warning_says_why() -> None:
    chosen = selected(transcript_of([]))
    assert chosen.highlights == []
    assert chosen.warnings == [
        "There are no highlights. Nothing is said in this lecture, so there are no content "
        "segments."
    ]


def test_without_silence_a_warning_says_why() -> None:
    transcript, _ = three_topics()
    inner = span(transcript.segments[10].start_ms, transcript.segments[15].end_ms)
    chosen = selected(transcript, content_of(inner), without_silence(transcript))
    assert chosen.highlights == []
    assert "no silence lies near its start" in chosen.warnings[0]


@pytest.mark.parametrize("most", [1, 2])
def test_no_more_highlights_than_asked(most: int) -> None:
    chosen = selected(three_topics()[0], options=HighlightOptions(max_highlights=most))
    assert len(chosen.highlights) == most


MS = st.integers(0, 90_000)
SPANS = st.lists(st.builds(lambda at, ms: span(at, at + ms // 4), MS, MS), max_size=8)
WORDS = st.lists(
    st.tuples(MS, st.integers(0, 3_000), st.sampled_from(["Plants", "grow.", "Why?", "so", "。"])),
    max_size=60,
)


@settings(max_examples=150)
@given(WORDS, SPANS, SPANS, st.integers(1_000, 100_000))
def test_whatever_is_given_highlights_keep_their_promises(
    said: list[tuple[int, int, str]],
    silences: list[Span],
    wanted: list[Span],
    duration_ms: int,
) -> None:
    words = [Word(start_ms=at, end_ms=at + ms, text=text) for at, ms, text in said]
    segments = [TranscriptSegment(start_ms=0, end_ms=100_000, text="", words=words)]
    transcript = Transcript(language="en", provider="x", model="x", segments=segments)
    silence_map = SilenceMap(
        duration_ms=duration_ms,
        threshold_dbfs=-40,
        noise_floor_dbfs=-60,
        min_silence_ms=400,
        silences=[each for each in merge(silences) if each.end_ms <= duration_ms],
        speech=[],
    )
    content = content_of(*wanted)
    options = HighlightOptions()
    chosen = select_highlights(
        content, transcript, silence_map, empty_layout(), duration_ms, options
    )
    in_order = sorted(chosen.highlights, key=lambda highlight: highlight.start_ms)
    assert edges_in_sound(chosen, silence_map) == []
    if _can_be_told_apart(words) and all(word.end_ms <= duration_ms for word in words):
        assert edges_in_sentences(chosen, transcript) == []
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(in_order))
    assert len(chosen.highlights) + len(chosen.rejected) == len(wanted)
    assert bool(chosen.highlights) != bool(chosen.warnings)
    for highlight in chosen.highlights:
        assert 0 <= highlight.start_ms < highlight.end_ms <= duration_ms
        assert 0 < total_ms(highlight.keep) <= options.max_clip_ms
        assert highlight.keep[0].start_ms == highlight.start_ms
        assert highlight.keep[-1].end_ms == highlight.end_ms
        assert all(one.end_ms < other.start_ms for one, other in pairwise(highlight.keep))


def _can_be_told_apart(words: list[Word]) -> bool:
    """Tell whether no two words have one middle, by which a word is in a clip or is not."""
    in_order = sorted(words, key=lambda word: word.start_ms)
    middles = [(word.start_ms + word.end_ms) // 2 for word in in_order]
    return all(one < other for one, other in pairwise(middles))


GAPS = st.sampled_from([0, 0, 0, 1, 40, 300, 700, 2_500])
LENGTHS = st.sampled_from([0, 1, 2, 50, 300, 900])
SAID = st.lists(st.tuples(GAPS, LENGTHS, st.sampled_from(["A", "go.", "Why?", "so"])), min_size=1)
QUIET = st.lists(st.tuples(st.integers(0, 60), st.integers(-150, 150), st.integers(0, 1_200)))


@settings(max_examples=80)
@given(SAID, QUIET, st.integers(0, 30), st.integers(0, 30))
@example([(0, 1, "go."), (0, 1, "A"), (0, 0, "A")], [(0, 0, 1)], 0, 0)
def test_no_sentence_is_cut_where_words_touch_and_silences_are_a_little_off(
    said: list[tuple[int, int, str]], quiet: list[tuple[int, int, int]], first: int, last: int
) -> None:
    words: list[Word] = []
    at_ms = 0
    for gap_ms, length_ms, text in said:
        at_ms += gap_ms
        words.append(Word(start_ms=at_ms, end_ms=at_ms + length_ms, text=text))
        at_ms += length_ms
    ends = [word.end_ms for word in words]
    starts = [max(0, ends[at % len(ends)] + off_ms) for at, off_ms, _ in quiet]
    silences = [span(at, at + ms) for at, (_, _, ms) in zip(starts, quiet, strict=True)]
    silence_map = SilenceMap(
        duration_ms=at_ms + 2_000,
        threshold_dbfs=-40,
        noise_floor_dbfs=-60,
        min_silence_ms=400,
        silences=[each for each in merge(silences) if each.end_ms <= at_ms + 2_000],
        speech=[],
    )
    segments = [TranscriptSegment(start_ms=0, end_ms=at_ms, text="", words=words)]
    transcript = Transcript(language="en", provider="x", model="x", segments=segments)
    low, high = sorted((first % len(words), last % len(words)))
    content = content_of(span(words[low].start_ms, words[high].end_ms))
    chosen = selected(transcript, content, silence_map, HighlightOptions(min_clip_ms=0))
    if _can_be_told_apart(words):
        assert edges_in_sentences(chosen, transcript) == []
