"""What encodes a clip's picture: x264, or what was asked for where it is there and works."""

from functools import cache
from typing import get_args

from lecture_assets.errors import MediaError, MissingToolError
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.options import Codec, Preset, RenderOptions
from lecture_assets.render.together import threads_each

# At these distances from x264's constant rate factor the others look alike.
_HEVC_CRF, _AV1_CRF = 4, 12
_AV1_MOST, _H26X_MOST = 63, 51
_DEVICE = "/dev/dri/renderD128"
_TRIAL_S = 60


def encoder_options(options: RenderOptions) -> dict[str, str | int]:
    """Ffmpeg's output options for the codec that was asked for."""
    family, _, hardware = options.codec.partition("_")
    if hardware:
        return _hardware(family, hardware, options.crf)
    crf, threads = options.crf, threads_each()
    if family == "hevc":
        parameters = f"pools={threads}:log-level=error"
        quality = {"preset": options.preset, "crf": min(_H26X_MOST, crf + _HEVC_CRF)}
        return {"vcodec": "libx265", "x265-params": parameters, "tag:v": "hvc1", **quality}
    if family == "av1":
        speed = 13 - get_args(Preset).index(options.preset)
        quality = {"preset": speed, "crf": min(_AV1_MOST, crf + _AV1_CRF)}
        return {"vcodec": "libsvtav1", "svtav1-params": f"lp={threads}", **quality}
    x264: dict[str, str | int] = {"vcodec": "libx264", "preset": options.preset, "crf": crf}
    return x264 | {"profile:v": "high", "threads": threads}


def upload_filter(codec: Codec) -> str | None:
    """What brings frames to the hardware, where that is not up to the encoder."""
    return "hwupload" if codec.endswith("_vaapi") else None


def device_arguments(codec: Codec) -> list[str]:
    """What has to stand before all inputs for the hardware to be found."""
    return ["-vaapi_device", _DEVICE] if codec.endswith("_vaapi") else []


def pixel_format(codec: Codec) -> str:
    """The format that the encoder takes, of 8 bits and halved colours."""
    return "nv12" if codec.endswith(("_vaapi", "_qsv")) else "yuv420p"


@cache
def check_encoder(options: RenderOptions) -> None:
    """See that the codec that was asked for can be had, by encoding a few frames.

    Raises:
        MissingToolError: It cannot; the message names the setting.
    """
    if options.codec == "h264":
        return
    upload = upload_filter(options.codec)
    graph = f"format={pixel_format(options.codec)}" + (f",{upload}" if upload else "")
    named = encoder_options(options).items()
    wanted = [word for name, value in named for word in (f"-{name}", str(value))]
    try:
        run_ffmpeg(
            [
                *device_arguments(options.codec),
                *("-f", "lavfi", "-i", "color=s=320x240:r=25:d=0.2", "-vf", graph),
                *wanted,
                *("-f", "null", "-"),
            ],
            timeout_s=_TRIAL_S,
        )
    except MediaError as error:
        raise MissingToolError(
            f"LECTURE_RENDER__CODEC={options.codec} cannot be used here ({error}); "
            "set it to h264, or install what is missing."
        ) from error


def _hardware(family: str, hardware: str, crf: int) -> dict[str, str | int]:
    quality: dict[str, dict[str, str | int]] = {
        "nvenc": {"rc": "vbr", "cq": crf + _HEVC_CRF, "b:v": 0},
        "qsv": {"global_quality": crf + _HEVC_CRF},
        "vaapi": {"rc_mode": "CQP", "qp": crf + _HEVC_CRF},
        "videotoolbox": {"q:v": max(1, 100 - 2 * crf)},
    }
    tag: dict[str, str | int] = {"tag:v": "hvc1"} if family == "hevc" else {}
    return {"vcodec": f"{family}_{hardware}", **quality[hardware], **tag}
