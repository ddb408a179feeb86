"""Silence against pydub and ffmpeg on an hour of sound, and the memory of the whole stage.

``python -m benchmarks.silence RECORDING`` repeats the recording until it is an hour long.
"""

import argparse
import math
import re
import tempfile
import wave
from pathlib import Path

import numpy as np

from benchmarks.measured import measured, print_table
from lecture_assets.media.audio import RATE, decode_as_recorded, map_wav
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.media.probe import probe
from lecture_assets.options import SilenceOptions, UploadLimits
from lecture_assets.progress import ignore
from lecture_assets.silence.detect import EnergyAtMs, detect_silence
from lecture_assets.silence.map import map_silence

MIN_SILENCE_MS = 400
LONG_S, SHORT_S = 3 * 3_600, 180
Silences = list[list[int]]


def ours(wav: Path, threshold_dbfs: float, step_ms: int) -> Silences:
    """Find the silences as the stage does, without choosing a threshold."""
    sound = EnergyAtMs(map_wav(wav), RATE)
    found = detect_silence(sound, MIN_SILENCE_MS, threshold_dbfs, step_ms)
    return [[each.start_ms, each.end_ms] for each in found]


def pydubs(wav: Path, threshold_dbfs: float, step_ms: int) -> Silences:
    """Find them with pydub."""
    from pydub import AudioSegment, silence  # noqa: PLC0415

    segment = AudioSegment.from_wav(str(wav))
    found: Silences = silence.detect_silence(segment, MIN_SILENCE_MS, threshold_dbfs, step_ms)
    return found


def ffmpegs(wav: Path, threshold_dbfs: float) -> Silences:
    """Find them with ffmpeg, which looks at single samples and not at their mean."""
    rule = f"silencedetect=noise={threshold_dbfs}dB:duration={MIN_SILENCE_MS / 1000}"
    log = run_ffmpeg(
        ["-i", str(wav), "-af", rule, "-f", "null", "-"], timeout_s=3_600, loglevel="info"
    )
    times = [
        [round(1000 * float(at)) for at in re.findall(rf"silence_{edge}: (\S+)", log)]
        for edge in ("start", "end")
    ]
    return [list(pair) for pair in zip(*times, strict=False)]


def whole_stage(recording: Path) -> int:
    """Decode a recording and make its silence map, as the stage does."""
    limits = UploadLimits()
    with tempfile.TemporaryDirectory() as folder:
        lecture = probe(recording, recording.name, limits, ignore)
        decoded, recorded = decode_as_recorded(recording, lecture, limits, Path(folder), ignore)
        return len(map_silence(decoded, SilenceOptions(), ignore, recorded).silences)


def repeated(recording: Path, seconds: int, to: Path) -> Path:
    """Repeat a recording's sound until it is so long, 16 kHz mono."""
    once = to.with_suffix(".once.wav")
    one = ("-map", "0:a:0", "-ac", "1", "-ar", str(RATE), "-c:a", "pcm_s16le")
    run_ffmpeg(["-i", str(recording), *one, str(once)], timeout_s=600)
    with wave.open(str(once)) as file:
        times = math.ceil(seconds * RATE / file.getnframes())
    loop = ("-stream_loop", str(times), "-i", str(once), "-t", str(seconds))
    coded = ("-c:a", "aac", "-b:a", "64k") if to.suffix == ".mkv" else ("-c:a", "pcm_s16le")
    run_ffmpeg([*loop, *coded, str(to)], timeout_s=3_600)
    return to


def _seconds_silent(silences: Silences) -> str:
    return f"{np.diff(silences).sum() / 1000:.1f} s" if silences else "0 s"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recording", type=Path)
    parser.add_argument("--threshold", type=float, default=-40.0, help="in dB below full scale")
    recording, threshold = (given := parser.parse_args()).recording, given.threshold
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        hour = repeated(recording, 3_600, folder / "hour.wav")
        found = {
            "pydub, step 1 ms": measured(pydubs, hour, threshold, 1),
            "ours, step 1 ms": measured(ours, hour, threshold, 1),
            "pydub, step 10 ms": measured(pydubs, hour, threshold, 10),
            "ours, step 10 ms": measured(ours, hour, threshold, 10),
            "ffmpeg silencedetect": measured(ffmpegs, hour, threshold),
        }
        rows = [
            [
                name,
                f"{each.cpu_s:.2f} s",
                f"{found['pydub, step 1 ms'].cpu_s / each.cpu_s:.0f}",
                f"{each.peak_mb:.0f} MB",
                str(len(each.result)),
                _seconds_silent(each.result),
            ]
            for name, each in found.items()
        ]
        print_table(
            ["an hour of sound", "CPU", "times less", "peak memory", "silences", "silent"], rows
        )
        for step in ("1 ms", "10 ms"):
            same = found[f"pydub, step {step}"].result == found[f"ours, step {step}"].result
            print(f"\nStep {step}: {'equal to pydub' if same else 'NOT EQUAL TO PYDUB'}.")
        stages = [
            (f"{seconds // 60} minutes", measured(whole_stage, made))
            for seconds in (SHORT_S, LONG_S)
            for made in [repeated(recording, seconds, folder / f"{seconds}.mkv")]
        ]
        print_table(
            ["the whole stage, decoding included", "CPU", "wall", "peak memory"],
            [
                [name, f"{each.cpu_s:.1f} s", f"{each.wall_s:.1f} s", f"{each.peak_mb:.0f} MB"]
                for name, each in stages
            ],
        )


if __name__ == "__main__":
    main()
