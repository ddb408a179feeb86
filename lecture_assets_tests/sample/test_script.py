"""Tests of what is said in the sample lecture."""

from itertools import pairwise

from lecture_assets.sample.script import SCRIPT
from lecture_assets.sample.slides import SLIDES

LINES = [line for topic in SCRIPT for line in topic.lines]


def test_the_script_is_about_three_minutes_of_speech() -> None:
    assert 380 <= sum(len(line.text.split()) for line in LINES) <= 450


def test_every_line_is_one_whole_sentence_of_a_length_that_can_be_followed() -> None:
    for line in LINES:
        assert line.text[-1] in ".?"
        assert 8 <= len(line.text.split()) <= 22, line.text


def test_every_slide_is_shown_in_order_and_its_builds_only_grow() -> None:
    shown = [(line.slide, line.build) for line in LINES]
    assert shown == sorted(shown)
    assert {slide for slide, _ in shown} == set(range(1, len(SLIDES) + 2))


def test_topics_are_apart_by_a_long_pause_and_each_has_one_inside() -> None:
    assert all(1_500 <= topic.lines[-1].pause_ms <= 2_500 for topic in SCRIPT)
    for topic in SCRIPT[1:4]:
        assert max(line.pause_ms for line in topic.lines[:-1]) > 1_500


def test_a_new_topic_opens_a_new_slide() -> None:
    for before, after in pairwise(SCRIPT):
        assert after.lines[0].slide == before.lines[-1].slide + 1
