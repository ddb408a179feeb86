"""An account on a store in a folder, and pauses that nobody notices."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lecture_assets.hosted import tries
from lecture_assets.hosted.account import Account, open_account
from lecture_assets.operations import HostedOptions
from lecture_assets.storage.local import LocalStore

OpenAccount = Callable[..., Account]


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tries, "_FIRST_PAUSE_S", 0.01)


@pytest.fixture
def account(tmp_path: Path) -> OpenAccount:
    """Opens the transcript's account of one lecture anew, with some options."""

    def open_anew(**options: object) -> Account:
        hosted = HostedOptions.model_validate(options)
        return open_account(hosted, LocalStore(tmp_path / "store"), "week-1-abc", "transcript")

    return open_anew
