"""Makes clips of different sizes and rates alike, so that they can be joined into one file."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.options import RenderOptions
from lecture_assets.render.models import Clip

_TICKS = 90_000


def conform(
    clips: Sequence[Clip], folder: Path, into: Path, options: RenderOptions, timeout_s: float
) -> list[Path]:
    """Encode clips again, all with the size and rate of the largest; borders fill what is left.

    Args:
        clips: What to make alike.
        folder: Where their files are.
        into: An empty folder for the new files.
        options: How to encode.
        timeout_s: Limit of each run of ffmpeg.

    Raises:
        MediaError: ffmpeg failed.
    """
    width, height = max(each.width for each in clips), max(each.height for each in clips)
    rate = Fraction(max(each.fps or 0 for each in clips) or 25).limit_denominator(1001)
    fitted = (
        f"scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2,"
        f"pad={width}:{height}:(ow-iw)/2:(oh-ih)/2,setsar=1,fps={rate}"
    )
    made = []
    for clip in clips:
        target = into / clip.file
        arguments = ["-i", str((folder / clip.file).resolve()), "-vf", fitted, "-c:a", "copy"]
        arguments += ["-c:v", "libx264", "-preset", options.preset, "-crf", str(options.crf)]
        arguments += ["-profile:v", "high", "-pix_fmt", "yuv420p"]
        arguments += ["-video_track_timescale", str(_TICKS), str(target)]
        run_ffmpeg(arguments, timeout_s=timeout_s)
        made.append(target)
    return made
