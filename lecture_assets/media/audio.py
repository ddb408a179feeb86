"""Decodes a lecture's sound to what the stages listen to: 16 kHz, mono, 16 bit."""

import mmap
import re
import warnings
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lecture_assets.media.ffmpeg import UNTRUSTED, input_url, run_ffmpeg
from lecture_assets.media.models import LectureVideo
from lecture_assets.options import UploadLimits
from lecture_assets.progress import Progress

RATE = 16_000
PER_MS = RATE // 1000
SILENT_DBFS = -100.0
"""Stands for digital silence, whose level is minus infinity."""

_CHANNEL_LEVELS = "astats=measure_perchannel=RMS_level:measure_overall=none,"
_LEVEL = re.compile(r"RMS level dB: (\S+)")

Samples = npt.NDArray[np.int16]


def decode_audio(
    source: Path, lecture: LectureVideo, limits: UploadLimits, folder: Path, progress: Progress
) -> Samples:
    """Decode the sound onto the lecture's clock: sample 0 is the lecture's first instant.

    ffmpeg does the decoding, since only it holds an untrusted file to the demuxers we allow;
    pydub finds the samples in what comes out.

    Args:
        source: The upload.
        lecture: What it is.
        limits: Bounds ffmpeg's time and the length of the sound.
        folder: Takes the decoded sound; the caller removes it.
        progress: Told the share that is done.

    Returns:
        Samples of shape (time,), int16 at 16 kHz; they stay in their file until they are read, and
        ``release`` forgets those that were.

    Raises:
        MediaError: The sound cannot be decoded.
    """
    return decode_with_levels(source, lecture, limits, folder, progress)[0]


def decode_with_levels(
    source: Path, lecture: LectureVideo, limits: UploadLimits, folder: Path, progress: Progress
) -> tuple[Samples, list[float]]:
    """Decode the sound as ``decode_audio`` does, and measure both channels where there are two.

    Returns:
        The samples, and each channel's level in dB below full scale; none where the recording has
        one channel, or a mix of many, in which some may well be silent.

    Raises:
        MediaError: The sound cannot be decoded.
    """
    if lecture.audio is None:
        return np.zeros(0, np.int16), []
    stereo = lecture.audio.channels == 2
    wav = folder / "sound.wav"
    guards = [word for name, value in UNTRUSTED.items() for word in (f"-{name}", value)]
    log = run_ffmpeg(
        [
            *guards,
            *("-i", input_url(source)),
            *("-map", f"0:{lecture.audio.stream_index}", "-vn", "-sn", "-dn"),
            *("-af", (_CHANNEL_LEVELS if stereo else "") + "aresample=async=1:first_pts=0"),
            *("-ac", "1", "-ar", str(RATE), "-c:a", "pcm_s16le"),
            *("-t", f"{limits.max_duration_ms / 1000}", wav.name),
        ],
        timeout_s=limits.max_wall_s,
        cwd=folder,
        duration_ms=lecture.duration_ms,
        progress=progress,
        loglevel="info" if stereo else "error",
    )
    levels = [max(SILENT_DBFS, float(level)) for level in _LEVEL.findall(log)] if stereo else []
    return map_wav(wav), levels


def map_wav(wav: Path) -> Samples:
    """Map the samples of a WAV (16 bit) into memory without reading them."""
    with warnings.catch_warnings():
        # pydub looks for an ffmpeg of its own when imported; to read a WAV it needs none.
        warnings.simplefilter("ignore")
        from pydub.audio_segment import read_wav_audio  # noqa: PLC0415
    with wav.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return np.frombuffer(read_wav_audio(memoryview(mapped)).raw_data, np.int16)


def release(samples: npt.NDArray[np.integer]) -> None:
    """Give back the memory of mapped samples; they are read from their file when asked for again.

    Without it, a recording that was read once lies in memory as a whole.
    """
    base: object = samples
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, memoryview) and isinstance(base.obj, mmap.mmap):
        base.obj.madvise(mmap.MADV_DONTNEED)
