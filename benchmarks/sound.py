"""Reads recordings for benchmarks."""

from pathlib import Path

from lecture_assets.media.audio import RATE, Samples, map_wav
from lecture_assets.media.ffmpeg import run_ffmpeg


def decoded(recording: Path, folder: Path) -> Samples:
    """Decode any recording to 16 kHz mono; these are trusted."""
    wav = folder / f"{recording.name}.wav"
    one = ("-vn", "-ac", "1", "-ar", str(RATE), "-c:a", "pcm_s16le")
    run_ffmpeg(["-i", str(recording), *one, str(wav)], timeout_s=600)
    return map_wav(wav)
