"""Tests of a lecture that a hosted provider hears, from the recording to Dagster's records."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from lecture_assets.defs.command import open_instance
from lecture_assets.errors import LectureError, RefusedKeyError
from lecture_assets.hosted import tries
from lecture_assets.hosted.prices import PRICED_ON
from lecture_assets.lineage import stale_stages
from lecture_assets.operations import HostedOptions, OpenAIOptions
from lecture_assets.options import TranscriptOptions
from lecture_assets.storage.keys import lecture_key
from lecture_assets.transcript.models import Transcript
from lecture_assets_tests.defs.conftest import Processed
from lecture_assets_tests.servers.hosted import (
    BAD_KEY,
    BROKEN,
    NO_CREDIT,
    HostedProvider,
    hosted_provider,
)

_KEY = "sk-proj-s3cret-0penai"
_TEXT = "The moving ice carves deep valleys."


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[HostedProvider]:
    monkeypatch.setenv("OPENAI_API_KEY", _KEY)
    monkeypatch.setattr(tries, "_FIRST_PAUSE_S", 0.01)
    usage = {"type": "duration", "seconds": 8}
    with hosted_provider(lambda _: {"text": _TEXT, "usage": usage}) as running:
        yield running


@pytest.fixture
def hosted(processed: Processed, provider: HostedProvider) -> Processed:
    """The tiny lecture, to be heard by OpenAI in chunks of up to ten seconds."""
    return processed.with_settings(
        transcriber="openai",
        openai=OpenAIOptions(base_url=provider.openai_url),
        hosted=HostedOptions(max_tries=2, requests_in_flight=1),
        transcript=TranscriptOptions(language="en", max_chunk_ms=10_000, model="/no/such/model"),
    )


def _transcript(processed: Processed) -> Transcript:
    return Transcript.model_validate_json(processed.path("transcript.json").read_bytes())


def _metadata(processed: Processed) -> dict[str, object]:
    with open_instance(processed.home) as instance:
        event = instance.get_latest_materialization_event(dg.AssetKey("transcript"))
    assert event is not None
    made = event.asset_materialization
    assert made is not None
    return {name: value.value for name, value in made.metadata.items()}


def _kept(processed: Processed) -> list[Path]:
    return sorted(processed.path("work/paid-transcript").glob("*.json"))


def _failures(processed: Processed) -> list[str]:
    with open_instance(processed.home) as instance:
        return [str(run.tags) for run in instance.get_runs()]


def test_a_lecture_is_heard_by_a_hosted_provider_from_end_to_end(
    hosted: Processed, provider: HostedProvider
) -> None:
    provider.script.extend([None, BROKEN, BROKEN])
    with pytest.raises(LectureError, match=r"OpenAI failed at chunk 2 of \d of the transcript"):
        hosted.process()
    assert len(_kept(hosted)) == 1
    assert len(provider.asked) == 3

    hosted.process()
    made = _transcript(hosted)
    chunks = len(made.segments)
    assert chunks >= 2
    assert len(provider.asked) == 3 + chunks - 1
    assert (made.provider, made.model, made.word_times) == ("openai", "gpt-transcribe", "spread")
    assert made.made_by is not None
    assert (made.made_by.provider, made.made_by.model) == ("openai", "gpt-transcribe")
    assert _kept(hosted) == []
    assert stale_stages(hosted.studio, hosted.lecture, hosted.key) == []

    told = _metadata(hosted)
    assert told["cost_usd"] == pytest.approx(chunks * 8 / 60 * 0.0045, abs=1e-6)
    assert (told["requests"], told["audio_seconds"]) == (chunks, 8.0 * chunks)
    assert told["provider"] == "openai"
    assert told["prices_as_of"] == PRICED_ON
    _assert_told_nowhere(hosted)


def _assert_told_nowhere(processed: Processed) -> None:
    """See that the key is in no file of the store, which holds Dagster's records too."""
    root = Path(processed.studio.store.location)
    files = [path for path in root.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in files)
    assert [path for path in files if _KEY.encode() in path.read_bytes()] == []


def test_a_key_that_is_refused_is_told_nowhere(hosted: Processed, provider: HostedProvider) -> None:
    provider.script.append(BAD_KEY)
    with pytest.raises(LectureError, match=r"see that OPENAI_API_KEY holds a valid key") as caught:
        hosted.process()
    assert _KEY in provider.asked[0].headers["authorization"]
    assert _KEY not in str(caught.getrepr())
    assert RefusedKeyError.__name__ in "".join(_failures(hosted))
    _assert_told_nowhere(hosted)


def test_a_lecture_s_glossary_reaches_the_provider(
    hosted: Processed, provider: HostedProvider
) -> None:
    glossary = lecture_key(hosted.lecture, "glossary.txt")
    hosted.studio.store.write(glossary, b"Moraine\nBergschrund\n")
    provider.script.append(NO_CREDIT)
    with pytest.raises(LectureError, match=r"add credit"):
        hosted.process()
    assert provider.asked[0].fields["keywords"] == ["Moraine", "Bergschrund"]


def test_a_glossary_makes_its_lecture_s_transcript_stale(processed: Processed) -> None:
    assert stale_stages(processed.studio, processed.lecture, processed.key) == []
    processed.studio.store.write(lecture_key(processed.lecture, "glossary.txt"), b"Moraine")
    assert stale_stages(processed.studio, processed.lecture, processed.key)[0] == "transcript"


def test_another_provider_makes_the_transcript_stale(
    processed: Processed, provider: HostedProvider
) -> None:
    elsewhere = processed.with_settings(transcriber="gemini")
    assert stale_stages(elsewhere.studio, processed.lecture, processed.key)[0] == "transcript"
    cheaper = processed.with_settings(hosted=HostedOptions(max_cost_usd=1))
    assert stale_stages(cheaper.studio, processed.lecture, processed.key) == []
    assert provider.asked == []


@pytest.mark.parametrize("changed", ["the setting", "the library's variable"])
def test_another_server_behind_the_same_model_makes_the_transcript_stale(
    changed: str, hosted: Processed, provider: HostedProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    if changed != "the setting":
        hosted = hosted.with_settings(openai=OpenAIOptions())
        monkeypatch.setenv("OPENAI_BASE_URL", provider.openai_url)
    hosted.process()
    assert stale_stages(hosted.studio, hosted.lecture, hosted.key) == []
    with_password = provider.openai_url.replace("://", "://me:pa55@") + "/"
    same = hosted.with_settings(openai=OpenAIOptions(base_url=with_password))
    assert stale_stages(same.studio, hosted.lecture, hosted.key) == []
    other = hosted.with_settings(openai=OpenAIOptions(base_url="http://localhost:1/v1"))
    assert stale_stages(other.studio, hosted.lecture, hosted.key)[0] == "transcript"
