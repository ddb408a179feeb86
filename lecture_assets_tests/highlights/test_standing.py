"""Tests of highlights that can be understood, and seen, by themselves."""

import pytest

from lecture_assets.highlights.select import select_highlights
from lecture_assets.layout.models import LayoutPart, Slide
from lecture_assets.options import HighlightOptions
from lecture_assets.timeline import span
from lecture_assets.transcript.models import Transcript
from lecture_assets_tests.content.three_topics import (
    duration_of,
    empty_layout,
    silence_of,
    transcript_of,
)
from lecture_assets_tests.highlights.test_select import content_of, selected


def leaning_lecture(*openings: str) -> Transcript:
    """Twelve sentences, of which some open as told; the rest stands on its own."""
    texts = ["Plants are green and grow in the light of the sun."] * 12
    for at, opening in enumerate(openings, 4 - len(openings)):
        texts[at] = f"{opening} grows in the light of the warm and friendly sun."
    return transcript_of(texts)


def test_a_start_that_leans_on_what_was_said_before_moves_back() -> None:
    transcript = leaning_lecture("This")
    said = transcript.segments
    wanted = content_of(span(said[3].start_ms, said[9].end_ms))
    chosen = selected(transcript, wanted)
    (highlight,) = chosen.highlights
    assert highlight.start_ms == said[2].start_ms - 250
    assert any("moved back to where it leans on nothing" in each for each in highlight.reasons)
    features = {"opens_on_pronoun": 1.0}
    paid = wanted.segments[0].model_copy(update={"features": features})
    (refunded,) = selected(transcript, wanted.model_copy(update={"segments": [paid]})).highlights
    assert refunded.score == pytest.approx(highlight.score + 0.12)


def test_a_clip_opens_after_greetings_and_after_the_rest_of_another_sentence() -> None:
    for idle in ("Good morning, everybody, and welcome: a plant", "where a plant"):
        transcript = leaning_lecture(idle)
        said = transcript.segments
        wanted = content_of(span(said[3].start_ms, said[9].end_ms))
        (highlight,) = selected(transcript, wanted).highlights
        assert highlight.start_ms == said[4].start_ms - 250


def test_a_clip_ends_with_the_rest_of_its_last_sentence() -> None:
    transcript = leaning_lecture("which also")
    said = transcript.segments
    wanted = content_of(span(said[0].start_ms, said[2].end_ms))
    (highlight,) = selected(transcript, wanted).highlights
    assert highlight.end_ms == said[3].end_ms + 350


def test_a_start_that_has_nowhere_to_go_back_to_pays_for_leaning() -> None:
    transcript = transcript_of(["And that grows in the light of the warm and friendly sun."] * 12)
    wanted = content_of(span(transcript.segments[3].start_ms, transcript.segments[11].end_ms))
    (highlight,) = selected(transcript, wanted).highlights
    assert highlight.start_ms == transcript.segments[3].start_ms - 250
    assert highlight.score == pytest.approx(0.35)
    assert "It opens on “And”, which leans on what was said before." in highlight.reasons
    german = transcript.model_copy(update={"language": "de"})
    (highlight,) = selected(german, wanted).highlights
    assert highlight.score == pytest.approx(0.5)


def test_an_end_that_leaves_its_listener_hanging_pays_for_it() -> None:
    transcript = transcript_of(["And that grows in the light of the warm and friendly sun."] * 40)
    wanted = content_of(span(transcript.segments[3].start_ms, transcript.segments[11].end_ms))
    (highlight,) = selected(transcript, wanted).highlights
    assert highlight.end_ms == transcript.segments[11].end_ms + 350
    assert highlight.score == pytest.approx(0.5 - 0.15 - 0.12)
    assert "What follows it belongs to its last sentence." in highlight.reasons


def test_a_stretch_that_points_at_what_is_not_shown_pays_for_it() -> None:
    transcript = leaning_lecture("As you can see on this slide, it")
    wanted = content_of(span(transcript.segments[1].start_ms, transcript.segments[11].end_ms))
    camera = LayoutPart(
        start_ms=0, end_ms=duration_of(transcript), kind="camera_only", confidence=1
    )
    layout = empty_layout().model_copy(update={"parts": [camera]})
    silence_map = silence_of(transcript, duration_of(transcript))
    (highlight,) = select_highlights(
        wanted, transcript, silence_map, layout, silence_map.duration_ms, HighlightOptions()
    ).highlights
    assert highlight.score == pytest.approx(0.45)
    assert any("while no slide is shown" in each for each in highlight.reasons)


def test_an_edge_goes_elsewhere_rather_than_show_a_moment_of_another_slide() -> None:
    transcript = transcript_of(["Plants are green and grow in the light of the sun."] * 12)
    said = transcript.segments
    slides = [
        Slide(start_ms=0, end_ms=said[2].start_ms + 900),
        Slide(start_ms=said[2].start_ms + 900, end_ms=duration_of(transcript)),
    ]
    layout = empty_layout().model_copy(update={"slides": slides})
    silence_map = silence_of(transcript, duration_of(transcript))
    wanted = content_of(span(said[2].start_ms, said[9].end_ms))
    (highlight,) = select_highlights(
        wanted, transcript, silence_map, layout, silence_map.duration_ms, HighlightOptions()
    ).highlights
    assert highlight.start_ms == said[3].start_ms - 250
