"""A worker that is killed in every stage in turn, when it begins and when its work is done."""

import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lecture_assets.stages import STAGES
from lecture_assets_tests.services.line import Line, undisturbed

pytestmark = [
    pytest.mark.soak,
    # boto3 leaves its connections to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@contextmanager
def watched_over(line: Line) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start another worker whenever one is gone, as any supervisor does; yield those gone."""
    gone: list[subprocess.Popen[bytes]] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.2):
            if line.system.workers[-1].poll() is not None:
                gone.append(line.system.workers[-1])
                line.system.add_worker()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield gone
    finally:
        over.set()
        watcher.join()


@pytest.mark.parametrize("stage", STAGES)
def test_killed_in_a_stage_the_lecture_ends_as_if_nothing_had_happened(
    stage: str, line: Line, tiny_lecture: Path, tmp_path: Path
) -> None:
    key = f"{stage}.mp4"
    for place in (stage, f"{stage}.end"):
        line.order_kill(place)
    with watched_over(line) as gone:
        lecture = line.upload(key, tiny_lecture)
        line.wait_for_runs(lecture, "FAILURE", "FAILURE", "SUCCESS")
    assert [worker.returncode for worker in gone] == [-signal.SIGKILL] * 2
    assert line.documents(lecture) == undisturbed(key, tiny_lecture, tmp_path)
    left = [path for path in line.store.rglob("*.part") if lecture in str(path)]
    assert left == []
    assert not (line.store / "lectures" / lecture / "work").exists()
