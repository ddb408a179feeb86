"""A real Redis on a free port of loopback, from the ``redis-server`` on the PATH."""

import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import redis

from lecture_assets_tests.servers.ports import free_port
from lecture_assets_tests.servers.processes import start, stop
from lecture_assets_tests.servers.waiting import wait_for


@dataclass
class Redis:
    """A running server, see ``running_redis``.

    Attributes:
        folder: For its log.
        port: On loopback.
        password: What it asks for.
        process: The server's.
    """

    folder: Path
    port: int = field(default_factory=free_port)
    password: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address for Celery."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def answers(self) -> bool:
        """Tell whether it takes commands."""
        with suppress(redis.ConnectionError), redis.Redis.from_url(self.url) as client:
            return bool(client.ping())
        return False

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        program = shutil.which("redis-server")
        assert program, "redis-server is not on the PATH: install it (apt-get install redis)."
        command = [program, "--bind", "127.0.0.1", "--port", str(self.port), "--save", ""]
        log = self.folder / "redis.log"
        self.process = start([*command, "--requirepass", self.password], log)
        wait_for(self.answers, 20, "Redis to answer")

    def stop(self) -> None:
        """Stop it; what it held is lost."""
        if self.process is not None:
            stop(self.process, patience_s=5)
            self.process = None


@contextmanager
def running_redis(folder: Path) -> Iterator[Redis]:
    """Start Redis, which keeps nothing; it is stopped in the end.

    Args:
        folder: For its log.
    """
    server = Redis(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[Redis]:
    """A server of the test's own."""
    with running_redis(tmp_path) as server:
        yield server
