"""Renders each layout kind in each composition; a sheet of frames for each composition.

``python -m benchmarks.compositions docs/compositions`` needs nothing else.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from lecture_assets.highlights.models import Highlight, SelectedHighlights
from lecture_assets.layout.models import Frame, Layout, LayoutKind, LayoutPart, Region
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.media.probe import probe
from lecture_assets.options import CompositionName, RenderOptions, UploadLimits
from lecture_assets.progress import ignore
from lecture_assets.render.clips import render_clips
from lecture_assets.sample.presenter import camera_picture, pose
from lecture_assets.sample.room import room
from lecture_assets.sample.slides import slide_picture
from lecture_assets.timeline import span
from lecture_assets.transcript.models import Transcript, TranscriptSegment, Word

WIDTH, HEIGHT = 1280, 720
SAID = "what you recall without looking is what you will still know in a year from now"
COMPOSITIONS: tuple[CompositionName, ...] = (
    "auto",
    "as_recorded",
    "screen_and_camera",
    "vertical",
    "square",
)
_WALL = "#202833"
_THUMBNAIL = 300


def region(x: int, y: int, width: int, height: int) -> Region:
    """Shorthand for a rectangle."""
    return Region(x=x, y=y, width=width, height=height)


WHOLE = region(0, 0, WIDTH, HEIGHT)
LAYOUTS: dict[LayoutKind, tuple[Region | None, Region | None]] = {
    "screen_only": (WHOLE, None),
    "camera_only": (None, WHOLE),
    "picture_in_picture": (WHOLE, region(1060, 420, 200, 280)),
    "side_by_side": (region(20, 90, 960, 540), region(1000, 90, 260, 400)),
    "stacked": (region(160, 216, 864, 486), region(160, 12, 130, 192)),
    "filmed_screen": (region(500, 60, 640, 360), None),
    "unknown": (None, None),
}


def slide(size: tuple[int, int]) -> Image.Image:
    """A slide of the sample lecture."""
    return slide_picture(3, 3).resize(size, Image.Resampling.LANCZOS)


def speaker(size: tuple[int, int]) -> Image.Image:
    """The presenter, cut to the shape of the place and never stretched."""
    picture = Image.fromarray(camera_picture(pose(1.0, 0.6, 0.5)))
    across, down = size
    aspect = across / down
    width = min(picture.width, round(picture.height * aspect))
    height = min(picture.height, round(width / aspect))
    left, top = (picture.width - width) // 2, min(40, picture.height - height)
    cut = picture.crop((left, top, left + width, top + height))
    return cut.resize(size, Image.Resampling.LANCZOS)


def recording(kind: LayoutKind) -> Image.Image:
    """One picture of a lecture of that kind."""
    screen, camera = LAYOUTS[kind]
    if kind in ("camera_only", "unknown"):
        whole = Image.fromarray(room(WIDTH, HEIGHT)).resize((WIDTH, HEIGHT))
        whole.paste(speaker((468, HEIGHT)), (406, 0))
        return whole
    picture = Image.new("RGB", (WIDTH, HEIGHT), _WALL)
    if kind == "filmed_screen":
        picture.paste(speaker((250, 360)), (90, 360))
    if screen:
        picture.paste(slide((screen.width, screen.height)), (screen.x, screen.y))
    if camera:
        picture.paste(speaker((camera.width, camera.height)), (camera.x, camera.y))
    return picture


def film(kind: LayoutKind, folder: Path) -> Path:
    """Two seconds of it with a tone."""
    recording(kind).save(folder / "still.png")
    path = folder / "lecture.mp4"
    still = ["-loop", "1", "-framerate", "25", "-t", "2", "-i", str(folder / "still.png")]
    tone = ["-f", "lavfi", "-i", "sine=d=2"]
    encoding = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    run_ffmpeg([*still, *tone, *encoding, str(path)], timeout_s=60)
    return path


def clip_frame(source: Path, kind: LayoutKind, name: CompositionName, folder: Path) -> Image.Image:
    """A frame of the clip while a caption is shown."""
    screen, camera = LAYOUTS[kind]
    sure = 0.0 if kind == "unknown" else 0.95
    part = LayoutPart(
        start_ms=0, end_ms=2_000, kind=kind, screen=screen, camera=camera, confidence=sure
    )
    layout = Layout(frame=Frame(width=WIDTH, height=HEIGHT), parts=[part], slides=[])
    said = [
        Word(start_ms=60 * at, end_ms=60 * at + 60, text=word)
        for at, word in enumerate(SAID.split())
    ]
    segment = TranscriptSegment(start_ms=0, end_ms=1_900, text=SAID, words=said)
    chosen = Highlight(
        start_ms=0,
        end_ms=2_000,
        rank=1,
        keep=[span(0, 2_000)],
        title="Recalling beats reading again",
        summary="",
        score=1.0,
        reasons=[],
    )
    options = RenderOptions(
        composition=name,
        highlight_words=name == "vertical",
        fade_ms=0,
        max_height=720,
        preset="ultrafast",
    )
    limits = UploadLimits()
    rendered = render_clips(
        source,
        probe(source, source.name, limits, ignore),
        SelectedHighlights(highlights=[chosen], rejected=[]),
        Transcript(language="en", provider="none", model="none", segments=[segment]),
        layout,
        options,
        limits,
        folder / name,
        ignore,
    )
    import av

    with av.open(str(folder / name / rendered.clips[0].file)) as file:
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    return Image.fromarray(np.asarray(frames[20], np.uint8))


def sheet(frames: dict[LayoutKind, Image.Image]) -> Image.Image:
    """All kinds beside each other, with their names."""
    first = next(iter(frames.values()))
    width = _THUMBNAIL if first.height >= first.width else _THUMBNAIL * 3 // 2
    small = {k: f.resize((width, width * f.height // f.width)) for k, f in frames.items()}
    columns = 4
    cell = max(each.height for each in small.values()) + 30
    rows = -(-len(small) // columns)
    picture = Image.new("RGB", (columns * (width + 10) + 10, rows * cell + 10), "white")
    pen = ImageDraw.Draw(picture)
    for index, (kind, each) in enumerate(small.items()):
        x, y = 10 + index % columns * (width + 10), 10 + index // columns * cell
        picture.paste(each, (x, y))
        pen.text((x, y + each.height + 2), kind, "black", ImageFont.load_default(16))
    return picture


def main(into: Path) -> None:
    """Write the sheets."""
    into.mkdir(parents=True, exist_ok=True)
    frames: dict[CompositionName, dict[LayoutKind, Image.Image]] = {n: {} for n in COMPOSITIONS}
    for kind in LAYOUTS:
        with tempfile.TemporaryDirectory() as folder:
            source = film(kind, Path(folder))
            for name in COMPOSITIONS:
                frames[name][kind] = clip_frame(source, kind, name, Path(folder))
    for name, each in frames.items():
        sheet(each).save(into / f"{name}.jpg", quality=80)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
