"""Keys, and an account on a store in a folder, for hosted recognisers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lecture_assets.hosted import tries
from lecture_assets.hosted.account import Account, open_account
from lecture_assets.operations import HostedOptions
from lecture_assets.storage.local import LocalStore
from lecture_assets_tests.transcript.providers.services import KEYS

OpenAccount = Callable[..., Account]


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenAccount:
    """Opens a lecture's account anew; keys are set, and pauses are short."""
    monkeypatch.setattr(tries, "_FIRST_PAUSE_S", 0.01)
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)

    def open_anew(**options: object) -> Account:
        hosted = HostedOptions.model_validate({"timeout_s": 20, **options})
        return open_account(hosted, LocalStore(tmp_path / "store"), "week-1-abc", "transcript")

    return open_anew
