"""A real Redis on a free port of loopback, from the ``redis-server`` on the PATH."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import redis

from lecture_assets_tests.servers.ports import free_port
from lecture_assets_tests.servers.processes import start, stop
from lecture_assets_tests.servers.waiting import wait_for


@dataclass(frozen=True)
class Redis:
    """A running server, see ``running_redis``.

    Attributes:
        port: On loopback.
        password: What it asks for.
    """

    port: int
    password: str = field(repr=False)

    @property
    def url(self) -> str:
        """Its address for Celery."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def answers(self) -> bool:
        """Tell whether it takes commands."""
        with suppress(redis.ConnectionError), redis.Redis.from_url(self.url) as client:
            return bool(client.ping())
        return False


@contextmanager
def running_redis(folder: Path) -> Iterator[Redis]:
    """Start Redis, which keeps nothing; it is stopped in the end.

    Args:
        folder: For its log.
    """
    program = shutil.which("redis-server")
    assert program, "redis-server is not on the PATH: install it (Debian: apt-get install redis)."
    server = Redis(free_port(), secrets.token_urlsafe(16))
    command = [program, "--bind", "127.0.0.1", "--port", str(server.port), "--save", ""]
    process = start([*command, "--requirepass", server.password], folder / "redis.log")
    try:
        wait_for(server.answers, 20, "Redis to answer")
        yield server
    finally:
        stop(process, patience_s=5)


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[Redis]:
    """A server of the test's own."""
    with running_redis(tmp_path) as server:
        yield server
