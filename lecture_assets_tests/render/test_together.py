"""Clips are rendered two at a time, and all stop when one fails or somebody cancels."""

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lecture_assets.errors import MediaError
from lecture_assets.media.process import run
from lecture_assets.progress import Progress
from lecture_assets.render import together as together_module
from lecture_assets.render.together import at_once, threads_each, together

SLEEPS = ["/bin/sh", "-c", "sleep 60"]


def nobody(_number: int, _share: float) -> None:
    """Hear of progress and do nothing."""


def sleeping(_progress: Progress) -> None:
    run(SLEEPS, timeout_s=50)


@pytest.fixture
def four_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together_module, "_cores", lambda: 4)


@pytest.mark.parametrize(
    ("cores", "clips", "threads"), [(1, 1, 1), (2, 2, 1), (4, 2, 2), (64, 2, 8)]
)
def test_two_at_a_time_share_the_cores(
    monkeypatch: pytest.MonkeyPatch, cores: int, clips: int, threads: int
) -> None:
    monkeypatch.setattr(together_module, "_cores", lambda: cores)
    assert (at_once(), threads_each()) == (clips, threads)


def test_results_come_in_order_and_progress_in_the_calling_thread(four_cores: None) -> None:
    told: list[tuple[int, float]] = []
    threads = set()

    def heard(number: int, share: float) -> None:
        threads.add(threading.get_ident())
        told.append((number, share))

    def task(number: int) -> Callable[[Progress], int]:
        def work(progress: Progress) -> int:
            progress(0.5)
            time.sleep(0.3 - 0.1 * number)
            progress(1.0)
            return number

        return work

    assert together([task(number) for number in range(3)], heard) == [0, 1, 2]
    assert threads == {threading.get_ident()}
    assert {(0, 0.5), (1, 0.5)} <= set(told)


def test_when_one_fails_the_others_are_stopped_and_its_error_is_told(four_cores: None) -> None:
    def failing(_progress: Progress) -> None:
        time.sleep(0.2)
        raise MediaError("no such luck")

    began = time.monotonic()
    with pytest.raises(MediaError, match="no such luck"):
        together([sleeping, failing, sleeping], nobody)
    assert time.monotonic() - began < 5


def test_cancelled_all_programs_end_within_a_second(four_cores: None) -> None:
    began: list[float] = []

    def cancel() -> None:
        began.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(0.5, cancel)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        together([sleeping, sleeping, sleeping], nobody)
    assert time.monotonic() - began[0] < 1


def test_a_program_that_takes_too_much_memory_is_refused_it() -> None:
    greedy = ["/bin/sh", "-c", "sleep 0.2; head -c 300000000 /dev/zero | tail | wc -c"]
    free, _ = run(greedy, timeout_s=30)
    held, _ = run(greedy, timeout_s=30, most_memory=100_000_000)
    assert int(free) == 300_000_000
    assert int(held) == 0


def test_no_tasks_give_nothing(tmp_path: Path) -> None:
    assert together([], nobody) == []
