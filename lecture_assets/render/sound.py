"""A clip's sound as a graph: cut to exactly its length, joined without clicks, mastered."""

from dataclasses import dataclass
from fractions import Fraction

import ffmpeg

from lecture_assets.media.audio import NUMBERS_ALONE, may_hold_no_numbers
from lecture_assets.media.models import AudioStream
from lecture_assets.render.cuts import SAMPLE_RATE, samples
from lecture_assets.render.take import SOUND, Stream, Take, arguments, opened, seconds

# At this rate ffmpeg's documentation calls the fast coder the better one.
_AAC = {"acodec": "aac", "aac_coder": "fast", "audio_bitrate": "160k", "ar": SAMPLE_RATE, "ac": 2}

_JOIN_SAMPLES = SAMPLE_RATE // 100
_PEAKS_RATE = 2 * SAMPLE_RATE


@dataclass(frozen=True)
class Mastering:
    """What brings a sound to its level.

    Attributes:
        gain_db: Gain before the limiter.
        ceiling_dbtp: The limiter's ceiling.
    """

    gain_db: float
    ceiling_dbtp: float


def sound_arguments(take: Take, audio: AudioStream | None) -> list[str]:
    """Cut the sound to exactly the clip's length, with its fades, as 48 kHz stereo; measure it.

    Args:
        take: What to cut.
        audio: The source's sound, or None for silence.
    """
    length = samples(take.frames, take.rate)
    if audio is None:
        joined = ffmpeg.input(f"anullsrc=r={SAMPLE_RATE}:cl=stereo", f="lavfi").audio
    else:
        joined = _joined(_of_numbers(take, audio), take, take.early(audio.stream_index))
    fade = samples(take.fade_frames, take.rate)
    whole = joined.filter("apad", whole_len=length).filter("atrim", end_sample=length)
    if fade:
        whole = whole.filter("afade", type="in", ss=0, ns=fade)
        whole = whole.filter("afade", type="out", ss=length - fade, ns=fade)
    return arguments(ffmpeg.output(_metered(whole), SOUND, acodec="pcm_f32le", map_metadata=-1))


def mastering_arguments(sound: str, mastering: Mastering | None, output: str) -> list[str]:
    """Master a sound of ours, where there is anything to be heard, and encode it."""
    stream = ffmpeg.input(sound).audio
    if mastering is not None:
        stream = _mastered(stream, mastering)
    return arguments(ffmpeg.output(stream, output, **_AAC))


def metering_arguments(sound: str, mastering: Mastering | None) -> list[str]:
    """Measure the loudness of a sound of ours, as it is or as it would be mastered."""
    stream = ffmpeg.input(sound).audio
    if mastering is not None:
        stream = _mastered(stream, mastering)
    return arguments(ffmpeg.output(_metered(stream), "-", f="null"))


def _of_numbers(take: Take, audio: AudioStream) -> Stream:
    """Open the sound; one sample that is no number would be spread by every filter after it."""
    sound = opened(take, audio.stream_index)
    if not may_hold_no_numbers(audio):
        return sound
    return sound.filter("aeval", c="same", exprs=NUMBERS_ALONE)


def _metered(sound: Stream) -> Stream:
    """Let the loudness of a sound be told in ffmpeg's log."""
    return sound.filter("ebur128", peak="true", framelog="verbose")


def _mastered(sound: Stream, mastering: Mastering) -> Stream:
    """Apply the gain and limit true peaks, which lie between samples: hence twice the rate."""
    return (
        sound.filter("volume", f"{mastering.gain_db}dB")
        .filter("aresample", _PEAKS_RATE)
        .filter(
            "alimiter",
            limit=f"{10 ** (mastering.ceiling_dbtp / 20):.5f}",
            attack=5,
            release=50,
            level="false",
            latency="true",
        )
        .filter("aresample", SAMPLE_RATE)
        .filter("aformat", sample_fmts="fltp", channel_layouts="stereo", sample_rates=SAMPLE_RATE)
    )


def _joined(sound: Stream, take: Take, early: Fraction) -> Stream:
    """Cut and join the sound; short fades keep the joints from clicking."""
    # Gaps and overlaps from a hundredth of a second on are filled and cut, shorter ones are jitter.
    # Resampled before: first_pts counts in the incoming rate.
    aligned = {"async": 1, "min_hard_comp": 0.01, "first_pts": round(early * SAMPLE_RATE)}
    steady = (
        sound.filter("atrim", start=seconds(early))
        .filter("aresample", SAMPLE_RATE)
        .filter("aresample", SAMPLE_RATE, **aligned)
        .filter("asetpts", "PTS-STARTPTS")
        .filter("aformat", sample_fmts="fltp", channel_layouts="stereo", sample_rates=SAMPLE_RATE)
        .filter("apad", whole_len=samples(take.cuts[-1].end, take.rate))
    )
    copies = steady.filter_multi_output("asplit", len(take.cuts))
    pieces = []
    for index, cut in enumerate(take.cuts):
        first, end = samples(cut.first, take.rate), samples(cut.end, take.rate)
        piece = copies[index].filter("atrim", start_sample=first, end_sample=end)
        piece = piece.filter("asetpts", "PTS-STARTPTS")
        if index > 0:
            piece = piece.filter("afade", type="in", ss=0, ns=_JOIN_SAMPLES)
        if index < len(take.cuts) - 1:
            start = max(0, end - first - _JOIN_SAMPLES)
            piece = piece.filter("afade", type="out", ss=start, ns=_JOIN_SAMPLES)
        pieces.append(piece)
    joined: Stream = ffmpeg.concat(*pieces, v=0, a=1)
    return joined
