"""How far a stage is, and parts of it such as clips: in the terminal, and live in the UI."""

import time
from collections.abc import Callable

import dagster as dg

from lecture_assets.progress import Progress

_SECONDS_BETWEEN_REPORTS = 5.0

Listener = Callable[[str, float], None]
"""Called with the name of a stage, or of a part of one, and the share of it that is done."""


def tell_nobody(_sentence: str) -> None:
    """Tell nobody; Dagster's log has it."""


def reporter(context: dg.AssetExecutionContext, name: str, listener: Listener) -> Progress:
    """Return what tells how far a stage or a part of it is, and in Dagster how long it will take.

    Args:
        context: The step's context.
        name: The stage or its part.
        listener: Hears of all of it; Dagster of what is news after five seconds.
    """
    began = last = time.monotonic()

    def report(share: float) -> None:
        nonlocal last
        listener(name, share)
        now = time.monotonic()
        if now - last < _SECONDS_BETWEEN_REPORTS:
            return
        last = now
        percent, left = round(100 * share), _seconds_left(now - began, share)
        told = f", {left} s left" if left is not None else ""
        context.log.info("%s: %d %% done%s.", name, percent, told)
        metadata: dict[str, str | int] = {"part": name, "percent_done": percent}
        if left is not None:
            metadata["seconds_left"] = left
        context.log_event(
            dg.AssetObservation(
                asset_key=context.asset_key, partition=context.partition_key, metadata=metadata
            )
        )

    return report


def _seconds_left(spent_s: float, share: float) -> int | None:
    """How long the rest takes if it goes on as it went; None before anything is done."""
    return round(spent_s * (1 - share) / share) if share > 0 else None
