"""How well slide changes are told on generated lectures of all sizes and key frames.

``python -m benchmarks.slides [SEED ...]``; the tests' own seeds are below 10.
"""

import sys
import tempfile
import time
from itertools import product
from pathlib import Path

from lecture_assets.layout.detect import detect_layout
from lecture_assets.progress import ignore
from lecture_assets_tests.layout.drawing import write
from lecture_assets_tests.layout.scoring import Score, slides_and_builds
from lecture_assets_tests.layout.talks import Camera, talk

SIZES = {240: (426, 240), 480: (854, 480), 720: (1280, 720), 1080: (1920, 1080)}
FIXED = {"keyint": "50", "min-keyint": "50", "sc_threshold": "0"}
GROUPS = {"25": (1, {}), "250": (10, {}), "fixed 2 s": (2, FIXED)}
CAMERAS: list[Camera] = ["none", "tile", "beside"]
SECONDS, FPS = 100, 25

cases = list(product(SIZES, GROUPS))
slides, builds = Score(), Score()
print(f"{'lines':>5} {'group':10}{'camera':8}{'seed':>5}{'slides':>22}{'builds':>22}{'CPU s':>7}")
for index, seed in enumerate(int(each) for each in sys.argv[1:] or range(100, 136)):
    lines, group = cases[index % len(cases)]
    camera = CAMERAS[(index + index // len(cases)) % len(CAMERAS)]
    truth = talk(seed, SECONDS, SIZES[lines], camera)
    key_every_s, options = GROUPS[group]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lecture.mp4"
        coded = {"preset": "veryfast", "crf": "23", **options}
        video = write(path, truth.draw, SECONDS, key_every_s, FPS, coded)
        started = time.process_time()
        layout = detect_layout(path, video, SECONDS * 1000, ignore)
        cpu_s = time.process_time() - started
    of_slides, of_builds = slides_and_builds(layout, truth)
    slides, builds = slides + of_slides, builds + of_builds
    said = [
        f"{each.found:8} -{each.missed} +{each.invented} {each.late_ms:4} ms"
        for each in (of_slides, of_builds)
    ]
    print(
        f"{lines:5} {group:10}{camera:8}{seed:5}{said[0]:>22}{said[1]:>22}{cpu_s:7.2f}", flush=True
    )
for name, each in (("slides", slides), ("builds", builds)):
    print(
        f"{name}: precision {each.precision:.3f}, recall {each.recall:.3f}, "
        f"error at most {each.late_ms} ms"
    )
