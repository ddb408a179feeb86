"""A lecture whose content segments a hosted model chose, through Dagster and back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lecture_assets.content.models import ContentSegments
from lecture_assets.errors import LectureError
from lecture_assets.lineage import stale_stages
from lecture_assets.operations import HostedOptions, OpenAIOptions
from lecture_assets.options import ContentOptions
from lecture_assets.storage.keys import UPLOADS
from lecture_assets_tests.content.loopback import numbers_in, proposal, turns_of
from lecture_assets_tests.defs.conftest import Processed
from lecture_assets_tests.servers.hosted import (
    BROKEN,
    HostedProvider,
    chat_answer,
    hosted_provider,
)

KEY = "sk-which-nobody-may-see"


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[HostedProvider]:
    """A model that names all sentences of a lecture that is hardly a minute long."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with hosted_provider(
        lambda asked: chat_answer(
            proposal((1, numbers_in(turns_of(asked)[0])[-1], "Memory", "Memory."))
        )
    ) as server:
        yield server


def hosted(processed: Processed, model: HostedProvider) -> Processed:
    return processed.with_settings(
        analyzer="openai",
        openai=OpenAIOptions(base_url=model.openai_url, analysis_model="a-model"),
        hosted=HostedOptions(max_tries=1),
        content=ContentOptions(min_segment_ms=3_000),
    )


def content_of(processed: Processed) -> ContentSegments:
    data = processed.path("content_segments.json").read_bytes()
    return ContentSegments.model_validate_json(data)


def titled(processed: Processed, title: str) -> None:
    name = Path(processed.key).with_suffix(".yaml").name
    processed.studio.store.write(UPLOADS + name, f"title: {title}\n".encode())


def files_with(secret: str, root: Path) -> list[Path]:
    return [p for p in root.rglob("*") if p.is_file() and secret.encode() in p.read_bytes()]


def test_a_hosted_model_is_told_the_title_and_its_segments_reach_the_page_and_its_key_nothing(
    processed: Processed, model: HostedProvider
) -> None:
    with_model = hosted(processed, model)
    titled(processed, "How memory works")
    assert with_model.process().stages[0] == "content_segments"
    content = content_of(processed)
    assert content.analyzer == "openai"
    assert content.made_by is not None
    assert (content.made_by.provider, content.made_by.model) == ("openai", "a-model")
    assert content.segments[0].title in processed.path("index.html").read_text()
    assert len(model.asked) == 1
    assert KEY in model.asked[0].headers["authorization"]
    assert files_with(KEY, Path(processed.studio.store.location)) == []
    assert not processed.path("work/paid-content_segments").exists()
    assert '"title":"How memory works"' in turns_of(model.asked[0])[0]
    assert stale_stages(with_model.studio, processed.lecture, processed.key) == []
    titled(processed, "How memory fails")
    stale = stale_stages(with_model.studio, processed.lecture, processed.key)
    assert stale[0] == "content_segments"


def test_a_provider_that_is_down_fails_the_lecture_and_leaves_the_last_results(
    processed: Processed, model: HostedProvider
) -> None:
    before = processed.path("content_segments.json").read_bytes()
    model.script.append(BROKEN)
    with pytest.raises(LectureError, match="OpenAI failed at the content segments"):
        hosted(processed, model).process()
    assert processed.path("content_segments.json").read_bytes() == before
    assert json.loads(before)["analyzer"] == "local"
