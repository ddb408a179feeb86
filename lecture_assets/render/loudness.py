"""How loud a sound is (EBU R 128), and what it takes to bring it to the level of all clips."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.options import RenderOptions
from lecture_assets.render.sound import Mastering, mastering_arguments, metering_arguments
from lecture_assets.render.take import MASTERED

_SILENT_LUFS = -69.0
"""ffmpeg says -70 where nothing passes the gate of EBU R 128."""

_MOST_GAIN_DB = 36.0
_HEADROOM_DB = 0.5
_NEAR_LU = 0.3
_FORESEEN_LU = 1.5
"""What the limiter takes, up to here, is made up for by as much gain to within the tolerance."""

_TRIES, _TRIES_FOR_LOUDNESS, _TRIES_WITHOUT_ENCODER = 6, 4, 3


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
    return _measured(metering_arguments(sound.name, None), sound.parent, timeout_s)


def _measured(arguments: Sequence[str], folder: Path, timeout_s: float) -> Loudness | None:
    return metered(run_ffmpeg(arguments, timeout_s=timeout_s, cwd=folder, loglevel="info"))


def metered(log: str) -> Loudness | None:
    """Read the loudness from the log of a run that measured it; None where it was silent."""
    summary = log.rpartition("Summary:")[2]
    integrated = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    if integrated is None or peak is None or float(integrated[1]) <= _SILENT_LUFS:
        return None
    return Loudness(float(integrated[1]), float(peak[1]))


def settle(
    sound: Path, raw: Loudness | None, options: RenderOptions, timeout_s: float
) -> Loudness | None:
    """Master a clip's sound and encode it, beside it, as ``MASTERED``.

    AAC raises peaks and the limiter costs loudness, by as much as only a trial tells; a trial of
    the sound alone is cheap, and the last one is what the clip gets.

    Args:
        sound: The clip's sound before mastering.
        raw: Its loudness, or None where it is silent.
        options: The loudness and true peak to reach.
        timeout_s: Limit of each run of ffmpeg.

    Returns:
        Its loudness as encoded, or None where it is silent.

    Raises:
        MediaError: It cannot be decoded or encoded.
    """
    if raw is None:
        _encode(sound, None, timeout_s)
        return None
    got: Loudness | None = raw
    ceiling = options.true_peak_dbtp - _HEADROOM_DB
    gain = _gain(sound, raw, options.loudness_lufs, ceiling, timeout_s)
    for tried in range(_TRIES):
        gain = min(gain, _MOST_GAIN_DB)
        _encode(sound, Mastering(round(gain, 2), round(ceiling, 2)), timeout_s)
        got = measure(sound.with_name(MASTERED), timeout_s)
        if got is None:
            break
        missing = options.loudness_lufs - got.lufs
        over = got.true_peak_dbtp - options.true_peak_dbtp
        loud = abs(missing) <= _NEAR_LU or gain + missing > _MOST_GAIN_DB
        loud = loud or tried >= _TRIES_FOR_LOUDNESS - 1
        if over <= 0 and loud:
            break
        gain += 0 if loud else missing
        ceiling -= over + 0.1 if over > 0 else 0
    return got


def _gain(
    sound: Path, raw: Loudness, target_lufs: float, ceiling_dbtp: float, timeout_s: float
) -> float:
    """Find the gain by trials without the encoder, which costs more than all the rest."""
    gain = target_lufs - raw.lufs
    if raw.true_peak_dbtp + gain <= ceiling_dbtp:
        return gain
    for _ in range(_TRIES_WITHOUT_ENCODER):
        mastering = Mastering(round(min(gain, _MOST_GAIN_DB), 2), ceiling_dbtp)
        metering = metering_arguments(sound.name, mastering)
        limited = _measured(metering, sound.parent, timeout_s)
        missing = 0.0 if limited is None else target_lufs - limited.lufs
        gain += missing
        if abs(missing) <= _FORESEEN_LU:
            break
    return gain


def _encode(sound: Path, mastering: Mastering | None, timeout_s: float) -> None:
    arguments = mastering_arguments(sound.name, mastering, MASTERED)
    run_ffmpeg(arguments, timeout_s=timeout_s, cwd=sound.parent)
