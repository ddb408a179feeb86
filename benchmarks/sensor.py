"""What a tick of the sensor costs over 100,000 uploads of which none is new.

Run ``python benchmarks/sensor.py [COUNT]`` in the repository; ``LECTURE_STORE`` and the
``AWS_*`` settings take the uploads of a bucket instead of made-up ones.
"""

import subprocess
import sys
import tempfile

count = sys.argv[1] if len(sys.argv) > 1 else "100000"
with tempfile.TemporaryDirectory() as folder:
    for what in ("prepare", "tick"):
        command = [sys.executable, "-m", "lecture_assets_tests.defs.sensor_scale", what, folder]
        subprocess.run([*command, count], check=True)
