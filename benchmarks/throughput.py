"""Ten lectures on one worker and on two, each held to one core; prints the figures.

``python -m benchmarks.throughput LECTURE.mp4`` needs what the services tests need.
"""

import os
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from lecture_assets.storage.keys import UPLOADS, video_id
from lecture_assets_tests.servers.postgres import running_postgres
from lecture_assets_tests.servers.processes import session_of
from lecture_assets_tests.servers.redis import running_redis
from lecture_assets_tests.servers.waiting import wait_for
from lecture_assets_tests.servers.weed import running_weed
from lecture_assets_tests.services.system import System, running_system, service_variables

LECTURES = 10
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Figures:
    """What one measurement gave, all in seconds.

    Attributes:
        wall: From the first run's start to the last one's end.
        runs: Of each run, in the order of their start.
        workers_cpu: CPU that the workers and their programs used.
        others_cpu: CPU that all else on the machine used.
        peak_mb: Most memory of a process of the workers, in 10^6 bytes.
    """

    wall: float
    runs: list[float]
    workers_cpu: float
    others_cpu: float
    peak_mb: float


def measure(recording: Path, workers: int) -> Figures:
    """Process ten copies of a recording on so many workers, each held to a core of its own."""
    folder = Path(tempfile.mkdtemp(prefix="throughput-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        postgres = stack.enter_context(running_postgres())
        redis = stack.enter_context(running_redis(folder))
        weed = stack.enter_context(running_weed())
        variables = service_variables(postgres.new_database(), redis, weed, weed.new_bucket())
        variables |= {"LECTURE_STORE": str(folder / "store"), "KILL_FOLDER": str(folder)}
        variables |= {"OMP_NUM_THREADS": "1", "LECTURE_WORKERS": str(workers)}
        module = "lecture_assets_tests.services.killed"
        system = stack.enter_context(running_system(folder, variables, workers=0, module=module))
        for core in range(workers):
            system.add_worker("taskset", "-c", str(core))
        os.environ.update(variables, DAGSTER_HOME=system.env["DAGSTER_HOME"])
        instance = stack.enter_context(system.instance())
        return _run(system, instance, recording, folder / "store")


def _run(system: System, instance: dg.DagsterInstance, recording: Path, store: Path) -> Figures:
    (store / UPLOADS).mkdir(parents=True)
    lectures = []
    for number in range(LECTURES):
        shutil.copy2(recording, store / UPLOADS / f"{number}.mp4")
        lectures.append(video_id(f"{number}.mp4"))
    instance.add_dynamic_partitions("lectures", lectures)
    before, total_before = _workers_cpu(system), _machine_cpu()
    for lecture in lectures:
        system.submit(instance, lecture)
    wait_for(
        lambda: all(run.is_finished for run in instance.get_runs()), 3600, "the runs", every_s=1
    )
    used, total = _workers_cpu(system) - before, _machine_cpu() - total_before
    records = sorted(instance.get_run_records(), key=lambda each: each.start_time or 0)
    assert {each.dagster_run.status for each in records} == {dg.DagsterRunStatus.SUCCESS}
    spans = [(each.start_time or 0, each.end_time or 0) for each in records]
    return Figures(
        wall=max(end for _, end in spans) - min(start for start, _ in spans),
        runs=[round(end - start, 1) for start, end in spans],
        workers_cpu=used,
        others_cpu=total - used,
        peak_mb=_peak_mb(system),
    )


def _peak_mb(system: System) -> float:
    sizes = [
        int(line.split()[1])
        for worker in system.workers
        for pid in session_of(worker.pid)
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmHWM:")
    ]
    return max(sizes) * 1024 / 1e6


def _workers_cpu(system: System) -> float:
    """CPU seconds of the workers, their processes and the programs that these have waited for."""
    ticks = 0
    sessions = {worker.pid for worker in system.workers}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) in sessions:
            ticks += sum(map(int, fields[11:15]))
    return ticks * _TICK_S


def _machine_cpu() -> float:
    user, nice, system, *_ = Path("/proc/stat").read_text().split()[1:]
    return (int(user) + int(nice) + int(system)) * _TICK_S


def main() -> None:
    """Measure one worker, then two, and print both."""
    recording = Path(sys.argv[1])
    walls = []
    for workers in (1, 2):
        began = time.strftime("%H:%M:%S")
        load = os.getloadavg()[0]
        found = measure(recording, workers)
        walls.append(found.wall)
        print(
            f"{workers} workers, from {began} at load {load:.1f}: {LECTURES} lectures in "
            f"{found.wall:.0f} s, CPU {found.workers_cpu:.0f} s in workers and "
            f"{found.others_cpu:.0f} s elsewhere, {found.peak_mb:.0f} MB; runs {found.runs}"
        )
    print(f"throughput of two against one: {walls[0] / walls[1]:.2f}")


if __name__ == "__main__":
    main()
