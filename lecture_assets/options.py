"""What a user can choose, stage by stage: every option with its unit and default."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt

Decibels = Annotated[float, Field(ge=-100, le=0)]
"""A level below full scale."""

Preset = Literal[
    "ultrafast",
    "superfast",
    "veryfast",
    "faster",
    "fast",
    "medium",
    "slow",
    "slower",
    "veryslow",
    "placebo",
]

CompositionName = Literal["auto", "as_recorded", "screen_and_camera", "vertical", "square"]
SlideText = Literal["auto", "on", "off"]
Codec = Literal[
    "h264",
    "hevc",
    "av1",
    "h264_nvenc",
    "hevc_nvenc",
    "av1_nvenc",
    "h264_qsv",
    "hevc_qsv",
    "av1_qsv",
    "h264_vaapi",
    "hevc_vaapi",
    "av1_vaapi",
    "h264_videotoolbox",
    "hevc_videotoolbox",
]


class UploadLimits(BaseModel):
    """What is taken as a lecture; the defaults lie above a three-hour, 10 GB recording.

    Attributes:
        max_size_bytes: Largest file.
        max_duration_ms: Longest recording.
        min_duration_ms: Shortest recording.
        max_pixels: Most pixels of a picture.
        max_streams: Most streams in a file.
        max_wall_s: Longest that one run of ffmpeg may take.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_size_bytes: PositiveInt = 20_000_000_000
    max_duration_ms: PositiveInt = 6 * 3_600_000
    min_duration_ms: NonNegativeInt = 1_000
    max_pixels: PositiveInt = 7680 * 4320
    max_streams: PositiveInt = 32
    max_wall_s: NonNegativeInt = 4 * 3_600


class SilenceOptions(BaseModel):
    """How silence is told from sound.

    Attributes:
        threshold_dbfs: Fixed threshold; None takes it from the recording's own levels.
        min_silence_ms: Shortest silence that counts, in milliseconds.
        step_ms: How finely starts of silence are searched, in milliseconds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    threshold_dbfs: Decibels | None = None
    min_silence_ms: PositiveInt = 400
    step_ms: PositiveInt = 10


class TranscriptOptions(BaseModel):
    """How speech is recognised.

    Attributes:
        language: ISO 639-1 code; None detects it.
        model: Path of a model, or a name that faster-whisper fetches; None is the packaged base.
        max_chunk_ms: Longest stretch of packed speech handed to the local recogniser at once.
        glossary: Names and terms that are likely to be said in any lecture.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str | None = None
    model: str | None = None
    max_chunk_ms: PositiveInt = 28_000
    glossary: tuple[str, ...] = ()


class LayoutOptions(BaseModel):
    """What is looked at in the picture.

    Attributes:
        slide_text: Whether slides are read: ``auto`` where rapidocr is installed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slide_text: SlideText = "auto"


class ContentOptions(BaseModel):
    """Bounds of a content segment.

    Attributes:
        min_segment_ms: Shortest stretch that stands on its own.
        max_segment_ms: Longest stretch.
        max_segments: Most segments of one lecture.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_segment_ms: PositiveInt = 20_000
    max_segment_ms: PositiveInt = 120_000
    max_segments: PositiveInt = 15


class HighlightOptions(BaseModel):
    """What is chosen, and how it is cut.

    Attributes:
        max_highlights: Most highlights of one lecture.
        max_total_ms: Longest that all clips of one lecture may be together.
        spread: Whether highlights are spread over the lecture, where they are otherwise as good.
        min_clip_ms: Shortest clip, inner silences taken out, where the lecture itself is longer.
        max_clip_ms: Longest clip, inner silences taken out.
        max_pause_ms: Inner silences longer than this are taken out, but for what is announced
            ("watch") and then shown, of which 15 s stay.
        pause_left_ms: What is left of an inner silence that is taken out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_highlights: PositiveInt = 5
    max_total_ms: PositiveInt = 300_000
    spread: bool = True
    min_clip_ms: NonNegativeInt = 8_000
    max_clip_ms: PositiveInt = 120_000
    max_pause_ms: NonNegativeInt = 1_200
    pause_left_ms: NonNegativeInt = 500


class RenderOptions(BaseModel):
    """How clips are encoded.

    Attributes:
        loudness_lufs: Integrated loudness of a clip with speech.
        true_peak_dbtp: Highest true peak of a clip.
        max_fps: Frame rates above this are halved until they are not.
        max_height: Taller pictures are scaled down to this many pixels.
        crf: x264's constant rate factor; other encoders get what looks alike.
        preset: x264's preset; other encoders get what is as fast.
        fade_ms: Length of the fades at both ends.
        composition: How screen, camera and captions are arranged; ``auto`` goes by the layout.
        highlight_words: Whether words change their colour as they are spoken.
        codec: How pictures are encoded, in software or by hardware of that name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    loudness_lufs: Annotated[float, Field(ge=-70, le=-5)] = -16.0
    true_peak_dbtp: Annotated[float, Field(ge=-20, le=0)] = -1.5
    max_fps: PositiveInt = 30
    max_height: Annotated[int, Field(ge=144)] = 1080
    crf: Annotated[int, Field(ge=1, le=51)] = 20
    preset: Preset = "veryfast"
    fade_ms: NonNegativeInt = 250
    composition: CompositionName = "auto"
    highlight_words: bool = False
    codec: Codec = "h264"
