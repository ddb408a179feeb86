"""Several clips at a time: in threads that wait for their ffmpeg, and all end when one fails."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from queue import Empty, SimpleQueue
from typing import TypeVar

from lecture_assets.media.process import stopped_together
from lecture_assets.progress import Progress

_LOOK_EVERY_S = 0.1
_MOST_THREADS = 8

T = TypeVar("T")


def at_once() -> int:
    """How many clips are rendered at a time: two, where this process has more than one core."""
    return 2 if _cores() > 1 else 1


def threads_each() -> int:
    """How many threads each of them may have in an encoder or decoder, which bounds its memory."""
    return min(_MOST_THREADS, -(-_cores() // at_once()))


def together(
    tasks: Sequence[Callable[[Progress], T]], told: Callable[[int, float], None]
) -> list[T]:
    """Do tasks, some at a time.

    Args:
        tasks: Each is told where to say the share that is done.
        told: Called in this thread with a task's number and the share of it that is done.

    Returns:
        What they return, in order.

    Raises:
        BaseException: What the first that failed raised, or what interrupted this thread; the
            programs of all others are stopped before.
    """
    said: SimpleQueue[tuple[int, float]] = SimpleQueue()
    with stopped_together() as programs, ThreadPoolExecutor(at_once()) as pool:
        try:
            futures = [
                pool.submit(copy_context().run, task, partial(_say, said, number))
                for number, task in enumerate(tasks)
            ]
            while not all(future.done() for future in futures):
                for future in futures:
                    if future.done():
                        future.result()
                _tell(said, told)
            return [future.result() for future in futures]
        except BaseException:
            programs.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _say(said: "SimpleQueue[tuple[int, float]]", number: int, share: float) -> None:
    said.put((number, share))


def _tell(said: "SimpleQueue[tuple[int, float]]", told: Callable[[int, float], None]) -> None:
    """Wait a moment for what is said, and pass on all of it."""
    try:
        told(*said.get(timeout=_LOOK_EVERY_S))
        while True:
            told(*said.get_nowait())
    except Empty:
        pass


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
