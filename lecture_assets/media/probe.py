"""Measures and validates an upload."""

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from lecture_assets.errors import RefusedLectureError, StoreError
from lecture_assets.media.ffmpeg import UNTRUSTED, input_url
from lecture_assets.media.models import AudioStream, LectureVideo, VideoStream
from lecture_assets.options import UploadLimits
from lecture_assets.progress import Progress

if TYPE_CHECKING:
    from av import AudioStream as SoundStream
    from av import Packet
    from av import VideoStream as PictureStream
    from av.container import InputContainer
    from av.stream import Stream

SHOWS_NOTHING = "is too small or too narrow to show anything"
"""What a warning says of a picture that counts as none."""

_BREAKS_OFF_MS = 2_000
_LEAST_SIDE, _NARROWEST = 48, 8
_BLOCK = 1 << 20


def probe(path: Path, key: str, limits: UploadLimits, progress: Progress) -> LectureVideo:
    """Measure an upload, reading it from end to end.

    Args:
        path: The file.
        key: Its path below the drop folder, which the messages name.
        limits: What is taken as a lecture.
        progress: Told the share of bytes that was read.

    Raises:
        RefusedLectureError: The file is not a lecture that can be processed.
        StoreError: The file cannot be opened, which says nothing about what is in it.
    """
    import av

    named = key.encode(errors="replace").decode()
    if named != key:
        raise RefusedLectureError(f"The name of {named} is not valid UTF-8; rename the file.")
    size = _size(path, key)
    if size == 0:
        raise RefusedLectureError(f"{key} is empty; upload the recording again.")
    if size > limits.max_size_bytes:
        raise RefusedLectureError(
            f"{key} has {size / 1e9:.1f} GB, more than the {limits.max_size_bytes / 1e9:.1f} GB "
            "allowed; export it at a lower bit rate, or raise LECTURE_LIMITS__MAX_SIZE_BYTES."
        )
    try:
        with av.open(input_url(path), options=UNTRUSTED, metadata_errors="replace") as container:
            return _measure(container, path, key, limits, progress)
    except (av.FFmpegError, ValueError) as error:
        raise RefusedLectureError(
            f"{key} cannot be read as MP4, MOV, MKV, WebM, AVI or MPEG-TS: it is damaged, "
            "incomplete or something else; export the recording again."
        ) from error


def _size(path: Path, key: str) -> int:
    try:
        with path.open("rb") as file:
            return file.seek(0, os.SEEK_END)
    except OSError as error:
        raise StoreError(
            f"{key} cannot be opened ({error.strerror}); make it readable, or upload it again."
        ) from error


def _measure(
    container: "InputContainer", path: Path, key: str, limits: UploadLimits, progress: Progress
) -> LectureVideo:
    if len(container.streams) > limits.max_streams:
        raise RefusedLectureError(
            f"{key} holds {len(container.streams)} streams, more than the {limits.max_streams} "
            "allowed; export one picture and one sound."
        )
    picture, warnings = _picture(container)
    sound = _sound(container)
    if sound is None:
        raise RefusedLectureError(
            f"{key} has no sound, so there is nothing to transcribe; export it with its sound."
        )
    _check_pixels(picture, key, limits)
    announced_ms = (container.duration or 0) // 1000
    started = (container.start_time or 0) / 1e6
    rotation = _first_frame_rotation(container, picture, key) if picture is not None else 0
    _first_frame_rotation(container, sound, key)
    container.seek(container.start_time or 0)
    end = _last_instant(container, [s for s in (picture, sound) if s is not None], path, progress)
    _check_pixels(picture, key, limits)  # again, since a picture may grow on the way
    duration_ms = max(0, round((end - started) * 1000))
    _check_duration(duration_ms, key, limits)
    if duration_ms < announced_ms - max(_BREAKS_OFF_MS, announced_ms // 50):
        warnings.append(
            f"The file announces {announced_ms / 1000:.0f} s but breaks off after "
            f"{duration_ms / 1000:.0f} s; what is there was used."
        )
    return LectureVideo(
        key=key,
        sha256=_sha256(path, progress),
        size_bytes=path.stat().st_size,
        container=_container_name(container.format.name, path),
        duration_ms=duration_ms,
        video=_video(picture, rotation) if picture is not None else None,
        audio=AudioStream(
            codec=sound.codec_context.name,
            sample_rate=sound.codec_context.sample_rate,
            channels=sound.codec_context.channels,
            stream_index=sound.index,
        ),
        warnings=warnings,
    )


def _picture(container: "InputContainer") -> "tuple[PictureStream | None, list[str]]":
    """The largest moving picture, and what is wrong with it; a cover is none."""
    from av.stream import Disposition

    moving = [
        stream
        for stream in container.streams.video
        if stream.codec_context is not None and not stream.disposition & Disposition.attached_pic
    ]
    largest = max(moving, key=lambda stream: stream.width * stream.height, default=None)
    if largest is None:
        return None, []
    shorter, longer = sorted((largest.width, largest.height))
    if not shorter or (shorter >= _LEAST_SIDE and longer <= _NARROWEST * shorter):
        return largest, []
    return None, [
        f"The picture of {largest.width}x{largest.height} pixels {SHOWS_NOTHING}; the clips show "
        "a card with their title instead."
    ]


def _sound(container: "InputContainer") -> "SoundStream | None":
    """The sound that is marked as default, else the first that can be decoded."""
    from av.stream import Disposition

    sounds = [stream for stream in container.streams.audio if stream.codec_context is not None]
    marked = [stream for stream in sounds if stream.disposition & Disposition.default]
    return next(iter(marked + sounds), None)


def _first_frame_rotation(
    container: "InputContainer", stream: "PictureStream | SoundStream", key: str
) -> int:
    """Decode one frame, which proves that the stream can be decoded; its clockwise rotation.

    As in ffmpeg's own players, a picture is turned by quarters, and a degree more or less counts.
    """
    import av

    kind = "picture" if stream.type == "video" else "sound"
    try:
        container.seek(container.start_time or 0)
        for tried, packet in enumerate(container.demux(stream)):
            for frame in _decoded(packet):
                angle = -int(getattr(frame, "rotation", 0)) % 360
                quarter = round(angle / 90) * 90
                return quarter % 360 if abs(angle - quarter) <= 1 else 0
            if tried > 500:
                break
    except av.FFmpegError:
        pass
    raise RefusedLectureError(
        f"The {kind} of {key} ({stream.codec_context.name}) cannot be decoded: it is damaged or "
        "encrypted; export the recording again as H.264 and AAC."
    )


def _decoded(packet: "Packet[Stream]") -> list[object]:
    import av

    try:
        return list(packet.decode())
    except av.error.InvalidDataError:
        return []


def _last_instant(
    container: "InputContainer",
    streams: "list[PictureStream | SoundStream]",
    path: Path,
    progress: Progress,
) -> float:
    """Read every packet, since what a container announces need not be there; in seconds."""
    import av

    size, end = path.stat().st_size, 0.0
    try:
        for count, packet in enumerate(container.demux(streams)):
            at = packet.pts if packet.pts is not None else packet.dts
            if at is not None and packet.time_base is not None:
                end = max(end, float((at + (packet.duration or 0)) * packet.time_base))
            if count % 1000 == 0 and packet.pos:
                progress(0.5 * packet.pos / size)
    except av.FFmpegError:
        pass
    return end


def _check_pixels(picture: "PictureStream | None", key: str, limits: UploadLimits) -> None:
    if picture is not None and picture.width * picture.height > limits.max_pixels:
        raise RefusedLectureError(
            f"{key} has a picture of {picture.width}x{picture.height}, more than the "
            f"{limits.max_pixels} pixels allowed; export it smaller."
        )


def _check_duration(duration_ms: int, key: str, limits: UploadLimits) -> None:
    if duration_ms < limits.min_duration_ms:
        raise RefusedLectureError(
            f"{key} holds {duration_ms / 1000:.1f} s, less than the "
            f"{limits.min_duration_ms / 1000:.0f} s needed; upload the whole recording."
        )
    if duration_ms > limits.max_duration_ms:
        raise RefusedLectureError(
            f"{key} lasts {duration_ms / 60_000:.0f} min, more than the "
            f"{limits.max_duration_ms / 60_000:.0f} min allowed; split it, or raise "
            "LECTURE_LIMITS__MAX_DURATION_MS."
        )


def _video(stream: "PictureStream", rotation: int) -> VideoStream:
    width, height = stream.width, stream.height
    if rotation in (90, 270):
        width, height = height, width
    return VideoStream(
        codec=stream.codec_context.name,
        width=width,
        height=height,
        fps=round(float(stream.average_rate or stream.guessed_rate or 0), 3),
        rotation=rotation,
        stream_index=stream.index,
    )


def _container_name(demuxer: str, path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(64)
    if demuxer.startswith("mov"):
        return "mov" if head[8:12] == b"qt  " else "mp4"
    if demuxer.startswith("matroska"):
        return "webm" if b"webm" in head else "mkv"
    return demuxer


def _sha256(path: Path, progress: Progress) -> str:
    digest, read, size = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            read += len(block)
            progress(0.5 + 0.5 * read / size)
    return digest.hexdigest()
