"""Tells what is wrong with a recording's sound, for the person who can cure it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lecture_assets.media.audio import RATE, Recorded, Samples, release
from lecture_assets.silence.level import Levels
from lecture_assets.timeline import Span

_BLOCK = 60 * RATE
_SILENT_DBFS = -100.0
_LOUD = round(0.05 * 32768)
_FULL = round(0.9 * 32768)
_LEAST_LOUD = 0.1
_CLIPPED_SHARE = 3e-3
_DEAD_BELOW_OTHER_DB = 40.0
_CANCELLED_DB = 15.0
_SIDES = ("left", "right")


@dataclass(frozen=True)
class Channel:
    """What one channel of a recording is like.

    Attributes:
        level_dbfs: Its level below full scale, any offset left out; digital silence is -100.
        clipped_share: Share of its samples above a twentieth of full scale that are above nine
            tenths of it; these count as a tenth of all at least, lest a few knocks be clipping.
    """

    level_dbfs: float
    clipped_share: float


def find_faults(recorded: Recorded | None, levels: Levels, speech: Sequence[Span]) -> list[str]:
    """Return a sentence for each fault.

    Args:
        recorded: What was recorded, if that is known.
        levels: How loud it is once it is mixed.
        speech: Where it is spoken.
    """
    channels = measure_channels(recorded.channels) if recorded else []
    faults = _channel_faults(levels, channels)
    if levels.nearly_silent and not faults:
        faults.append("The recording is silent or nearly so; was the microphone on?")
    elif not speech:
        faults.append("There is sound, but no speech was found in it.")
    if clipped := _clipped(channels):
        faults.append(clipped)
    if recorded and recorded.has_no_numbers:
        faults.append(
            "Some samples of the sound hold no numbers, and count as silence; the program that "
            "recorded or exported it is at fault."
        )
    return faults


def measure_channels(recorded: Samples) -> list[Channel]:
    """Measure each channel.

    Sound that was cut off at the limit piles up there, and still does after a lossy codec: on
    recordings amplified until 2 % of all samples were cut off the clipped share was 0.006 to 0.075,
    on untouched ones and on those held under the limit by a limiter at most 0.001.

    Args:
        recorded: Shape (time, channels), 16 kHz.
    """
    sums = np.zeros((recorded.shape[1], 3))
    for start in range(0, len(recorded), _BLOCK):
        for at in range(len(sums)):
            sums[at] += _summed(recorded[start : start + _BLOCK, at])
        release(recorded)
    return [_channel(len(recorded), *each) for each in sums.tolist()]


def _summed(block: Samples) -> tuple[float, int, int]:
    """Sum up the squares without the offset, and count samples that are loud and at the limit."""
    channel = np.ascontiguousarray(block)  # many times as fast
    square = float(channel.astype(np.float32).var()) * len(channel)
    return square, _beyond(channel, _LOUD), _beyond(channel, _FULL)


def _beyond(channel: Samples, limit: int) -> int:
    return int(np.count_nonzero(channel > limit) + np.count_nonzero(channel < -limit))


def _channel(length: int, square: float, loud: float, full: float) -> Channel:
    rms = math.sqrt(square / max(1, length)) / 32768
    level = 20 * math.log10(max(rms, 10 ** (_SILENT_DBFS / 20)))
    return Channel(level, full / max(1, loud, _LEAST_LOUD * length))


def _clipped(channels: Sequence[Channel]) -> str | None:
    clipped = [at for at, each in enumerate(channels) if each.clipped_share >= _CLIPPED_SHARE]
    if not clipped:
        return None
    worst = max(each.clipped_share for each in channels)
    whole = len(clipped) == len(channels)
    where = "The recording" if whole else _named(clipped[0], len(channels))
    return (
        f"{where} is clipped: {100 * worst:.1f} % of its loud samples are at the limit; record "
        "the next one with less gain."
    )


def _named(at: int, channels: int) -> str:
    side = channels == len(_SIDES)
    return f"The {_SIDES[at]} channel" if side else f"Channel {at + 1} of {channels}"


def _channel_faults(levels: Levels, channels: Sequence[Channel]) -> list[str]:
    if len(channels) != len(_SIDES):
        return []
    left, right = (each.level_dbfs for each in channels)
    if abs(left - right) >= _DEAD_BELOW_OTHER_DB:
        dead = _SIDES[int(right < left)]
        return [f"The {dead} channel is silent; the speech is on the other one alone."]
    if max(left, right) - levels.loud_dbfs >= _CANCELLED_DB:
        return [
            "The two channels cancel each other out, as those of a microphone with crossed wires "
            "do; keep one channel of the recording, and upload it again."
        ]
    return []
