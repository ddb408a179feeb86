"""The highlights as an edit decision list, which every editing program reads.

CMX 3600 as SMPTE 258M describes it, with the comments that editing programs add to it: the clip's
name, and locators for markers.
"""

from collections.abc import Sequence
from itertools import accumulate

from lecture_assets.handover.cuts import Piece
from lecture_assets.handover.timecode import Rate, frames_of, timecode
from lecture_assets.transcript.scripts import clean

_RECORD_START = "01:00:00:00"
_REEL = "AX"


def edl(
    pieces: Sequence[Piece],
    title: str,
    source: str,
    rate: Rate,
    first_frame: int = 0,
    channels: str = "AA/V",
) -> str:
    """Write cuts against a source file.

    Args:
        pieces: In order.
        title: Of the list.
        source: Name of the source file, which editing programs find it by.
        rate: Of the source.
        first_frame: Frame number of the source's first frame, where it brings a timecode.
        channels: ``V`` for a picture alone, ``AA`` for sound alone.
    """
    lines = [f"TITLE: {clean(title)}", f"FCM: {'' if rate.drop else 'NON-'}DROP FRAME", ""]
    start = frames_of(_RECORD_START, rate)
    starts = accumulate((each.frames for each in pieces), initial=start)
    for number, (piece, record) in enumerate(zip(pieces, starts, strict=False), start=1):
        begin = first_frame + piece.first
        times = (begin, begin + piece.frames, record, record + piece.frames)
        at = " ".join(timecode(frame, rate) for frame in times)
        lines += [
            f"{number:03}  {_REEL:8} {channels:5} C        {at}",
            f"* FROM CLIP NAME: {clean(source)}",
        ]
        if piece.number == 1:
            lines.append(f"* LOC: {timecode(record, rate)} RED     {clean(piece.title)}")
        lines.append("")
    return "\r\n".join(lines)
