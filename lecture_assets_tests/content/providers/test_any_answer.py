"""Whatever a model says, the document keeps the promises of every content segment."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lecture_assets.content.conversation import Reply, Send
from lecture_assets.content.models import ContentSegments
from lecture_assets.content.prompt import Message
from lecture_assets.content.proposal import WORTH
from lecture_assets.content.providers.hosted import HostedAnalyzer
from lecture_assets.hosted.account import open_account
from lecture_assets.hosted.budget import Usage
from lecture_assets.media.about import About
from lecture_assets.operations import HostedOptions, Price
from lecture_assets.options import ContentOptions
from lecture_assets.progress import ignore
from lecture_assets.storage.local import LocalStore
from lecture_assets.transcript.sentences import sentences_of
from lecture_assets_tests.content.three_topics import (
    duration_of,
    empty_layout,
    silence_of,
    three_topics,
)

LECTURE = three_topics()[0]
SENTENCES = sentences_of(LECTURE.words())
RUNS = st.lists(st.integers(1, 36), min_size=2, max_size=16, unique=True).map(sorted)
TEXTS = st.sampled_from(["Leaves", "Prices rise", "<b>Gold</b>", "", "x" * 500, "Sort\n1789", "葉"])
SEGMENTS = RUNS.flatmap(
    lambda edges: st.tuples(
        *(
            st.fixed_dictionaries(
                {
                    "first_sentence": st.just(first),
                    "last_sentence": st.just(after - 1),
                    "title": TEXTS,
                    "topics": st.lists(TEXTS, max_size=7),
                    "summary": TEXTS,
                    "importance": st.sampled_from(sorted(WORTH)),
                }
            )
            for first, after in pairwise(edges)
        )
    )
)


class SayingModel:
    """A model in this process that says one thing only."""

    name, provider, model = "Saying", "saying", "m"
    address: str | None = None

    def __init__(self, text: str) -> None:
        self._text = text

    def price(self, hosted: HostedOptions) -> Price:  # noqa: ARG002
        return Price()

    @contextmanager
    def connect(self, hosted: HostedOptions) -> Iterator[Send]:  # noqa: ARG002
        def send(_messages: Sequence[Message]) -> tuple[Reply, Usage]:
            return Reply(text=self._text), Usage()

        yield send


def analyzed(text: str) -> ContentSegments:
    analyzer = HostedAnalyzer(SayingModel(text), ContentOptions())
    silence_map = silence_of(LECTURE, duration_of(LECTURE))
    with tempfile.TemporaryDirectory() as folder:
        account = open_account(HostedOptions(), LocalStore(Path(folder)), "a-00000000", "content")
        return analyzer.analyze(LECTURE, empty_layout(), silence_map, ignore, About(), account)


def assert_kept(content: ContentSegments) -> None:
    starts, ends = {s.start_ms for s in SENTENCES}, {s.end_ms for s in SENTENCES}
    assert 1 <= len(content.segments) <= 15
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(content.segments))
    assert len({each.title.casefold() for each in content.segments}) == len(content.segments)
    for segment in content.segments:
        assert segment.start_ms in starts
        assert segment.end_ms in ends
        assert 20_000 <= segment.duration_ms <= 120_000
        assert 0 <= segment.importance <= 1
        assert 0 < len(segment.title) <= 90
        assert 0 < len(segment.summary) <= 400
        assert not set("<>\n") & set(segment.title + segment.summary)
        assert "1789" not in segment.title + segment.summary


@settings(max_examples=30)
@given(SEGMENTS)
def test_whatever_segments_a_model_names_the_document_keeps_its_promises(
    segments: tuple[object, ...],
) -> None:
    content = analyzed(json.dumps({"segments": segments}))
    assert_kept(content)
    if len(segments) < 3:
        assert content.analyzer == "local"


@settings(max_examples=15)
@given(st.text(max_size=200))
def test_whatever_else_it_says_the_offline_analyzer_runs(text: str) -> None:
    content = analyzed(text)
    assert_kept(content)
    assert content.analyzer == "local"
