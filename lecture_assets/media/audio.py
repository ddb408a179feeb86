"""Decodes a lecture's sound to what the stages listen to: 16 kHz, mono, 16 bit."""

import mmap
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lecture_assets.errors import MediaError
from lecture_assets.media.ffmpeg import UNTRUSTED, input_url, run_ffmpeg
from lecture_assets.media.models import AudioStream, LectureVideo
from lecture_assets.options import UploadLimits
from lecture_assets.progress import Progress

RATE = 16_000
PER_MS = RATE // 1000

_MONO, _CHANNELS = "sound.wav", "channels.raw"
_MOST_CHANNELS = 8
_IN_PLACE = "aresample=async=1:first_pts=0"
# Nobody hears what is below 5 Hz, but in a pause an offset would pass for sound.
_TO_MONO = f"{_IN_PLACE},aformat=s16p:{RATE}:mono,highpass=f=5:poles=1"
NUMBERS_ALONE = "if(isnan(val(ch))+isinf(val(ch)),0,val(ch))"
"""What ffmpeg's ``aeval`` does to a sample that is no number: it falls silent."""
_TO_NUMBERS = (
    "astats=measure_perchannel=none:measure_overall=Number_of_NaNs+Number_of_Infs,"
    f"aeval=c=same:exprs='{NUMBERS_ALONE}',"
)
_NO_NUMBERS = re.compile(r"Number of (?:NaNs|Infs): (?!0\.0+$)", re.MULTILINE)

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Recorded:
    """A recording's sound before it was mixed, by which one can tell what is wrong with it.

    Attributes:
        channels: Its channels, 16 kHz, shape (time, channels).
        has_no_numbers: Whether some samples were infinite or no numbers; they became silence.
    """

    channels: Samples
    has_no_numbers: bool = False


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
        Samples of shape (time,), int16 at 16 kHz, without what is below 5 Hz; they stay in their
        file until they are read, and ``release`` forgets those that were.

    Raises:
        MediaError: The sound cannot be decoded.
    """
    if lecture.audio is None:
        return np.zeros(0, np.int16)
    _decode(source, lecture, lecture.audio, limits, folder, progress, as_recorded=False)
    return map_wav(folder / _MONO)


def decode_as_recorded(
    source: Path, lecture: LectureVideo, limits: UploadLimits, folder: Path, progress: Progress
) -> tuple[Samples, Recorded | None]:
    """Decode the sound as ``decode_audio`` does, and its channels as they are besides.

    Returns:
        The samples, and what was recorded; None where that has no channels, or more than eight.

    Raises:
        MediaError: The sound cannot be decoded.
    """
    audio = lecture.audio
    if audio is None or audio.channels > _MOST_CHANNELS:
        return decode_audio(source, lecture, limits, folder, progress), None
    log = _decode(source, lecture, audio, limits, folder, progress, as_recorded=True)
    data = _mapped(folder / _CHANNELS)
    channels = np.frombuffer(data, np.int16).reshape(-1, audio.channels)
    return map_wav(folder / _MONO), Recorded(channels, _NO_NUMBERS.search(log) is not None)


def may_hold_no_numbers(audio: AudioStream) -> bool:
    """Tell whether a sound's samples are stored as floats, which need not be numbers."""
    return audio.codec.startswith("pcm_f")


def _decode(
    source: Path,
    lecture: LectureVideo,
    audio: AudioStream,
    limits: UploadLimits,
    folder: Path,
    progress: Progress,
    *,
    as_recorded: bool,
) -> str:
    floating = may_hold_no_numbers(audio)
    numbers = _TO_NUMBERS if floating else ""
    outputs = [*_output(audio, limits, numbers + _TO_MONO), _MONO]
    if as_recorded:
        all_channels = ("-ac", str(audio.channels), "-ar", str(RATE), "-f", "s16le", _CHANNELS)
        outputs += [*_output(audio, limits, numbers + _IN_PLACE), *all_channels]
    guards = [word for name, value in UNTRUSTED.items() for word in (f"-{name}", value)]
    try:
        return run_ffmpeg(
            [*guards, "-i", input_url(source), *outputs],
            timeout_s=limits.max_wall_s,
            cwd=folder,
            duration_ms=lecture.duration_ms,
            progress=progress,
            loglevel="info" if floating else "error",
        )
    except MediaError as error:
        cure = "; export the recording again." if "ffmpeg failed" in str(error) else ""
        raise type(error)(f"The sound of {lecture.key} cannot be decoded: {error}{cure}") from error


def _output(audio: AudioStream, limits: UploadLimits, filters: str) -> Sequence[str]:
    stream = ("-map", f"0:{audio.stream_index}", "-vn", "-sn", "-dn", "-af", filters)
    return (*stream, "-c:a", "pcm_s16le", "-t", f"{limits.max_duration_ms / 1000}")


def map_wav(wav: Path) -> Samples:
    """Map the samples of a WAV (16 bit) into memory without reading them."""
    with warnings.catch_warnings():
        # pydub looks for an ffmpeg of its own when imported; to read a WAV it needs none.
        warnings.simplefilter("ignore")
        from pydub.audio_segment import read_wav_audio  # noqa: PLC0415
    return np.frombuffer(read_wav_audio(_mapped(wav)).raw_data, np.int16)


def _mapped(path: Path) -> memoryview:
    if not path.stat().st_size:
        return memoryview(b"")
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def release(samples: npt.NDArray[np.integer]) -> None:
    """Give back the memory of mapped samples; they are read from their file when asked for again.

    Without it, a recording that was read once lies in memory as a whole.
    """
    base: object = samples
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, memoryview) and isinstance(base.obj, mmap.mmap):
        base.obj.madvise(mmap.MADV_DONTNEED)
