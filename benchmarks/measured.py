"""Runs a function in a process of its own and says what it cost."""

import os
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any


@dataclass(frozen=True)
class Measured:
    """What a call cost, with the programs that it ran.

    Attributes:
        result: What it returned.
        cpu_s: CPU seconds.
        wall_s: Seconds.
        peak_mb: Most memory of its process, the interpreter included, in 10^6 bytes.
    """

    result: Any
    cpu_s: float
    wall_s: float
    peak_mb: float


def measured(function: Callable[..., Any], *arguments: object) -> Measured:
    """Call a function of a module in a new process, once; imports count."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_call, function, arguments).result()


def _call(function: Callable[..., Any], arguments: tuple[object, ...]) -> Measured:
    cpu_s, wall_s = _cpu_s(), time.monotonic()
    result = function(*arguments)
    return Measured(
        result=result,
        cpu_s=_cpu_s() - cpu_s,
        wall_s=time.monotonic() - wall_s,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
    )


def _cpu_s() -> float:
    return sum(os.times()[:4])


def print_table(heads: list[str], rows: list[list[str]]) -> None:
    """Print a Markdown table, with the load that the machine has."""
    print(f"\nLoad {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores.\n")
    print("| " + " | ".join(heads) + " |")
    print("|" + " --- |" * len(heads))
    for row in rows:
        print("| " + " | ".join(row) + " |")
