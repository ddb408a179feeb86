"""The offline analyzer keeps its promises on any transcript."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture_assets.content.analyzer import Analyzer
from lecture_assets.content.features import WEIGHTS, importance
from lecture_assets.content.models import ContentSegments
from lecture_assets.content.providers.local import LocalAnalyzer
from lecture_assets.content.wording import without_opener
from lecture_assets.layout.models import Slide
from lecture_assets.media.about import About
from lecture_assets.options import ContentOptions
from lecture_assets.progress import ignore
from lecture_assets.transcript.models import Transcript, TranscriptSegment, Word
from lecture_assets.transcript.sentences import sentences_of
from lecture_assets_tests.content.three_topics import (
    duration_of,
    empty_layout,
    silence_of,
    three_topics,
    transcript_of,
)


def analyzed(transcript: Transcript, options: ContentOptions | None = None) -> ContentSegments:
    analyzer: Analyzer = LocalAnalyzer(options or ContentOptions())
    silence_map = silence_of(transcript, duration_of(transcript))
    return analyzer.analyze(transcript, empty_layout(), silence_map, ignore, About(), None)


def test_three_topics_give_segments_on_each_of_them() -> None:
    transcript, _ = three_topics()
    content = analyzed(transcript)
    said = " ".join(segment.title + " " + " ".join(segment.topics) for segment in content.segments)
    assert content.analyzer == "local"
    assert content.warnings == []
    assert all(word in said.lower() for word in ("photosynthesis", "inflation", "sort"))
    assert all(20_000 <= segment.duration_ms <= 120_000 for segment in content.segments)


def test_titles_differ_and_summaries_are_sentences_of_the_segment() -> None:
    transcript, _ = three_topics()
    segments = analyzed(transcript).segments
    assert len({segment.title for segment in segments}) == len(segments)
    for segment in segments:
        inside = [
            without_opener(s.text) for s in transcript.segments if segment.contains(s.start_ms)
        ]
        assert segment.summary.startswith(tuple(inside))
        assert segment.summary.endswith(tuple(inside))


def test_the_heading_of_the_slide_shown_longest_is_the_title() -> None:
    transcript, _ = three_topics()
    silence_map = silence_of(transcript, duration_of(transcript))
    end_ms = transcript.segments[11].end_ms
    slides = [
        Slide(start_ms=0, end_ms=end_ms, text="\nHow leaves work\nlight and water"),
        Slide(start_ms=end_ms, end_ms=silence_map.duration_ms),
    ]
    layout = empty_layout().model_copy(update={"slides": slides})
    segments = LocalAnalyzer(ContentOptions()).analyze(transcript, layout, silence_map, ignore)
    titles = [segment.title for segment in segments.segments]
    assert titles.count("How leaves work") == 1
    assert titles[0] == "How leaves work"
    assert "Merge sort" in titles


def test_the_features_explain_the_importance() -> None:
    transcript, _ = three_topics()
    for segment in analyzed(transcript).segments:
        assert segment.features.keys() == WEIGHTS.keys()
        assert segment.importance == importance(segment.features)


def test_the_same_lecture_gives_the_same_segments() -> None:
    transcript, _ = three_topics()
    assert analyzed(transcript) == analyzed(transcript)


def test_a_long_lecture_gives_at_most_as_many_segments_as_asked() -> None:
    texts = [segment.text for segment in three_topics()[0].segments]
    transcript = transcript_of(texts * 6)
    assert len(analyzed(transcript).segments) == 15
    assert len(analyzed(transcript, ContentOptions(max_segments=4)).segments) == 4


def test_ten_seconds_of_speech_are_one_segment() -> None:
    transcript = transcript_of(["Plants are green and grow in light.", "Their leaves hold sugar."])
    (segment,) = analyzed(transcript).segments
    assert segment.start_ms == transcript.segments[0].start_ms
    assert segment.end_ms == transcript.segments[-1].end_ms


def test_where_nothing_is_said_a_warning_says_so() -> None:
    content = analyzed(transcript_of([]))
    assert content.segments == []
    assert content.warnings == [
        "Nothing is said in this lecture, so there are no content segments."
    ]


def test_a_lecture_in_another_language_is_warned_about() -> None:
    german = transcript_of(["Pflanzen sind grün."]).model_copy(update={"language": "de"})
    assert "'de'" in analyzed(german).warnings[0]


def test_progress_ends_at_1() -> None:
    shares: list[float] = []
    transcript, _ = three_topics()
    silence_map = silence_of(transcript, duration_of(transcript))
    LocalAnalyzer(ContentOptions()).analyze(transcript, empty_layout(), silence_map, shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


TEXTS = ["the", "Plants", "grow.", "Now", "sorting", "lists.", "Why?", "it", "energy", "(", "。"]
WORDS = st.lists(
    st.tuples(st.integers(0, 8_000), st.integers(0, 3_000), st.sampled_from(TEXTS)), max_size=80
)


def transcript_from(steps: list[tuple[int, int, str]]) -> Transcript:
    """Words at the given distances, which may overlap, in one segment."""
    words, at_ms = [], 0
    for gap, length, text in steps:
        at_ms += gap
        words.append(Word(start_ms=at_ms, end_ms=at_ms + length, text=text))
    end_ms = max((word.end_ms for word in words), default=0)
    segment = TranscriptSegment(start_ms=0, end_ms=end_ms, text="", words=words)
    return Transcript(language="en", provider="fake", model="fake", segments=[segment])


@settings(max_examples=60)
@given(WORDS)
def test_whatever_is_said_segments_keep_bounds_order_and_sentence_edges(
    steps: list[tuple[int, int, str]],
) -> None:
    transcript = transcript_from(steps)
    content = analyzed(transcript)
    sentences = sentences_of(transcript.words())
    starts, ends = {s.start_ms for s in sentences}, {s.end_ms for s in sentences}
    assert bool(content.segments) == bool(sentences)
    assert all(s.start_ms in starts and s.end_ms in ends for s in content.segments)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(content.segments))
    assert all(segment.duration_ms <= 120_000 for segment in content.segments)
    assert all(segment.title and segment.summary for segment in content.segments)
    if len(content.segments) > 1:
        assert all(segment.duration_ms >= 20_000 for segment in content.segments)


@pytest.mark.parametrize("words", [1, 2_000])
def test_one_word_and_one_endless_sentence_end_in_segments(words: int) -> None:
    transcript = transcript_of([" ".join(["lecture"] * words)])
    assert analyzed(transcript).segments
