"""Several requests at once, in threads that a cancelled run does not wait for."""

import contextvars
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

_LOOK_S = 0.25
"""A signal that reaches another thread wakes nobody: whoever waits has to look."""

T = TypeVar("T")
R = TypeVar("R")


class _Lane(Generic[T, R]):
    """What the threads share: what waits, and what came of it."""

    def __init__(
        self, work: Callable[[T], R], items: Sequence[T], stopped: threading.Event
    ) -> None:
        self._work, self._stopped = work, stopped
        self._waiting: SimpleQueue[tuple[int, T]] = SimpleQueue()
        for each in enumerate(items):
            self._waiting.put(each)
        self.came: SimpleQueue[tuple[int, R] | BaseException | None] = SimpleQueue()

    def serve(self) -> None:
        """Work until nothing waits, or all is to stop."""
        while not self._stopped.is_set():
            try:
                number, item = self._waiting.get_nowait()
                self.came.put((number, self._work(item)))
            except Empty:
                break
            except BaseException as error:
                # In this order: what fails since all is to stop comes after what made it stop.
                self.came.put(error)
                self._stopped.set()
        self.came.put(None)


def all_in_flight(
    work: Callable[[T], R],
    items: Sequence[T],
    at_once: int,
    stopped: threading.Event,
    done: Callable[[int], None],
) -> list[R]:
    """Work on several items at once, and return what came of each, in their order.

    Once one fails no other is begun; those under way are waited for, since they are paid for. An
    exception that reaches the calling thread from outside, as a cancelled run's does, waits for
    nobody.

    Args:
        work: Called with each item, in some thread.
        items: What to work on.
        at_once: Most at once.
        stopped: Set when nothing more is to be begun; work that waits should look at it.
        done: Told in the calling thread how many are done.

    Raises:
        BaseException: The first that work raised.
    """
    lane = _Lane(work, items, stopped)
    found: dict[int, R] = {}
    failed: BaseException | None = None
    lanes = min(at_once, len(items))
    try:
        for _ in range(lanes):
            context = contextvars.copy_context()
            threading.Thread(target=context.run, args=(lane.serve,), daemon=True).start()
        while lanes:
            try:
                came = lane.came.get(timeout=_LOOK_S)
            except Empty:
                continue
            if came is None:
                lanes -= 1
            elif isinstance(came, BaseException):
                failed = failed or came
            else:
                found[came[0]] = came[1]
                done(len(found))
    finally:
        stopped.set()
    if failed is not None:
        raise failed
    return [found[number] for number in range(len(items))]
