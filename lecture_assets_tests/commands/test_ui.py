"""Tests of ``lecture-assets ui``: a real Dagster on a store of one's own."""

import signal
import socket
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

from lecture_assets_tests.command_line import Run
from lecture_assets_tests.servers.ports import free_port
from lecture_assets_tests.servers.processes import start, stop

_READY_S = 120


def answers(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", "/server_info")
            return connection.getresponse().status == 200
        except OSError:
            return False


def test_it_serves_dagster_on_the_records_of_the_store_and_stops(tmp_path: Path) -> None:
    port = free_port()
    program = str(Path(sys.executable).with_name("lecture-assets"))
    command = [program, "ui", "--store", str(tmp_path / "mine"), "--port", str(port)]
    served = start(command, tmp_path / "log")
    try:
        ends = time.monotonic() + _READY_S
        while not answers(port):
            assert served.poll() is None, (tmp_path / "log").read_text()
            assert time.monotonic() < ends
            time.sleep(0.5)
        assert (tmp_path / "mine" / ".dagster" / "dagster.yaml").is_file()
        assert "SupersessionWarning" not in (tmp_path / "log").read_text()
    finally:
        stop(served, 60, signal.SIGINT)


def test_a_port_that_is_taken_is_one_sentence(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        code, _, errors = run("ui", "--store", "store", "--port", str(number))
    assert code == 2
    assert f"Port {number} cannot be had" in errors
