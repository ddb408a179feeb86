"""Processes that a test starts and surely ends, with all their children."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path


def start(
    command: Sequence[str], log: Path, env: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, with its signals as a shell would set them.

    Args:
        command: The program and its arguments.
        log: Where what it writes is appended.
        env: Its whole environment; None takes ours.
    """
    with log.open("ab") as file:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            env=env,
            start_new_session=True,
            restore_signals=True,
            preexec_fn=_reset_signals,  # noqa: PLW1509 - no threads of ours hold locks here
        )


def _reset_signals() -> None:
    # A shell's background job ignores them, and so would the servers.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def stop(
    process: subprocess.Popen[bytes], patience_s: float, number: int = signal.SIGTERM
) -> int | None:
    """Ask a program to end, and kill what is left of its session after a while.

    Returns:
        Its exit code where it ended by itself, else None.
    """
    process.send_signal(number)
    try:
        code: int | None = process.wait(patience_s)
    except subprocess.TimeoutExpired:
        code = None
    kill_session(process.pid)
    process.wait(5)
    return code


def kill_session(pid: int) -> None:
    """Kill every process of a session that is still there, and wait until none is."""
    while members := session_of(pid):
        for member in members:
            with suppress(ProcessLookupError):
                os.kill(member, signal.SIGKILL)
        time.sleep(0.05)


def session_of(pid: int) -> list[int]:
    """Process IDs of a session, zombies left out."""
    members = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, session, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(session) == pid and state != "Z":
            members.append(int(folder.name))
    return members
