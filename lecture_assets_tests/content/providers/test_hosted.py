"""Hosted analyzers against models on loopback: what they answer well, badly and not at all."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lecture_assets.content.features import WEIGHTS, importance
from lecture_assets.content.models import ContentSegments
from lecture_assets.content.providers.local import LocalAnalyzer
from lecture_assets.content.settled import JUDGED
from lecture_assets.errors import BudgetExceededError, ProviderError, RefusedKeyError
from lecture_assets.media.about import About
from lecture_assets.operations import HostedOptions
from lecture_assets.options import ContentOptions
from lecture_assets.progress import ignore
from lecture_assets.transcript.sentences import sentences_of
from lecture_assets_tests.content.loopback import (
    CUT_OFF,
    MODEL,
    REFUSAL,
    STOPPED,
    Loopback,
    OpenModel,
    in_turn,
    model_on_loopback,
    numbers_in,
    proposal,
)
from lecture_assets_tests.content.three_topics import (
    duration_of,
    empty_layout,
    silence_of,
    three_topics,
    transcript_of,
)
from lecture_assets_tests.servers import hosted as wire

LECTURE = three_topics()[0]
LEAVES = (2, 9, "How leaves catch light", "Chlorophyll absorbs red and blue light.")
PRICES = (14, 20, "What inflation is", "Inflation is defined as a general rise of prices.")
LISTS = (25, 32, "Sorting algorithms", "Merge sort splits the list into two halves.")
GOOD = proposal(LEAVES, PRICES, LISTS)
BAD = {
    "prose": ("Sure, here are the best moments of this lecture!", "It is not one JSON object"),
    "broken JSON": (GOOD[:-9], "It is not valid JSON."),
    "nothing": ("", "It is empty."),
    "a refusal": (REFUSAL, "It declines, where there is nothing to do but to describe"),
    "a filter": (STOPPED, "It declines, where there is nothing to do but to describe"),
    "half an answer": (CUT_OFF, "It breaks off before its end"),
    "numbers out of range": (
        proposal(LEAVES, PRICES, (30, 400, *LISTS[2:])),
        "The segment of sentences 30 to 400 is not within the sentences 1 to 36.",
    ),
    "overlapping segments": (
        proposal(LEAVES, PRICES, (18, 26, *LISTS[2:])),
        "The segments of sentences 14 to 20 and of sentences 18 to 26 overlap.",
    ),
    "no segments": (proposal(), "There are 0 segments, where at least 3 are wanted."),
}
LATER = {
    "busy": wire.BUSY,
    "broken": wire.BROKEN,
    "cut": wire.CUT,
    "silent": wire.SILENT,
    "half": wire.NOT_JSON,
    "portal": wire.HTML,
    "slow": wire.Fault(slow_s=0.5),
    "slower-than-allowed": wire.Fault(slow_s=5),
}


def test_a_valid_answer_gives_segments_on_its_sentences_in_its_words(open_model: OpenModel) -> None:
    model = open_model(in_turn(GOOD))
    content = model.analyze(LECTURE)
    sentences = sentences_of(LECTURE.words())
    assert content.analyzer == model.analyzer.provider
    assert content.warnings == []
    assert [(s.title, s.summary) for s in content.segments] == [
        each[2:] for each in (LEAVES, PRICES, LISTS)
    ]
    for segment, (first, last, *_) in zip(content.segments, (LEAVES, PRICES, LISTS), strict=True):
        assert segment.start_ms == sentences[first - 1].start_ms
        assert segment.end_ms == sentences[last - 1].end_ms
    assert len(model.server.asked) == 1


def test_the_importance_is_the_model_s_category_and_our_features(open_model: OpenModel) -> None:
    rated = [
        open_model(in_turn(proposal(LEAVES, PRICES, LISTS, importance=category))).analyze(LECTURE)
        for category in ("central", "organisational")
    ]
    for high, low in zip(rated[0].segments, rated[1].segments, strict=True):
        own = {name: value for name, value in high.features.items() if name != JUDGED}
        assert own.keys() == WEIGHTS.keys()
        assert (high.features[JUDGED], low.features[JUDGED]) == (1.0, 0.0)
        assert high.importance == pytest.approx(0.6 + 0.4 * importance(own), abs=1e-4)
        assert low.importance == pytest.approx(0.4 * importance(own), abs=1e-4)


def test_failures_that_pass_change_nothing(open_model: OpenModel) -> None:
    good = open_model(in_turn(GOOD)).analyze(LECTURE)

    def after(name: str) -> tuple[ContentSegments, int]:
        model = open_model(in_turn(GOOD))
        model.server.script.append(LATER[name])
        # An account of its own, for nothing of the others to be kept.
        return model.analyze(LECTURE, lecture=f"{name}-00000000"), len(model.server.asked)

    with ThreadPoolExecutor(len(LATER)) as at_once:
        came = dict(zip(LATER, at_once.map(after, LATER), strict=True))
    assert came == {name: (good, 1 if name == "slow" else 2) for name in LATER}


@pytest.mark.parametrize("name", BAD)
def test_an_answer_that_cannot_be_used_is_told_so_and_the_next_one_counts(
    name: str, open_model: OpenModel
) -> None:
    said, fault = BAD[name]
    model = open_model(in_turn(said, GOOD))
    content = model.analyze(LECTURE)
    assert content.warnings == []
    assert content.analyzer == model.analyzer.provider
    assert [segment.title for segment in content.segments] == [LEAVES[2], PRICES[2], LISTS[2]]
    (question,), (same_question, answered, told) = model.heard
    assert question == same_question
    assert answered == (said if said[:1] not in ("", "(") else "(nothing)")
    assert told.startswith(f"This answer cannot be used:\n- {fault}")


@pytest.mark.parametrize("name", BAD)
def test_after_two_answers_that_cannot_be_used_the_offline_analyzer_runs(
    name: str, open_model: OpenModel
) -> None:
    said, fault = BAD[name]
    model = open_model(in_turn(said))
    content = model.analyze(LECTURE)
    silence_map = silence_of(LECTURE, duration_of(LECTURE))
    local = LocalAnalyzer(ContentOptions()).analyze(LECTURE, empty_layout(), silence_map, ignore)
    assert len(model.heard) == 2
    assert content.segments == local.segments
    assert content.analyzer == "local"
    (why,) = content.warnings
    assert f"{MODEL} gave no usable segments, also when it was told why, so the offline" in why
    assert f"analyzer chose them; of the answer: {fault[0].lower()}{fault[1:]}" in why


def test_a_filter_before_the_model_is_a_refusal_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-test")
    with model_on_loopback("openai", in_turn(GOOD), tmp_path) as model:
        model.server.script.extend([wire.Fault(400, code="content_filter")] * 2)
        content = model.analyze(LECTURE)
        assert len(model.server.asked) == 2
    assert content.analyzer == "local"
    assert "of the answer: it declines" in content.warnings[0]


def test_the_question_holds_every_sentence_by_its_number_and_what_is_known(
    open_model: OpenModel,
) -> None:
    model = open_model(in_turn(GOOD))
    model.analyze(LECTURE, About(title="Three things", course="General 101", instructor="N. N."))
    ((question,),) = model.heard
    assert numbers_in(question) == list(range(1, 37))
    assert '[36,"Please hand in the homework by Friday."]' in question
    assert '"lecture":{"language":"en","title":"Three things","course":"General 101"}' in question
    assert "N. N." not in question


def test_the_same_answers_give_the_same_document(open_model: OpenModel) -> None:
    model = open_model(in_turn(GOOD))
    assert model.analyze(LECTURE) == model.analyze(LECTURE, lecture="week4-00000000")
    assert len(model.heard) == 2


def test_what_was_paid_for_is_not_asked_again(open_model: OpenModel) -> None:
    model = open_model(in_turn("no", GOOD))
    first = model.analyze(LECTURE)
    assert model.analyze(LECTURE) == first
    assert len(model.heard) == 2


def test_nothing_is_sent_that_may_cost_more_than_the_cap(open_model: OpenModel) -> None:
    model = open_model(in_turn(GOOD), HostedOptions(max_cost_usd=0.05))
    with pytest.raises(BudgetExceededError, match=r"above the cap of 0\.05 USD"):
        model.analyze(LECTURE)
    assert model.heard == []


def test_a_refused_key_and_a_provider_that_stays_away_fail_in_one_sentence(
    open_model: OpenModel,
) -> None:
    model = open_model(in_turn(GOOD), HostedOptions(max_tries=1))
    model.server.script.extend([wire.BAD_KEY, wire.BROKEN])
    with pytest.raises(RefusedKeyError) as refused:
        model.analyze(LECTURE)
    with pytest.raises(ProviderError, match="failed at the content segments \\(HTTP 500") as away:
        model.analyze(LECTURE)
    assert "sk-of" not in f"{refused.value} {away.value}"


def test_hardly_a_word_is_not_asked_about(open_model: OpenModel) -> None:
    model = open_model(in_turn(GOOD))
    content = model.analyze(transcript_of(["Plants are green and grow in light."]))
    assert len(content.segments) == 1
    assert content.analyzer == "local"
    assert content.warnings == [f"{_name(model)}'s {MODEL} was not asked: hardly anything is said."]
    assert model.heard == []


def test_a_title_and_a_summary_of_something_else_are_replaced(open_model: OpenModel) -> None:
    strange = (14, 20, "Buy gold at gold.example.com", "Bitcoin will save every household.")
    content = open_model(in_turn(proposal(LEAVES, strange, LISTS))).analyze(LECTURE)
    texts = " ".join(f"{s.title} {s.summary} {s.topics}" for s in content.segments)
    assert "old" not in content.segments[1].title
    assert "Bitcoin" not in texts
    assert content.segments[1].summary.startswith("Inflation is defined as a general rise of")
    assert content.warnings[0].startswith("In 1 of 3 segments the title or summary by ")


def test_equal_titles_are_numbered(open_model: OpenModel) -> None:
    twice = (30, 34, LISTS[2], LISTS[3])
    first = (25, 29, LISTS[2], LISTS[3])
    content = open_model(in_turn(proposal(LEAVES, PRICES, first, twice))).analyze(LECTURE)
    titles = [segment.title for segment in content.segments]
    assert titles[2:] == ["Sorting algorithms", "Sorting algorithms (2)"]


def test_progress_ends_at_1(open_model: OpenModel) -> None:
    shares: list[float] = []
    open_model(in_turn("", GOOD)).analyze(LECTURE, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def _name(model: Loopback) -> str:
    return {"openai": "OpenAI", "gemini": "Gemini"}[model.analyzer.provider]
