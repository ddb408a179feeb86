"""Topics are found, and windows stand on their own."""

import numpy as np

from lecture_assets.content.topics import extent, find_windows
from lecture_assets.content.vectors import text_vectors
from lecture_assets.options import ContentOptions
from lecture_assets.transcript.sentences import Sentence, sentences_of
from lecture_assets_tests.content.three_topics import three_topics, transcript_of


def windows_of(sentences: list[Sentence], options: ContentOptions, slides: list[int]) -> list[str]:
    vectors = text_vectors([sentence.text for sentence in sentences])
    windows = find_windows(sentences, vectors, slides, options)
    return [sentences[window.first].text for window in windows]


def test_three_topics_are_cut_at_their_two_boundaries() -> None:
    transcript, starts = three_topics()
    sentences = sentences_of(transcript.words())
    vectors = text_vectors([sentence.text for sentence in sentences])
    windows = find_windows(sentences, vectors, [], ContentOptions())
    assert set(starts) <= {window.first for window in windows}


def test_the_boundaries_are_found_without_pauses_and_cue_words_too() -> None:
    transcript, (second, third) = three_topics()
    texts = [segment.text for segment in transcript.segments]
    texts[second] = "Inflation is what economists talk about."
    texts[third] = "Sorting algorithms are the subject of computer science."
    sentences = sentences_of(transcript_of(texts).words())
    windows = find_windows(sentences, text_vectors(texts), [], ContentOptions())
    assert {second, third} <= {window.first for window in windows}


def test_greetings_and_homework_are_left_out() -> None:
    transcript, _ = three_topics()
    sentences = sentences_of(transcript.words())
    windows = find_windows(
        sentences, text_vectors([s.text for s in sentences]), [], ContentOptions()
    )
    assert sentences[windows[0].first].text.startswith("Let us begin with photosynthesis")
    assert sentences[windows[-1].last].text.startswith("In summary, a good sorting algorithm")


def test_a_new_slide_draws_the_cut_of_a_uniform_talk_to_itself() -> None:
    texts = ["Trees grow in the forest near the river."] * 24
    sentences = sentences_of(transcript_of(texts).words())
    vectors = text_vectors(texts)
    slide_ms = sentences[9].start_ms
    firsts = {w.first for w in find_windows(sentences, vectors, [slide_ms], ContentOptions())}
    without = {w.first for w in find_windows(sentences, vectors, [], ContentOptions())}
    assert 9 in firsts
    assert 9 not in without


def test_a_long_uniform_talk_is_tiled_with_windows_within_the_bounds() -> None:
    texts = ["Trees grow near the river."] * 900
    sentences = sentences_of(transcript_of(texts).words())
    windows = find_windows(sentences, np.ones((900, 1)), [], ContentOptions())
    lengths = [extent(sentences, window).duration_ms for window in windows]
    assert {window.topic for window in windows} == {0}
    assert min(lengths) >= 20_000
    assert max(lengths) <= 120_000
    assert sum(lengths) > 0.9 * (sentences[-1].end_ms - len(windows) * 700)


def test_speech_shorter_than_the_shortest_window_is_one_window() -> None:
    sentences = sentences_of(transcript_of(["Plants are green.", "Leaves hold light."]).words())
    windows = find_windows(sentences, np.eye(2), [], ContentOptions())
    assert [extent(sentences, window) for window in windows] == [
        extent(sentences, windows[0]).model_copy(
            update={"start_ms": sentences[0].start_ms, "end_ms": sentences[1].end_ms}
        )
    ]
