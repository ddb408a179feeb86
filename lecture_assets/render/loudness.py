"""How loud a sound is (EBU R 128), and what it takes to bring it to the level of all clips."""

import re
from dataclasses import dataclass
from pathlib import Path

from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.options import RenderOptions
from lecture_assets.render.sound import Mastering, mastering_arguments

_SILENT_LUFS = -69.0
"""ffmpeg says -70 where nothing passes the gate of EBU R 128."""

_MOST_GAIN_DB = 36.0
_HEADROOM_DB = 0.5
_NEAR_LU = 0.3
_TRIES, _TRIES_FOR_LOUDNESS = 6, 4


@dataclass(frozen=True)
class Loudness:
    """What was measured.

    Attributes:
        lufs: Integrated loudness.
        true_peak_dbtp: True peak.
    """

    lufs: float
    true_peak_dbtp: float


def measure(sound: Path, timeout_s: float) -> Loudness | None:
    """Measure a file of ours.

    Returns:
        Its loudness, or None where it is silent.

    Raises:
        MediaError: It cannot be decoded.
    """
    log = run_ffmpeg(
        f"-i {sound.name} -map 0:a:0 -af ebur128=peak=true:framelog=verbose -f null -".split(),
        timeout_s=timeout_s,
        cwd=sound.parent,
        loglevel="info",
    )
    summary = log.rpartition("Summary:")[2]
    integrated = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    if integrated is None or peak is None or float(integrated[1]) <= _SILENT_LUFS:
        return None
    return Loudness(float(integrated[1]), float(peak[1]))


def settle(sound: Path, options: RenderOptions, timeout_s: float) -> Mastering | None:
    """Find the gain and the limiter's ceiling for a sound, by encoding and measuring it.

    AAC raises peaks and the limiter costs loudness, by as much as only a trial tells; a trial of
    the sound alone is cheap.

    Args:
        sound: The clip's sound before mastering, in a folder that takes the trials.
        options: The loudness and true peak to reach.
        timeout_s: Limit of each run of ffmpeg.

    Returns:
        What to do with it, or None where it is silent.

    Raises:
        MediaError: It cannot be decoded or encoded.
    """
    raw = measure(sound, timeout_s)
    if raw is None:
        return None
    trial = sound.with_name("trial.m4a")
    gain, ceiling = options.loudness_lufs - raw.lufs, options.true_peak_dbtp - _HEADROOM_DB
    for tried in range(_TRIES):
        gain = min(gain, _MOST_GAIN_DB)
        mastering = Mastering(gain_db=round(gain, 2), ceiling_dbtp=round(ceiling, 2))
        run_ffmpeg(
            mastering_arguments(sound.name, mastering, trial.name),
            timeout_s=timeout_s,
            cwd=sound.parent,
        )
        got = measure(trial, timeout_s)
        if got is None:
            return None
        missing = options.loudness_lufs - got.lufs
        over = got.true_peak_dbtp - options.true_peak_dbtp
        loud = abs(missing) <= _NEAR_LU or gain + missing > _MOST_GAIN_DB
        loud = loud or tried >= _TRIES_FOR_LOUDNESS - 1
        if over <= 0 and loud:
            break
        gain += 0 if loud else missing
        ceiling -= over + 0.1 if over > 0 else 0
    return mastering
