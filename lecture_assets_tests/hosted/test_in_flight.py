"""Tests of several requests at once."""

import contextvars
import signal
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture_assets.hosted.in_flight import all_in_flight


def _ignore(_: int) -> None:
    pass


@settings(max_examples=30)
@given(st.lists(st.integers(), max_size=20), st.integers(1, 8))
def test_results_are_in_the_order_of_the_items(items: list[int], at_once: int) -> None:
    told: list[int] = []

    def work(item: int) -> int:
        time.sleep(abs(item) % 3 / 1000)
        return item * 2

    made = all_in_flight(work, items, at_once, threading.Event(), told.append)
    assert made == [item * 2 for item in items]
    assert told == list(range(1, len(items) + 1))


def test_so_many_are_under_way_and_no_more() -> None:
    gate = threading.Barrier(3, timeout=5)
    all_in_flight(lambda _: gate.wait(), range(6), 3, threading.Event(), _ignore)
    running, most = 0, 0
    lock = threading.Lock()

    def work(_: int) -> None:
        nonlocal running, most
        with lock:
            running, most = running + 1, max(most, running + 1)
        time.sleep(0.01)
        with lock:
            running -= 1

    all_in_flight(work, range(12), 3, threading.Event(), _ignore)
    assert most <= 3


def test_a_failure_waits_for_those_under_way_and_begins_no_other() -> None:
    ended: list[int] = []

    def work(item: int) -> None:
        if item == 0:
            raise ValueError("first")
        time.sleep(0.1)
        ended.append(item)

    with pytest.raises(ValueError, match="first"):
        all_in_flight(work, range(50), 2, threading.Event(), _ignore)
    assert len(ended) <= 1


def test_an_interrupt_waits_for_nobody() -> None:
    stopped, release = threading.Event(), threading.Event()
    threading.Timer(0.2, signal.raise_signal, [signal.SIGINT]).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        all_in_flight(lambda _: release.wait(30), range(4), 2, stopped, _ignore)
    assert time.monotonic() - began < 2
    assert stopped.is_set()
    release.set()


def test_threads_know_what_their_log_is_about() -> None:
    about = contextvars.ContextVar("about", default="nothing")
    about.set("a lecture")
    seen = all_in_flight(lambda _: about.get(), range(3), 2, threading.Event(), _ignore)
    assert seen == ["a lecture"] * 3
