"""Films the sample lecture: slides and presenter to a narration, as an MP4."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lecture_assets.progress import Progress
from lecture_assets.sample.narration import RATE, Narration, Samples, level
from lecture_assets.sample.presenter import camera_picture, pose
from lecture_assets.sample.scene import CAMERA, HEIGHT, WIDTH, Shown, still
from lecture_assets.sample.strokes import Picture

if TYPE_CHECKING:
    from av import AudioStream, VideoFrame, VideoStream
    from av.container import OutputContainer

FPS = 25
"""Frames per second of the sample lecture."""

SLIDE_LEAD_MS = 300
"""How long before its sentence a slide or a build appears."""

Planes = tuple[Picture, Picture, Picture]

_LOUD = 0.11
_BT709 = 1


def film(narration: Narration, path: Path, progress: Progress) -> None:
    """Write slides and presenter to a narration; ``path`` appears only when it is complete."""
    import av

    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with av.open(
            str(unfinished), "w", format="mp4", options={"movflags": "+faststart"}
        ) as file:
            picture, sound = _streams(file)
            _write_sound(file, sound, narration.samples)
            _write_pictures(file, picture, narration, progress)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def shown_at(narration: Narration, at_ms: int) -> Shown:
    """Tell which slide and build the screen shows at an instant."""
    begun = [each for each in narration.lines if each.start_ms <= at_ms + SLIDE_LEAD_MS]
    line = (begun or narration.lines[:1])[-1].line
    return Shown(line.slide, line.build)


def _streams(file: "OutputContainer") -> "tuple[VideoStream, AudioStream]":
    picture = file.add_stream("libx264", rate=FPS)
    picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    picture.options = {"preset": "veryfast", "crf": "21", "g": str(10 * FPS)}
    context = picture.codec_context
    context.colorspace = context.color_primaries = context.color_trc = _BT709
    sound = file.add_stream("aac", rate=48_000, layout="mono")
    sound.bit_rate = 96_000
    return picture, sound


def _write_sound(file: "OutputContainer", stream: "AudioStream", samples: Samples) -> None:
    import av

    resampler = av.AudioResampler(format="fltp", layout="mono", rate=48_000)
    whole = av.AudioFrame.from_ndarray(samples[None, :], format="fltp", layout="mono")
    whole.sample_rate, whole.pts = RATE, 0
    for frame in [*resampler.resample(whole), *resampler.resample(None)]:
        file.mux(stream.encode(frame))
    file.mux(stream.encode(None))


def _write_pictures(
    file: "OutputContainer", stream: "VideoStream", narration: Narration, progress: Progress
) -> None:
    total = narration.duration_ms * FPS // 1000
    for number, camera in enumerate(_camera_pictures(narration.samples, total)):
        shown = shown_at(narration, number * 1000 // FPS)
        frame = _compose(_still_planes(shown), camera)
        frame.pts = number
        file.mux(stream.encode(frame))
        progress((number + 1) / total)
    file.mux(stream.encode(None))


@cache
def _still_planes(shown: Shown) -> Planes:
    return planes_of(still(shown))


def planes_of(picture: Picture) -> Planes:
    """Turn an RGB picture of even size into BT.709 luma and halved chroma, three planes."""
    import av

    frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
    planar = frame.reformat(format="yuv420p", dst_colorspace="ITU709")
    flat: Picture = np.asarray(planar.to_ndarray(), np.uint8).ravel()
    height, width = picture.shape[:2]
    luma, blue, red = np.split(flat, [height * width, height * width * 5 // 4])
    half = (height // 2, width // 2)
    return luma.reshape(height, width), blue.reshape(half), red.reshape(half)


def _camera_pictures(samples: Samples, total: int) -> Iterator[Picture]:
    loud = np.minimum(1.0, level(samples, RATE // FPS) / _LOUD)
    lively = np.convolve(loud, np.hanning(2 * FPS) / FPS, "same") * 2.2
    for number in range(total):
        yield camera_picture(
            pose(number / FPS, float(loud[number]), min(1.0, float(lively[number])))
        )


def _compose(still_picture: Planes, camera: Picture) -> "VideoFrame":
    """Put the camera's picture into a copy of what stands still, plane by plane."""
    import av

    planes = [plane.copy() for plane in still_picture]
    for plane, tile in zip(planes, planes_of(camera), strict=True):
        finer = HEIGHT // len(plane)
        x, y = CAMERA.x // finer, CAMERA.y // finer
        plane[y : y + tile.shape[0], x : x + tile.shape[1]] = tile
    flat = np.concatenate([plane.ravel() for plane in planes])
    return av.VideoFrame.from_ndarray(flat.reshape(-1, WIDTH), format="yuv420p")
