"""Waiting for something to happen, with a limit."""

import time
from collections.abc import Callable


def wait_for(happens: Callable[[], bool], seconds: float, what: str, every_s: float = 0.1) -> None:
    """Wait until something happens.

    Raises:
        AssertionError: It did not within that time.
    """
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until, f"waited {seconds:g} s in vain for {what}"
        time.sleep(every_s)
