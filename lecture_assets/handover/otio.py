"""The highlights as an OpenTimelineIO timeline, for Resolve, Premiere, Kdenlive and others."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lecture_assets.handover.cuts import Piece
from lecture_assets.handover.timecode import Rate, frames_of
from lecture_assets.timeline import clock

if TYPE_CHECKING:
    import opentimelineio as otio

_START = "01:00:00:00"


def otio_timeline(
    pieces: Sequence[Piece],
    title: str,
    source: tuple[str, str],
    source_frames: int,
    rate: Rate,
    first_frame: int = 0,
    kinds: Sequence[str] = ("Video", "Audio"),
) -> str:
    """Write cuts against a source file as OpenTimelineIO's JSON.

    Every highlight has a marker with its title and summary where it begins.

    Args:
        pieces: In order.
        title: Of the timeline.
        source: Name of the source file, and its address relative to where the timeline lies.
        source_frames: Length of the source.
        rate: Of the source.
        first_frame: Frame number of the source's first frame, where it brings a timecode.
        kinds: The kinds of its tracks.
    """
    import opentimelineio as otio  # noqa: PLC0415 - takes a while, and few runs write a timeline

    start = otio.opentime.RationalTime(frames_of(_START, rate), float(rate.fps))
    timeline = otio.schema.Timeline(name=title, global_start_time=start)
    whole = _range(first_frame, source_frames, rate)
    for kind in kinds:
        track = otio.schema.Track(name=f"Highlights, {kind.lower()}", kind=kind)
        for piece in pieces:
            name, url = source
            media = otio.schema.ExternalReference(target_url=url, available_range=whole)
            media.name = name
            clip = otio.schema.Clip(
                name=piece.name,
                media_reference=media,
                source_range=_range(first_frame + piece.first, piece.frames, rate),
            )
            if piece.number == 1 and kind == kinds[0]:
                clip.markers.append(_marker(piece, first_frame, rate))
            track.append(clip)
        timeline.tracks.append(track)
    return str(otio.adapters.write_to_string(timeline, "otio_json")) + "\n"


def _range(first: int, frames: int, rate: Rate) -> "otio.opentime.TimeRange":
    import opentimelineio as otio  # noqa: PLC0415

    fps = float(rate.fps)
    return otio.opentime.TimeRange(
        otio.opentime.RationalTime(first, fps), otio.opentime.RationalTime(frames, fps)
    )


def _marker(piece: Piece, first_frame: int, rate: Rate) -> "otio.schema.Marker":
    import opentimelineio as otio  # noqa: PLC0415

    highlight = piece.highlight
    return otio.schema.Marker(
        name=piece.title,
        marked_range=_range(first_frame + piece.first, 1, rate),
        color=otio.schema.MarkerColor.RED,
        comment=highlight.summary,
        metadata={
            "lecture_assets": {
                "rank": highlight.rank,
                "in_the_lecture": clock(highlight.start_ms),
                "reasons": highlight.reasons,
            }
        },
    )
