"""How well and at what cost layouts are told, on generated lectures of every arrangement.

``python -m benchmarks.layout [SEED ...]``; the tests' own seeds are 1 and 2, so take
others here.
"""

import sys
import tempfile
from pathlib import Path

from lecture_assets_tests.layout.layouts import ARRANGEMENTS, generated
from lecture_assets_tests.layout.marking import marked

seeds = [int(each) for each in sys.argv[1:]] or [101, 102]
marks = []
print(f"{'arrangement':28}{'seed':>5}{'screen':>8}{'camera':>8}{'CPU s':>7}  kind")
for name in ARRANGEMENTS:
    for seed in seeds:
        scene = generated(name, seed)
        with tempfile.TemporaryDirectory() as folder:
            mark = marked(scene, Path(folder) / "lecture.mp4")
        marks.append(mark)
        parts = ", ".join(each.kind for each in mark.layout.parts)
        said = ("" if mark.kind else "WRONG: ") + parts
        said += " FALSE CAMERA" if mark.false_camera else ""
        print(f"{name:28}{seed:5}{mark.screen:8.3f}{mark.camera:8.3f}{mark.cpu_s:7.2f}  {said}")
for what in ("screen", "camera"):
    values = [getattr(each, what) for each in marks]
    below = sum(each < 0.8 for each in values)
    print(
        f"{what}: mean {sum(values) / len(values):.3f}, least {min(values):.3f}, {below} under 0.8"
    )
print(
    f"{len(marks)} lectures; kind right in {sum(each.kind for each in marks) / len(marks):.1%}; "
    f"{sum(each.false_camera for each in marks)} false cameras; "
    f"{sum(each.cpu_s for each in marks):.1f} CPU s"
)
