"""The ``clips.json`` document."""

from pydantic import BaseModel, ConfigDict

from lecture_assets.documents import Document


class Clip(BaseModel):
    """A rendered highlight; file names are relative to the lecture's ``clips`` folder.

    Attributes:
        rank: Rank of its highlight.
        file: The MP4.
        captions_vtt: Its captions as WebVTT.
        captions_srt: Its captions as SubRip.
        thumbnail: A JPEG.
        duration_ms: Length of the MP4.
        width: Width in pixels.
        height: Height in pixels.
        fps: Frames per second.
        sha256: Hash of the MP4's bytes.
        loudness_lufs: Integrated loudness as measured, or None where there is no sound.
        true_peak_dbtp: True peak as measured, or None where there is no sound.
        index_first: Whether players find at the start of the file what they need of it.
        frames: How many frames it has, as counted.
        sound_ms: Length of its sound, as counted.
        black_ms: How long its picture is black, by frames two seconds apart.
        frozen_ms: The longest stretch in which its camera stands still, or None without a camera.
        captions_seen: Whether captions were found in its picture where they should be, or None
            where that cannot be told.
    """

    model_config = ConfigDict(frozen=True)

    rank: int
    file: str
    captions_vtt: str
    captions_srt: str
    thumbnail: str
    duration_ms: int
    width: int
    height: int
    fps: float | None = None
    sha256: str
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None
    index_first: bool | None = None
    frames: int | None = None
    sound_ms: int | None = None
    black_ms: int | None = None
    frozen_ms: int | None = None
    captions_seen: bool | None = None


class RenderedClips(Document):
    """The clips of a lecture.

    Attributes:
        clips: By rank.
        otio: The cuts as OpenTimelineIO, in the folder of the clips; None where there are none.
        edl: The cuts as an edit decision list, there too.
        reel: All clips as one MP4, there too; None where there are not several.
    """

    clips: list[Clip]
    otio: str | None = None
    edl: str | None = None
    reel: str | None = None
