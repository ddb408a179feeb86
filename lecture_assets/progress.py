"""How long work says how far it is."""

from collections.abc import Callable

Progress = Callable[[float], None]
"""Called with the finished share of the work, from 0 to 1."""

Watch = Callable[[str], Progress]
"""Called with the name of a part of the work, such as a clip, to say how far that is."""


def ignore(_share: float) -> None:
    """Report to nobody."""


def part(progress: Progress, start: float, end: float) -> Progress:
    """Return a progress that maps 0 to 1 onto ``start`` to ``end`` of another."""
    return lambda share: progress(start + (end - start) * share)


def unwatched(_name: str) -> Progress:
    """Report to nobody how far a part is."""
    return ignore
