"""The server that Prometheus asks."""

import signal
import threading
from pathlib import Path
from types import FrameType

import dagster as dg
from prometheus_client import CollectorRegistry, disable_created_metrics, start_http_server

from lecture_assets.defs.command import dagster_home, open_instance
from lecture_assets.defs.metrics.collector import LectureCollector
from lecture_assets.defs.metrics.watch import Watch
from lecture_assets.errors import SettingsError
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.s3 import S3Store
from lecture_assets.studio import Studio


class _Opener:
    """Opens Dagster's instance when it can be, and keeps it."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._instance: dg.DagsterInstance | None = None

    def __call__(self) -> dg.DagsterInstance:
        """Return the instance.

        Raises:
            SettingsError: It cannot be opened now.
        """
        with self._lock:
            self._instance = self._instance or open_instance(self._home)
            return self._instance


def serve_metrics(studio: Studio, host: str, port: int) -> None:
    """Serve metrics over HTTP until a SIGTERM or SIGINT.

    Args:
        studio: Settings and store.
        host: Address to listen on.
        port: Port to listen on.

    Raises:
        SettingsError: Nothing can listen there, or Dagster's folder cannot be used.
    """
    home = dagster_home(studio.store)
    opener = _Opener(home)
    watch = Watch(opener, studio)
    registry = CollectorRegistry()
    registry.register(LectureCollector(opener, watch, _folders(studio, home)))
    disable_created_metrics()  # type: ignore[no-untyped-call]
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        raise SettingsError(
            f"Metrics cannot be served on {host}:{port}: {error.strerror}; choose another --port."
        ) from error
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    watch.start()
    stopped.wait()
    watch.stop()
    server.shutdown()
    thread.join()


def _folders(studio: Studio, home: Path) -> dict[str, Path]:
    """Name the folders of this machine that grow."""
    folders = {"dagster": home}
    if isinstance(studio.store, LocalStore):
        folders["store"] = studio.store.root
    elif isinstance(studio.store, S3Store):
        folders["cache"] = studio.store.cache.folder
    return folders
