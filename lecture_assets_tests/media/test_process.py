"""Tests of running programs: none outlives the one that asked for it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lecture_assets.errors import MediaTimeoutError, MissingToolError
from lecture_assets.media import process
from lecture_assets.media.process import ExitError, run

_GONE_WITHIN_S = 2.0
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties children to parents")


def _python(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


_SAYS_ITS_ID_AND_SLEEPS = ["/bin/sh", "-c", "echo $$; exec sleep 60"]


def _runs(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process_id}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def _gone(process_id: int) -> bool:
    deadline = time.monotonic() + _GONE_WITHIN_S
    while _runs(process_id):
        if time.monotonic() > deadline:
            os.kill(process_id, signal.SIGKILL)
            return False
        time.sleep(0.02)
    return True


def test_a_program_is_told_to_send_no_telemetry() -> None:
    said, _ = run(_python("import os; print(os.environ['ORT_DISABLE_TELEMETRY'])"), timeout_s=10)
    assert said == "1\n"


def test_output_and_errors_are_returned() -> None:
    code = "import sys; print('out', sys.stdin.read()); print('err', file=sys.stderr)"
    assert run(_python(code), timeout_s=20, stdin=b"in") == ("out in\n", "err\n")


def test_lines_arrive_while_the_program_still_runs() -> None:
    seen: list[tuple[str, float]] = []
    code = "import time; print('a', flush=True); time.sleep(0.3); print('b')"
    out, _ = run(_python(code), timeout_s=20, on_line=lambda s: seen.append((s, time.monotonic())))
    assert ([line for line, _ in seen], out) == (["a", "b"], "")
    assert seen[1][1] - seen[0][1] > 0.2


def test_a_program_runs_in_its_folder_with_utf8_and_undecodable_output(tmp_path: Path) -> None:
    code = (
        "import os, sys; print(os.getcwd(), os.environ['LC_ALL'], flush=True);"
        "sys.stdout.buffer.write(b'\\xff')"
    )
    out, _ = run(_python(code), timeout_s=20, cwd=tmp_path)
    assert out == f"{tmp_path.resolve()} C.UTF-8\n\N{REPLACEMENT CHARACTER}"


def test_another_exit_code_than_0_is_an_error_with_the_log() -> None:
    with pytest.raises(ExitError) as raised:
        run(_python("import sys; sys.exit('no such luck')"), timeout_s=20)
    assert (raised.value.code, raised.value.stderr) == (1, "no such luck\n")


def test_a_missing_program_is_a_missing_tool() -> None:
    with pytest.raises(MissingToolError, match=r"^no-such-program cannot be started .*doctor"):
        run(["/nowhere/no-such-program"], timeout_s=20)


def test_a_flood_of_errors_does_not_block_the_program() -> None:
    code = "import sys; sys.stderr.write('x' * 3_000_000); print('done')"
    out, log = run(_python(code), timeout_s=20)
    assert (out, len(log)) == ("done\n", 3_000_000)


def test_a_program_that_takes_too_long_is_killed() -> None:
    seen: list[int] = []
    with pytest.raises(MediaTimeoutError, match="did not finish within 1 s"):
        run(_SAYS_ITS_ID_AND_SLEEPS, timeout_s=1, on_line=lambda s: seen.append(int(s)))
    assert _gone(seen[0])


def test_what_a_wrapper_started_is_killed_with_it() -> None:
    seen: list[int] = []
    started = time.monotonic()
    with pytest.raises(MediaTimeoutError):
        run(
            ["/bin/sh", "-c", "sleep 60 & echo $!; wait"],
            timeout_s=0.5,
            on_line=lambda s: seen.append(int(s)),
        )
    assert time.monotonic() - started < 10
    assert _gone(seen[0])


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, SystemExit, ValueError])
def test_a_program_is_killed_when_its_listener_is_interrupted(
    interrupt: type[BaseException],
) -> None:
    seen: list[int] = []

    def on_line(line: str) -> None:
        seen.append(int(line))
        raise interrupt

    started = time.monotonic()
    with pytest.raises(interrupt):
        run(_SAYS_ITS_ID_AND_SLEEPS, timeout_s=60, on_line=on_line)
    assert time.monotonic() - started < 20
    assert _gone(seen[0])


@pytest.fixture
def without_setpriv(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A system without util-linux."""
    process._tied.cache_clear()
    monkeypatch.setattr("shutil.which", lambda _name: None)
    yield
    process._tied.cache_clear()


@pytest.mark.usefixtures("without_setpriv")
def test_programs_run_where_nothing_but_a_fork_can_tie_them_to_us() -> None:
    assert run(["/bin/echo", "here"], timeout_s=10) == ("here\n", "")
    with pytest.raises(MissingToolError, match=r"^no-such-program cannot be started .*doctor"):
        run(["/nowhere/no-such-program"], timeout_s=10)


@on_linux
@pytest.mark.parametrize("tied", [True, False])
def test_a_program_is_killed_with_us_whether_or_not_there_is_setpriv(
    tied: bool, request: pytest.FixtureRequest
) -> None:
    if not tied:
        request.getfixturevalue("without_setpriv")
    asked = "import ctypes; c = ctypes.c_int(); ctypes.CDLL(None).prctl(2, ctypes.byref(c)); "
    assert run(_python(asked + "print(c.value)"), timeout_s=10)[0] == f"{signal.SIGKILL:d}\n"


@on_linux
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_program_dies_with_the_process_that_ran_it(end: signal.Signals) -> None:
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from lecture_assets.media.process import run\n"
        f"run({_SAYS_ITS_ID_AND_SLEEPS!r}, timeout_s=60,"
        " on_line=lambda line: print(line, flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert _runs(child)
        parent.send_signal(end)
        parent.wait(timeout=10)
    assert _gone(child)
