"""How far steady noise changes the share of speech.

``python -m benchmarks.noise RECORDING...`` takes anything that ffmpeg reads. Levels are root mean
squares: the recording at -18 and -44 dBFS, each noise so many dB below it.
"""

import argparse
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.measured import print_table
from benchmarks.sound import decoded
from lecture_assets.media.audio import RATE, Samples
from lecture_assets.options import SilenceOptions
from lecture_assets.progress import ignore
from lecture_assets.silence.map import map_silence
from lecture_assets.timeline import total_ms
from lecture_assets_tests.sounds import Wave, at_level, fan, mixed, noise

NOISES: dict[str, Callable[[float], Wave]] = {
    "a fan": fan,
    "white": partial(noise, slope=0),
    "pink": partial(noise, slope=1),
    "brown": partial(noise, slope=2),
}
LEVELS_DBFS = (-18, -44)
BELOW_DB = (25, 20, 15)


def share(samples: Samples) -> float:
    """Share of speech, in percent."""
    found = map_silence(samples, SilenceOptions(), ignore)
    return 100 * total_ms(found.speech) / max(1, found.duration_ms)


def changes(recording: Wave, below_db: int) -> list[float]:
    """By how many points each noise changes the share of speech, at both levels."""
    found = []
    for level in LEVELS_DBFS:
        clean = at_level(recording, level)
        alone = share(clean)
        for make in NOISES.values():
            steady = make(len(recording) / RATE + 1)[: len(recording)]
            noisy = mixed(clean, at_level(steady, level - below_db))
            found.append(share(noisy) - alone)
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recordings", type=Path, nargs="+")
    rows = []
    for recording in parser.parse_args().recordings:
        with tempfile.TemporaryDirectory() as folder:
            samples = np.array(decoded(recording, Path(folder))).astype(np.float64)
        loud, faint = (share(at_level(samples, level)) for level in LEVELS_DBFS)
        worst = [max(changes(samples, below), key=abs) for below in BELOW_DB]
        figures = [f"{loud:.1f} %", f"{faint - loud:+.2f}", *(f"{each:+.2f}" for each in worst)]
        rows.append([recording.name, *figures])
    noisy = [f"noise {below} dB below, at most" for below in BELOW_DB]
    print_table(["recording", "speech", "made faint", *noisy], rows)


if __name__ == "__main__":
    main()
