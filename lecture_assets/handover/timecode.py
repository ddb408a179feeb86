"""Timecode as editing programs count it: frames of the source, written as hours to frames."""

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from lecture_assets.render.cuts import frame_rate

_TIMECODE = re.compile(r"(\d{2}):(\d{2}):(\d{2})([:;.,])(\d{2,3})")
_FASTEST = 1_000
_EDITABLE = [
    *(Fraction(whole) for whole in (24, 25, 30, 48, 50, 60, 100, 120)),
    *(Fraction(whole * 1000, 1001) for whole in (24, 30, 48, 60, 120)),
]
_DROPPED = {30: 2, 60: 4, 120: 8}


@dataclass(frozen=True)
class Rate:
    """How the frames of a source are counted.

    Attributes:
        fps: Frames per second, exact: 24000/1001 where a file says 23.976.
        drop: Whether frame numbers are dropped to keep up with the clock, as NTSC does.
    """

    fps: Fraction
    drop: bool = False

    @property
    def nominal(self) -> int:
        """Frame numbers in a second of timecode."""
        return max(1, math.ceil(self.fps - Fraction(1, 100)))

    def frame_at(self, at_ms: int) -> int:
        """The frame that begins next to an instant."""
        return round(at_ms * self.fps / 1000)


def rate_of(fps: float, timecode: str | None = None) -> Rate:
    """Tell how editing programs count the frames of a recording.

    29.97 and 59.94 frames a second are counted with drop frames, so that timecode is the time of
    day, unless the recording brings a timecode that is not.

    Args:
        fps: As measured; where no program edits at that rate, its frames are counted by a multiple.
        timecode: The recording's own, where it has one.
    """
    exact = _editable(frame_rate(fps, _FASTEST))
    can_drop = exact.denominator == 1001 and math.ceil(exact) in _DROPPED
    said = _TIMECODE.fullmatch(timecode or "")
    return Rate(exact, can_drop and (said is None or said[4] != ":"))


def _editable(fps: Fraction) -> Fraction:
    """The rate itself, else a multiple of it, else 30: programs edit at the rates of television."""
    multiples = (fps * times for times in range(1, 6))
    return next((each for each in multiples if each in _EDITABLE), Fraction(30))


def frames_of(timecode: str | None, rate: Rate) -> int:
    """Frame number of a timecode; 0 where there is none that can be read."""
    said = _TIMECODE.fullmatch(timecode or "")
    if said is None:
        return 0
    hours, minutes, seconds, frames = (int(said[group]) for group in (1, 2, 3, 5))
    number = ((hours * 60 + minutes) * 60 + seconds) * rate.nominal + frames
    if rate.drop:
        passed = hours * 60 + minutes
        number -= _DROPPED[rate.nominal] * (passed - passed // 10)
    return number


def timecode(frame: int, rate: Rate) -> str:
    """Write a frame number as ``hh:mm:ss:ff``, with ``;`` before the frames of drop-frame timecode.

    Source of the drop-frame count: SMPTE ST 12-1, two numbers (of 30) are left out at every minute
    that is not a tenth one.
    """
    if rate.drop:
        dropped = _DROPPED[rate.nominal]
        minute = rate.nominal * 60 - dropped
        ten = minute * 10 + dropped
        tens, rest = divmod(frame, ten)
        frame += 9 * dropped * tens + dropped * max(0, (rest - dropped) // minute)
    seconds, frames = divmod(frame, rate.nominal)
    clock = f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{clock}{';' if rate.drop else ':'}{frames:02}"
