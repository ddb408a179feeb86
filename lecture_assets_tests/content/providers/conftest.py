"""Models of both providers, on loopback."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lecture_assets.hosted import tries
from lecture_assets.operations import HostedOptions
from lecture_assets.options import ContentOptions
from lecture_assets_tests.content.loopback import (
    Loopback,
    OpenModel,
    Provider,
    Says,
    model_on_loopback,
)

_PATIENT = HostedOptions(timeout_s=2)
_USUAL = ContentOptions()


@pytest.fixture(params=["openai", "gemini"])
def open_model(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenModel]:
    """A function that runs a model which says what the test wants; all of them share a store."""
    provider: Provider = request.param
    monkeypatch.setattr(tries, "_FIRST_PAUSE_S", 0.01)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-test")
    monkeypatch.setenv("GEMINI_API_KEY", "sk-of-the-test")
    with ExitStack() as stack:

        def run(
            says: Says, hosted: HostedOptions = _PATIENT, options: ContentOptions = _USUAL
        ) -> Loopback:
            opened = model_on_loopback(provider, says, tmp_path, hosted, options)
            return stack.enter_context(opened)

        yield run
