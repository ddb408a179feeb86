"""The only place that starts another program; no program outlives the one that asked for it."""

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import IO, NoReturn

from lecture_assets.errors import MediaTimeoutError, MissingToolError

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "ORT_DISABLE_TELEMETRY": "1"}
"""Messages that can be read, and no word to the maker of onnxruntime, which Piper works with."""


class ExitError(Exception):
    """A program ended with an exit code other than 0.

    Attributes:
        code: The exit code.
        stderr: What it printed to standard error.
    """

    def __init__(self, code: int, stderr: str) -> None:
        super().__init__(f"exit code {code}")
        self.code = code
        self.stderr = stderr


class Programs:
    """Programs that are stopped together, whichever threads run them."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._stopped = False
        self._lock = threading.Lock()

    def stop(self) -> None:
        """Kill all that run, and what is started from now on."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                _kill(process)

    @contextmanager
    def holding(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Count a program among them while it runs."""
        with self._lock:
            self._running.add(process)
            if self._stopped:
                _kill(process)
        try:
            yield
        finally:
            with self._lock:
                self._running.discard(process)


_PROGRAMS: ContextVar[Programs | None] = ContextVar("programs", default=None)


@contextmanager
def stopped_together() -> Iterator[Programs]:
    """Gather what is run in this context, and in threads that work in copies of it."""
    programs = Programs()
    before = _PROGRAMS.set(programs)
    try:
        yield programs
    finally:
        _PROGRAMS.reset(before)


def become(command: Sequence[str], environment: Mapping[str, str]) -> NoReturn:
    """Run a program in place of this process, so that signals are its own to deal with.

    Args:
        command: The program's path and its arguments.
        environment: All of its environment.
    """
    os.execve(command[0], list(command), environment)  # noqa: S606 - a path and a list, no shell


def die_with_parent() -> None:
    """Ask Linux to kill this process when the thread that started it is gone, SIGKILL included."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


@cache
def _tied() -> list[str]:
    """What starts a program so that it dies with the thread that asked for it, if there is such.

    A program that has to ask for this itself needs a fork, which copies the map of all of our
    memory while all threads stand still: 40 ms of a gigabyte, and more where a machine is busy.
    """
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    if setpriv is None:
        return []
    tied = [setpriv, "--pdeathsig", "KILL", "--"]
    tried = subprocess.run([*tied, setpriv, "--version"], capture_output=True, check=False)  # noqa: S603
    return tied if tried.returncode == 0 else []  # BusyBox's cannot do it


def _start(
    arguments: Sequence[str], cwd: Path | None, given: IO[bytes], errors: IO[bytes]
) -> "subprocess.Popen[bytes]":
    name = Path(arguments[0]).name
    why = f"{name} cannot be started ({{}}); run 'lecture-assets doctor'."
    tied = _tied()
    if tied and shutil.which(arguments[0]) is None:
        raise MissingToolError(why.format("there is no such program"))
    try:
        return subprocess.Popen(  # noqa: S603
            [*tied, *arguments],
            cwd=cwd,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=errors,
            preexec_fn=None if tied else die_with_parent,  # noqa: PLW1509
            process_group=0,
            env=os.environ | _ENVIRONMENT,
        )
    except OSError as error:
        raise MissingToolError(why.format(error.strerror)) from error


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a child that still runs, and what it may have started, such as a wrapper's ffmpeg."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def _ended_with_us(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kill the child on every way out, a cancelled run's interrupt (a BaseException) included."""
    try:
        yield
    finally:
        _kill(process)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _hold_to(process: subprocess.Popen[bytes], most_memory: int | None) -> None:
    if most_memory is not None and sys.platform == "linux":
        # From outside: between fork and exec a process with threads can do very little.
        with suppress(OSError):
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (most_memory, most_memory))


def run(
    arguments: Sequence[str],
    *,
    timeout_s: float,
    cwd: Path | None = None,
    stdin: bytes = b"",
    on_line: Callable[[str], None] | None = None,
    most_memory: int | None = None,
) -> tuple[str, str]:
    """Run a program to its end.

    Args:
        arguments: The program and its arguments; no shell is involved.
        timeout_s: Seconds after which it is killed.
        cwd: Working directory.
        stdin: What it reads from standard input.
        on_line: Called with each line of its standard output as it comes.
        most_memory: Bytes that it may take, where the system can hold it to them.

    Returns:
        Its standard output, empty where ``on_line`` took it, and its standard error.

    Raises:
        ExitError: It ended with another exit code than 0.
        MediaTimeoutError: It did not finish in time.
        MissingToolError: It cannot be started.
    """
    name = Path(arguments[0]).name
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as given:
        given.write(stdin)
        given.seek(0)
        process = _start(arguments, cwd, given, errors)
        lines: list[str] = []
        timed_out = threading.Event()

        def stop() -> None:
            timed_out.set()
            _kill(process)

        timer = threading.Timer(timeout_s, stop)
        programs = _PROGRAMS.get() or Programs()
        with _ended_with_us(process), programs.holding(process):
            _hold_to(process, most_memory)
            timer.start()
            try:
                for raw in process.stdout or ():
                    line = raw.decode(errors="replace")
                    if on_line is None:
                        lines.append(line)
                    else:
                        on_line(line.rstrip("\n"))
                code = process.wait()
            finally:
                timer.cancel()
        errors.seek(0)
        stderr = errors.read().decode(errors="replace")
    if timed_out.is_set():
        raise MediaTimeoutError(f"{name} did not finish within {timeout_s:.0f} s and was stopped.")
    if code != 0:
        raise ExitError(code, stderr)
    return "".join(lines), stderr
