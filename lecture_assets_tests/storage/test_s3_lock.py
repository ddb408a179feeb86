"""Tests of locks on S3: a lease each, which dies with its holder."""

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from lecture_assets.storage.s3 import S3Store
from lecture_assets_tests.servers.faults import faulty_proxy
from lecture_assets_tests.servers.waiting import wait_for
from lecture_assets_tests.servers.weed import Weed

_HOLDER = (
    "import sys, time; from pathlib import Path\n"
    "from lecture_assets.operations import S3Options\n"
    "from lecture_assets.storage.cache import Cache\n"
    "from lecture_assets.storage.s3 import S3Store\n"
    "from lecture_assets.storage.s3_lock import LeaseTimes\n"
    "bucket, _, prefix = sys.argv[1].removeprefix('s3://').partition('/')\n"
    "folder = Path(sys.argv[2])\n"
    "store = S3Store(bucket, prefix + '/', S3Options(), Cache(folder, 1), folder,\n"
    "    times=LeaseTimes(renew_s=0.5, dead_s=3))\n"
    "with store.lock('week', shared=sys.argv[3] == 'shared') as had:\n"
    "    print(had, flush=True); sys.stdin.readline()\n"
)


@contextmanager
def _another_process(store: S3Store, kind: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", _HOLDER, store.location, str(store.home()), kind]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline().strip() == "True"
            yield holder
        finally:
            holder.kill()


def _had(store: S3Store, *, shared: bool) -> bool:
    with store.lock("week", shared=shared) as had:
        return had


def test_a_process_elsewhere_holds_it_until_it_lets_go(hasty_store: S3Store) -> None:
    with _another_process(hasty_store, "exclusive") as holder:
        # Longer than a lease lives that nobody renews.
        until = time.monotonic() + 5
        while time.monotonic() < until:
            assert not _had(hasty_store, shared=True)
            time.sleep(0.2)
        assert holder.stdin is not None
        holder.stdin.write("\n")
        holder.stdin.flush()
        assert holder.wait(10) == 0
        assert _had(hasty_store, shared=False)


def test_a_killed_process_loses_it_after_its_lease_and_no_sooner(hasty_store: S3Store) -> None:
    with _another_process(hasty_store, "shared") as holder:
        assert _had(hasty_store, shared=True)
        assert not _had(hasty_store, shared=False)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        killed = time.monotonic()
        assert not _had(hasty_store, shared=False)
        wait_for(lambda: _had(hasty_store, shared=False), 10, "the dead holder's lease to die")
        assert time.monotonic() - killed > 1
        assert hasty_store.sweep(0) == 0


def test_nobody_ever_has_it_beside_one_who_has_it_alone(s3_store: S3Store) -> None:
    inside: list[str] = []
    had = {"shared": 0, "exclusive": 0}
    book = threading.Lock()

    def contend(seed: int) -> None:
        dice = random.Random(seed)
        for tries in range(200):
            if tries >= 8 and min(had.values()) > 0:
                return
            kind = dice.choice(["shared", "exclusive"])
            with s3_store.lock("week", shared=kind == "shared") as mine:
                if not mine:
                    continue
                with book:
                    inside.append(kind)
                    assert "exclusive" not in inside or len(inside) == 1, inside
                    had[kind] += 1
                time.sleep(dice.uniform(0, 0.02))
                with book:
                    inside.remove(kind)

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(contend, range(5)))
    assert min(had.values()) > 0
    assert inside == []


def test_of_two_that_want_it_at_once_one_has_it_but_for_rare_ill_luck(s3_store: S3Store) -> None:
    ready = threading.Barrier(2)

    def want(_: int) -> bool:
        ready.wait()
        with s3_store.lock("week", shared=False) as had:
            ready.wait()
            return had

    winners = []
    for _ in range(5):
        with ThreadPoolExecutor(2) as threads:
            winners.append(sum(threads.map(want, range(2))))
    assert max(winners) == 1
    assert sum(winners) >= 4


def test_a_lease_that_nobody_renewed_is_said_so(
    hasty_store: S3Store,
    aws: Weed,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with faulty_proxy(aws.endpoint) as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.endpoint)
        with hasty_store.lock("week", shared=False) as had:
            assert had
            proxy.refusal = (403, "AccessDenied")
            wait_for(lambda: "may be somebody else's now" in caplog.text, 15, "the warning")
            proxy.refusal = None
    assert "A lock was not renewed: " in caplog.text


def test_leases_are_hidden_and_the_sweep_removes_the_dead(hasty_store: S3Store) -> None:
    with _another_process(hasty_store, "exclusive") as holder:
        assert list(hasty_store.list("")) == []
        hasty_store.sweep(0)
        assert len(list(hasty_store.list(".locks/week"))) == 1
        holder.kill()
        holder.wait()

    def swept() -> bool:
        hasty_store.sweep(0)
        return list(hasty_store.list(".locks/week")) == []

    wait_for(swept, 10, "the dead lease to be swept", every_s=0.5)
