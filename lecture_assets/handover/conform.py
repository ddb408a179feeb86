"""Makes clips of different sizes and rates alike, so that they can be joined into one file."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from lecture_assets.handover.reel import alike
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.options import RenderOptions
from lecture_assets.render.encoders import (
    device_arguments,
    encoder_options,
    pixel_format,
    upload_filter,
)
from lecture_assets.render.models import Clip


def conform(
    clips: Sequence[Clip], folder: Path, into: Path, options: RenderOptions, timeout_s: float
) -> list[Path]:
    """Give all clips the size and rate of the largest; borders fill what is left.

    Clips that have them are taken as they are, where the encoder makes the others like them.

    Args:
        clips: What to make alike.
        folder: Where their files are.
        into: An empty folder for the new files.
        options: How to encode.
        timeout_s: Limit of each run of ffmpeg.

    Raises:
        MediaError: ffmpeg failed.
    """
    shapes = [(each.width, each.height, each.fps or 0) for each in clips]
    largest = tuple(max(sides) for sides in zip(*shapes, strict=True))
    made = [folder / each.file for each in clips]
    others = [shape != largest for shape in shapes]
    for again in (others, [not other for other in others]):
        for index, clip in enumerate(clips):
            if again[index]:
                made[index] = into / clip.file
                fitted = _fitted((folder / clip.file).resolve(), largest, options)
                run_ffmpeg([*fitted, str(made[index])], timeout_s=timeout_s)
        if alike(made):
            break
    return made


def _fitted(clip: Path, shape: tuple[float, ...], options: RenderOptions) -> list[str]:
    """The arguments that encode a clip once more, without those that name its new file."""
    width, height, fps = shape
    rate = Fraction(fps or 25).limit_denominator(1001)
    size = f"{width:.0f}:{height:.0f}"
    graph = [
        f"scale={size}:force_original_aspect_ratio=decrease:force_divisible_by=2",
        f"pad={size}:(ow-iw)/2:(oh-ih)/2,setsar=1,fps={rate}",
        f"format={pixel_format(options.codec)}",
    ]
    upload = upload_filter(options.codec)
    graph += [upload] if upload else []
    named = encoder_options(options).items()
    coding = [word for name, value in named for word in (f"-{name}", str(value))]
    before = [*device_arguments(options.codec), "-i", str(clip)]
    return [*before, "-vf", ",".join(graph), *coding, "-c:a", "copy"]
