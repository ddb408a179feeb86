"""A lecture of three hours is asked about in parts, and merged."""

from itertools import chain, pairwise

import pytest

from lecture_assets.content.parts import MOST_TOKENS, tokens_of
from lecture_assets.content.prompt import TASK
from lecture_assets.errors import ProviderError
from lecture_assets.operations import HostedOptions
from lecture_assets.transcript.sentences import sentences_of
from lecture_assets_tests.content.loopback import OpenModel, numbers_in, proposal
from lecture_assets_tests.content.three_topics import (
    INFLATION,
    PHOTOSYNTHESIS,
    SORTING,
    transcript_of,
)
from lecture_assets_tests.servers.hosted import BAD_KEY

TOPICS = [text.strip().splitlines() for text in (PHOTOSYNTHESIS, INFLATION, SORTING)]
TEXTS = [*chain(*[TOPICS[number % 3] * 4 for number in range(36)])]
LONG = transcript_of(TEXTS, pause_ms=1_800)
SHORTER = transcript_of(TEXTS[: len(TEXTS) * 2 // 3], pause_ms=1_800)
WORDS = "Leaves", "Chlorophyll in plants."


def six_of_each(turns: list[str]) -> str:
    """Six segments of eight sentences."""
    numbers = numbers_in(turns[0])
    step = len(numbers) // 6
    return proposal(*((numbers[at * step], numbers[at * step] + 7, *WORDS) for at in range(6)))


def test_three_hours_are_asked_about_in_parts_within_a_bound(open_model: OpenModel) -> None:
    model = open_model(six_of_each)
    content = model.analyze(LONG)
    sentences = sentences_of(LONG.words())
    assert sentences[-1].end_ms > 3 * 3_600_000
    questions = sorted((turns[0] for turns in model.heard), key=lambda turn: numbers_in(turn)[0])
    assert len(questions) == 3
    assert [*chain(*map(numbers_in, questions))] == list(range(1, len(sentences) + 1))
    assert all(tokens_of(turn) < MOST_TOKENS * 1.3 for turn in (TASK, *questions))
    assert len(content.segments) == 15
    assert content.analyzer == model.analyzer.provider
    starts = {sentence.start_ms for sentence in sentences}
    assert {segment.start_ms for segment in content.segments} <= starts
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(content.segments))
    assert len({segment.title for segment in content.segments}) == 15


def test_where_one_part_fails_the_offline_analyzer_does_that_one(open_model: OpenModel) -> None:
    def says(turns: list[str]) -> str:
        return "no" if 1 in numbers_in(turns[0]) else six_of_each(turns)

    model = open_model(says)
    content = model.analyze(SHORTER)
    assert content.analyzer == f"{model.analyzer.provider}+local"
    (why,) = content.warnings[:1]
    assert "gave no usable segments from 0:00 to " in why
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(content.segments))


def test_parts_that_were_answered_are_not_asked_again(open_model: OpenModel) -> None:
    model = open_model(six_of_each, HostedOptions(requests_in_flight=1))
    model.server.script.extend([None, BAD_KEY])
    with pytest.raises(ProviderError, match=r"failed at part 2 of 2 of the content segments"):
        model.analyze(SHORTER)
    assert len(model.heard) == 1
    content = model.analyze(SHORTER)
    assert len({numbers_in(turns[0])[0] for turns in model.heard}) == len(model.heard) == 2
    assert content.analyzer == model.analyzer.provider
