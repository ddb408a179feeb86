"""The ``lecture_video`` document: what an upload is."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from lecture_assets.documents import Document


class VideoStream(BaseModel):
    """The moving picture that the stages work on.

    Attributes:
        codec: Codec name as ffmpeg spells it.
        width: Width in pixels as shown, rotation applied.
        height: Height in pixels as shown, rotation applied.
        fps: Average frames per second.
        rotation: Clockwise rotation in degrees that a player applies: 0, 90, 180 or 270.
        stream_index: Which stream of the file it is.
    """

    model_config = ConfigDict(frozen=True)

    codec: str
    width: int
    height: int
    fps: float
    rotation: int = 0
    stream_index: int = 0


class AudioStream(BaseModel):
    """The sound that the stages work on.

    Attributes:
        codec: Codec name as ffmpeg spells it.
        sample_rate: Samples per second.
        channels: Number of channels.
        stream_index: Which stream of the file it is.
    """

    model_config = ConfigDict(frozen=True)

    codec: str
    sample_rate: int
    channels: int
    stream_index: int = 1


class LectureVideo(Document):
    """What was uploaded, as measured.

    Attributes:
        key: Path of the upload below the drop folder.
        sha256: Hash of the file's bytes.
        size_bytes: Size of the file.
        container: Demuxer's short name, such as ``mp4`` or ``webm``.
        duration_ms: Length of what can be decoded, in milliseconds.
        video: The moving picture, or None.
        audio: The sound, or None.
    """

    key: str
    sha256: str
    size_bytes: int
    container: str
    duration_ms: int
    video: VideoStream | None = None
    audio: AudioStream | None = None


class Refusal(Document):
    """Why an upload was not taken; it is not tried again by itself while nothing changes.

    Attributes:
        key: Path of the upload below the drop folder.
        etag: The store's mark of the refused content.
        reason: One sentence.
        limits: What it was held to.
    """

    key: str
    etag: str
    reason: str
    limits: dict[str, Any] = {}
