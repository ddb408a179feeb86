"""Decodes a lecture's sound to what the stages listen to: 16 kHz, mono, 16 bit."""

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

Samples = npt.NDArray[np.int16]


def decode_audio(
    source: Path, lecture: LectureVideo, limits: UploadLimits, folder: Path, progress: Progress
) -> Samples:
    """Decode the sound onto the lecture's clock: sample 0 is the lecture's first instant.

    ffmpeg does the decoding, since only it holds an untrusted file to the demuxers we allow;
    pydub reads what comes out.

    Args:
        source: The upload.
        lecture: What it is.
        limits: Bounds ffmpeg's time and the length of the sound.
        folder: Takes the decoded sound; the caller removes it.
        progress: Told the share that is done.

    Returns:
        Samples of shape (time,), int16 at 16 kHz.

    Raises:
        MediaError: The sound cannot be decoded.
    """
    if lecture.audio is None:
        return np.zeros(0, np.int16)
    wav = folder / "sound.wav"
    guards = [word for name, value in UNTRUSTED.items() for word in (f"-{name}", value)]
    run_ffmpeg(
        [
            *guards,
            *("-i", input_url(source)),
            *("-map", f"0:{lecture.audio.stream_index}", "-vn", "-sn", "-dn"),
            *("-af", "aresample=async=1:first_pts=0"),
            *("-ac", "1", "-ar", str(RATE), "-c:a", "pcm_s16le"),
            *("-t", f"{limits.max_duration_ms / 1000}", wav.name),
        ],
        timeout_s=limits.max_wall_s,
        cwd=folder,
        duration_ms=lecture.duration_ms,
        progress=progress,
    )
    return _read_wav(wav)


def _read_wav(wav: Path) -> Samples:
    with warnings.catch_warnings():
        # pydub looks for an ffmpeg of its own when imported; to read a WAV it needs none.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment  # noqa: PLC0415
    with wav.open("rb") as file:  # pydub would leave it open
        return np.frombuffer(AudioSegment.from_wav(file).raw_data, np.int16)
