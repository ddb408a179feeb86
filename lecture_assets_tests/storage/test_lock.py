"""Tests of the locks that die with their process."""

import fcntl
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lecture_assets.storage.local import LocalStore


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "store")


_HOLDER = (
    "import sys, time; from pathlib import Path\n"
    "from lecture_assets.storage.local import LocalStore\n"
    "with LocalStore(Path(sys.argv[1])).lock('week', shared=sys.argv[2] == 'shared') as had:\n"
    "    print(had, flush=True); time.sleep(60)"
)


class _Holder:
    """Another process that asks for the lock and keeps it."""

    def __init__(self, store: LocalStore, kind: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _HOLDER, store.root, kind], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.had = self.process.stdout.readline().strip() == "True"

    def __enter__(self) -> "_Holder":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=10)


@pytest.mark.parametrize(
    ("theirs", "ours", "together"),
    [
        ("shared", "shared", True),
        ("shared", "exclusive", False),
        ("exclusive", "shared", False),
        ("exclusive", "exclusive", False),
    ],
)
def test_only_shared_locks_are_held_together_and_a_killed_holder_frees_it(
    theirs: str, ours: str, together: bool, store: LocalStore
) -> None:
    with _Holder(store, theirs) as holder:
        assert holder.had
        with store.lock("week", shared=ours == "shared") as had:
            assert had is together
        with store.lock("another week", shared=False) as had:
            assert had
    with store.lock("week", shared=False) as had:
        assert had


def test_a_lock_is_let_go_of_when_the_work_fails(store: LocalStore) -> None:
    with pytest.raises(ValueError, match="broken"), store.lock("week", shared=False):
        raise ValueError("broken")
    with store.lock("week", shared=False) as had:
        assert had
    assert list(store.list("")) == []


def test_a_lock_whose_file_is_removed_meanwhile_is_taken_on_the_next_one(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, path = fcntl.flock, store.root / ".locks" / "week"

    def forget_and_take(*arguments: int) -> None:
        monkeypatch.undo()
        path.unlink()
        take(*arguments)

    monkeypatch.setattr(fcntl, "flock", forget_and_take)
    with store.lock("week", shared=False) as had:
        assert had
        assert path.exists()
        with store.lock("week", shared=True) as had_too:
            assert not had_too
