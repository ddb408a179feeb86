"""A killed run leaves its finished clips, and a cancelled one leaves no program."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lecture_assets.options import RenderOptions
from lecture_assets.timeline import span
from lecture_assets_tests.render.media import highlights, render

SLOW = RenderOptions(preset="placebo", fade_ms=0, max_height=1080)
RUN = """
import sys
from pathlib import Path
from lecture_assets.timeline import span
from lecture_assets_tests.render.media import highlights, render
from lecture_assets_tests.render.test_cancelled import SLOW
chosen = highlights([span(6_000, 6_500)], [span(1_000, 29_000)], [span(2_000, 29_000)])
render(Path(sys.argv[1]), Path(sys.argv[2]), chosen, options=SLOW)
"""


def started(lecture: Path, folder: Path) -> "subprocess.Popen[bytes]":
    """A run whose first clip is done soon and whose others take long."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(lecture), str(folder)],
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )
    deadline = time.monotonic() + 120
    while not list(folder.glob("*.json")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return process


def programs_in(folder: Path) -> list[int]:
    """Processes that work in a folder."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if (each / "cwd").readlink().is_relative_to(folder):
                found.append(int(each.name))
        except OSError:
            continue
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_ended_in_its_midst_a_run_keeps_what_is_finished_and_leaves_no_ffmpeg(
    lecture: Path, tmp_path: Path, end: signal.Signals
) -> None:
    folder = tmp_path / "clips"
    with started(lecture, folder) as process:
        [sidecar] = folder.glob("*.json")
        process.send_signal(end)
        began = time.monotonic()
        while programs_in(folder):
            assert time.monotonic() - began < 1
            time.sleep(0.02)
        process.wait(timeout=30)
    clip = sidecar.with_suffix(".mp4")
    written = clip.stat().st_mtime_ns
    [again] = render(
        lecture,
        folder,
        highlights([span(6_000, 6_500)]),
        options=SLOW,
    )
    assert (again.file, clip.stat().st_mtime_ns) == (clip.name, written)
    assert sorted(each.suffix for each in folder.iterdir()) == [
        ".jpg",
        ".json",
        ".mp4",
        ".srt",
        ".vtt",
    ]
