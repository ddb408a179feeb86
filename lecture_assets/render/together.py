"""Several clips at a time: in threads that wait for their ffmpeg, and all end when one fails."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from typing import TypeVar

from lecture_assets.media.process import stopped_together
from lecture_assets.progress import Progress

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
    said: SimpleQueue[tuple[int, float | None]] = SimpleQueue()
    with stopped_together() as programs, ThreadPoolExecutor(at_once()) as pool:
        try:
            futures = [
                pool.submit(copy_context().run, task, partial(_say, said, number))
                for number, task in enumerate(tasks)
            ]
            for number, future in enumerate(futures):
                future.add_done_callback(partial(_end, said, number))
            running = len(futures)
            while running:
                number, share = said.get()
                if share is not None:
                    told(number, share)
                    continue
                futures[number].result()
                running -= 1
            return [future.result() for future in futures]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)  # before, lest another one is begun
            programs.stop()
            raise


def _say(said: "SimpleQueue[tuple[int, float | None]]", number: int, share: float) -> None:
    said.put((number, share))


def _end(said: "SimpleQueue[tuple[int, float | None]]", number: int, _done: object) -> None:
    said.put((number, None))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
