"""What layout and slides of a recording cost, beside scene detectors.

``python -m benchmarks.layout_cost LECTURE.mp4 [SCENEDETECT]``, where SCENEDETECT is the program of
PySceneDetect, which wants an environment of its own.
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

from lecture_assets.media.ffmpeg import ffmpeg_path

_OURS = """
import sys, time
from pathlib import Path
from lecture_assets.layout.detect import detect_layout
from lecture_assets.media.models import VideoStream
from lecture_assets.progress import ignore
from lecture_assets.slides.album import with_pictures
path, video = Path(sys.argv[1]), VideoStream.model_validate_json(sys.argv[2])
layout = detect_layout(path, video, int(sys.argv[3]), ignore)
told_s = time.process_time()
with_pictures(path, video, layout, None, None, lambda *_: None, ignore)
share = (time.process_time() - told_s) / time.process_time()
parts = ", ".join(each.kind for each in layout.parts)
builds = sum(len(each.builds_ms) for each in layout.slides)
print(f"{parts}; {len(layout.slides)} slides, {builds} builds; pictures {share:.0%} of it")
"""


def measured(name: str, command: list[str], hours: float) -> None:
    """Run a command and print its CPU time for each hour, its peak memory and its last line."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = child.communicate()[0].strip().splitlines()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = used.ru_utime + used.ru_stime - measured.before
    measured.before += cpu_s
    print(
        f"{name:34}{cpu_s / hours:8.1f} CPU s an hour; largest so far {used.ru_maxrss // 1024} MB"
    )
    print("   ", said[-1][:200] if said else "")


measured.before = 0.0

import av  # noqa: E402, TID253

path = Path(sys.argv[1])
with av.open(str(path)) as file:
    stream = file.streams.video[0]
    length_ms = int(file.duration / 1000)
    about = {
        "codec": stream.codec_context.name,
        "width": stream.width,
        "height": stream.height,
        "fps": float(stream.average_rate),
    }
hours = length_ms / 3_600_000
print(f"{path.name}: {hours:.2f} h, {about}, load {os.getloadavg()[0]:.1f}")
ours = [sys.executable, "-c", _OURS, str(path), json.dumps(about), str(length_ms)]
measured("layout and slides", ours, hours)
if len(sys.argv) > 2:
    adaptive = [sys.argv[2], "-i", str(path), "-q", "detect-adaptive", "list-scenes", "-n"]
    measured("PySceneDetect detect-adaptive", adaptive, hours)
scenes = ["-v", "error", "-i", str(path), "-vf", "select='gt(scene,0.025)'", "-f", "null", "-"]
measured("ffmpeg's scene filter", [ffmpeg_path(), *scenes], hours)
