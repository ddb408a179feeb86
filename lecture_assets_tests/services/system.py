"""The whole system as processes of this machine: code server, daemon and workers."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
import grpc
from dagster._cli.job import _create_run
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import GrpcServerTarget

from lecture_assets.defs import tags
from lecture_assets_tests.servers.ports import free_port
from lecture_assets_tests.servers.postgres import Database
from lecture_assets_tests.servers.processes import kill_session, session_of, start
from lecture_assets_tests.servers.redis import Redis
from lecture_assets_tests.servers.waiting import wait_for
from lecture_assets_tests.servers.weed import Weed

_DEPLOYED = Path(__file__).parents[2] / "deploy" / "dagster.yaml"
_LOCATION = "lecture_assets"
_POLL = "poll_interval_seconds: 30"


def service_variables(database: Database, redis: Redis, weed: Weed, logs: str) -> dict[str, str]:
    """Return what deploy/dagster.yaml asks the environment for, but the number of workers."""
    return weed.environment() | {
        "POSTGRES_HOST": database.host,
        "POSTGRES_PORT": str(database.port),
        "POSTGRES_USER": database.user,
        "POSTGRES_PASSWORD": database.password,
        "POSTGRES_DB": database.name,
        "REDIS_URL": redis.url,
        "DAGSTER_LOGS_BUCKET": logs,
    }


def make_home(folder: Path, poll_s: int) -> Path:
    """Make a DAGSTER_HOME with the deployed dagster.yaml; only run monitoring is quicker."""
    text = _DEPLOYED.read_text()
    assert _POLL in text
    folder.mkdir()
    (folder / "dagster.yaml").write_text(text.replace(_POLL, f"poll_interval_seconds: {poll_s}"))
    return folder


@dataclass
class System:
    """What was started, see ``running_system``.

    Attributes:
        folder: Has the logs of all processes.
        env: Their whole environment.
        module: The code location.
        port: The code server's.
        workers: In the order in which they were started.
        others: Code server and daemon.
    """

    folder: Path
    env: Mapping[str, str]
    module: str
    port: int = field(default_factory=free_port)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    others: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def begin(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a program of this environment, which logs to a file of that name."""
        program, *arguments = command
        beside = str(Path(sys.executable).with_name(program))
        return start([beside, *arguments], self.folder / f"{name}.log", self.env)

    def add_worker(self, *prefix: str) -> subprocess.Popen[bytes]:
        """Start a worker and wait until it takes runs.

        Args:
            prefix: A program that starts it, such as ``taskset -c 0``.
        """
        name = f"worker{len(self.workers)}"
        log = self.folder / f"{name}.log"
        command = [str(Path(sys.executable).with_name("lecture-assets")), "worker"]
        worker = start([*prefix, *command], log, self.env)
        self.workers.append(worker)
        wait_for(lambda: b" ready." in log.read_bytes(), 180, f"the worker of {log} to be ready")
        return worker

    def serve(self) -> None:
        """Start the code server and the daemon."""
        where = ["-h", "127.0.0.1", "-p", str(self.port)]
        server = ["dagster", "code-server", "start", *where, "-m", self.module]
        self.others.append(self.begin("code", [*server, "--location-name", _LOCATION]))
        wait_for(self._code_is_served, 240, "the code server to answer")
        daemon = ["dagster-daemon", "run", "--grpc-host", "127.0.0.1", "--grpc-port"]
        self.others.append(self.begin("daemon", [*daemon, str(self.port)]))

    def _code_is_served(self) -> bool:
        with grpc.insecure_channel(f"127.0.0.1:{self.port}") as channel:
            with suppress(grpc.FutureTimeoutError):
                grpc.channel_ready_future(channel).result(1)
                return True
            return False

    @contextmanager
    def instance(self) -> Iterator[dg.DagsterInstance]:
        """Open Dagster's instance; the environment has to be ours too."""
        with dg.DagsterInstance.from_config(self.env["DAGSTER_HOME"]) as instance:
            yield instance

    def submit(self, instance: dg.DagsterInstance, lecture: str) -> str:
        """Queue a run of a lecture, as the sensor does, and return its ID."""
        target = GrpcServerTarget("127.0.0.1", self.port, None, None)
        with WorkspaceProcessContext(instance, target) as process:
            workspace = process.create_request_context()
            location = workspace.code_locations[0]
            repository = next(iter(location.get_repositories().values()))
            job = repository.get_full_job("highlight_lecture")
            named = {"dagster/partition": lecture, tags.ONLY_STALE: "true"}
            run = _create_run(instance, location, repository, job, {}, named, None, None)
            instance.submit_run(run.run_id, workspace)
            return str(run.run_id)

    def stop(self) -> list[str]:
        """Ask all to end; return what was left of them after that, which is then killed."""
        processes = [*self.workers, *self.others]
        for process in processes:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        left = [line for process in processes for line in _left_of(process)]
        for process in processes:
            kill_session(process.pid)
            process.wait()
        return left


def _left_of(process: subprocess.Popen[bytes]) -> list[str]:
    """Return the command lines of a program and its children that do not end by themselves."""
    with suppress(AssertionError):
        wait_for(lambda: process.poll() is not None, 120, "the end of a program")
        wait_for(lambda: not session_of(process.pid), 15, "the end of its children")
    commands = []
    for pid in session_of(process.pid):
        with suppress(OSError):
            commands.append(Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " "))
    return commands


@contextmanager
def running_system(
    folder: Path,
    variables: Mapping[str, str],
    *,
    workers: int,
    module: str = "lecture_assets.definitions",
    poll_s: int = 2,
) -> Iterator[System]:
    """Start the system with deploy/dagster.yaml; everything is stopped in the end.

    Args:
        folder: For its logs and its DAGSTER_HOME.
        variables: Added to our environment.
        workers: How many.
        module: The code location.
        poll_s: How often run monitoring looks.
    """
    home = make_home(folder / "home", poll_s)
    env = os.environ | {"DAGSTER_HOME": str(home), "LECTURE_WORKERS": str(workers)}
    env |= dict(variables)
    env |= {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}
    system = System(folder, env, module)
    try:
        system.serve()
        for _ in range(workers):
            system.add_worker()
        yield system
    finally:
        left = system.stop()
    assert left == []
