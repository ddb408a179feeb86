"""A clip of three kept stretches by us, by MoviePy, in three passes, and at the least: CPU seconds.

All make the same: three stretches joined, captions of two lines, fades, sound at -16 LUFS, and a
thumbnail, with the same codecs, preset and rate factor. What programs load when they start is
counted for none, since it is loaded once for all clips.

``python -m benchmarks.render SAMPLE.mp4 [PYTHON_WITH_MOVIEPY]``, with the sample lecture that
``make demo`` leaves among its uploads. MoviePy (2.2) lives in an environment of its own, since it
asks for older packages.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measured import print_table
from lecture_assets.highlights.models import Highlight, SelectedHighlights
from lecture_assets.layout.models import Frame, Layout, LayoutKind, LayoutPart
from lecture_assets.media.ffmpeg import ffmpeg_path
from lecture_assets.media.models import LectureVideo
from lecture_assets.media.probe import probe
from lecture_assets.options import RenderOptions, UploadLimits
from lecture_assets.progress import ignore
from lecture_assets.render.clips import render_clips
from lecture_assets.render.compose import compose
from lecture_assets.render.upright import Source
from lecture_assets.sample.scene import CAMERA, HEIGHT, SCREEN, WIDTH
from lecture_assets.timeline import span
from lecture_assets.transcript.models import Transcript, TranscriptSegment, Word

RUNS = 3
KEEP = [span(10_000, 14_300), span(15_500, 23_000), span(24_200, 32_000)]
FRAME = Frame(width=WIDTH, height=HEIGHT)
X264 = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"]
AAC = ["-c:a", "aac", "-b:a", "160k"]
FONT = Path(__file__).parents[1] / "lecture_assets" / "fonts" / "NotoSans-Regular.ttf"
MOVIEPY = """
import json, os, sys
from moviepy import (ColorClip, CompositeVideoClip, TextClip, VideoFileClip, afx, vfx,
                     concatenate_videoclips)
loaded = sum(os.times()[:2])
source, font, out, composition, *cuts = sys.argv[1:]
composition = json.loads(composition)
video = VideoFileClip(source)
times = [(float(a), float(b)) for a, b in (cut.split("-") for cut in cuts)]
soft = [afx.AudioFadeIn(0.01), afx.AudioFadeOut(0.01)]
joined = concatenate_videoclips([video.subclipped(a, b).with_effects(soft) for a, b in times])
size = (composition["width"], composition["height"])
layers = []
for tile in composition["tiles"]:
    at, target, layer = tile["source"], tile["target"], joined
    if at:
        layer = layer.cropped(x1=at["x"], y1=at["y"], width=at["width"], height=at["height"])
    if (layer.w, layer.h) != (target["width"], target["height"]):
        layer = layer.resized((target["width"], target["height"]))
    layers.append(layer.with_position((target["x"], target["y"])))
if len(layers) > 1:
    layers.insert(0, ColorClip(size, color=(17, 21, 28)).with_duration(joined.duration))
said = [
    TextClip(font=font, text=f"what is said in caption {n}\\nand in its second line", font_size=34,
             color="white", bg_color=(8, 10, 14, 180), margin=(8, 8))
    .with_start(3 * n).with_duration(min(2.9, joined.duration - 3 * n))
    .with_position(("center", 0.84), relative=True)
    for n in range(int(joined.duration // 3))
]
clip = CompositeVideoClip([*layers, *said], size=size)
clip = clip.with_effects([vfx.FadeIn(0.25), vfx.FadeOut(0.25)])
clip = clip.with_audio(joined.audio)
clip.save_frame("thumbnail.jpg", t=joined.duration / 2, with_mask=False)
clip.write_videofile(out, codec="libx264", audio_codec="aac", preset="veryfast",
                     ffmpeg_params=["-crf", "20"], logger=None)
print(loaded)
"""


Way = Callable[[Path, Path], float]
"""Makes the clip in a folder; returns CPU seconds that are not to be counted."""


def ours(kind: LayoutKind, lecture: LectureVideo) -> Way:
    """The stage itself: captions, loudness, fades, checks and a thumbnail included."""

    def run(source: Path, folder: Path) -> float:
        limits = UploadLimits()
        said = [
            Word(start_ms=at, end_ms=at + 300, text="spoken") for at in range(10**4, 32_000, 350)
        ]
        segment = TranscriptSegment(start_ms=10_000, end_ms=32_000, text="", words=said)
        chosen = Highlight(
            start_ms=KEEP[0].start_ms,
            end_ms=KEEP[-1].end_ms,
            rank=1,
            keep=KEEP,
            title="Benchmark",
            summary="",
            score=1.0,
            reasons=[],
        )
        render_clips(
            source,
            lecture,
            SelectedHighlights(highlights=[chosen], rejected=[]),
            Transcript(language="en", provider="none", model="none", segments=[segment]),
            _layout(kind),
            RenderOptions(),
            limits,
            folder / "ours",
            ignore,
        )
        return 0.0

    return run


def _layout(kind: LayoutKind) -> Layout:
    known = {} if kind == "unknown" else {"screen": SCREEN, "camera": CAMERA}
    part = LayoutPart(start_ms=0, end_ms=10**6, kind=kind, confidence=1, **known)
    return Layout(frame=FRAME, parts=[part], slides=[])


def least(source: Path, folder: Path) -> float:
    """Decode and encode what is kept, with nothing in between."""
    for number in range(len(KEEP)):
        _ffmpeg(*_cut(source, number), *X264, *AAC, str(folder / f"least{number}.mp4"))
    return 0.0


def least_of(clip: Path) -> Way:
    """Decode what is kept, and encode a finished clip: its captions and fades are to be encoded."""

    def run(source: Path, folder: Path) -> float:
        for number in range(len(KEEP)):
            _ffmpeg(*_cut(source, number), "-f", "null", "-")
        undecoded = folder / "raw.nut"
        raw = ["-c:v", "rawvideo", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le"]
        before = _cpu_s()
        _ffmpeg("-i", str(clip), *raw, str(undecoded))
        decoded = _cpu_s() - before
        _ffmpeg("-i", str(undecoded), *X264, *AAC, str(folder / "least.mp4"))
        return decoded

    return run


def three_passes(source: Path, folder: Path) -> float:
    """Cut, then burn captions in, then bring the sound to its level."""
    names = [f"cut{number}.mp4" for number in range(len(KEEP))]
    for number, name in enumerate(names):
        _ffmpeg(*_cut(source, number), *X264, *AAC, str(folder / name))
    (folder / "list.txt").write_text("".join(f"file {name}\n" for name in names))
    joined, burnt, levelled = (str(folder / f"{n}.mp4") for n in ("joined", "burnt", "levelled"))
    _ffmpeg("-f", "concat", "-i", str(folder / "list.txt"), "-c", "copy", joined)
    burn = f"subtitles={folder / 'captions.ass'}:fontsdir={FONT.parent}"
    _ffmpeg("-i", joined, "-vf", burn, *X264, "-c:a", "copy", burnt)
    _level(burnt, levelled)
    _ffmpeg("-ss", "10", "-i", levelled, "-frames:v", "1", str(folder / "thumbnail.jpg"))
    return 0.0


def _level(clip: str, levelled: str) -> None:
    level = "loudnorm=i=-16:tp=-1.5"
    _ffmpeg("-i", clip, "-vn", "-af", level, "-f", "null", "-")
    _ffmpeg("-i", clip, "-c:v", "copy", "-af", level, "-ar", "48000", *AAC, levelled)


def moviepy(python: str, kind: LayoutKind) -> Way:
    """The same by MoviePy, which knows nothing of loudness: that is ffmpeg's ``loudnorm``."""

    def run(source: Path, folder: Path) -> float:
        cuts = [f"{each.start_ms / 1000}-{each.end_ms / 1000}" for each in KEEP]
        out = str(folder / "moviepy.mp4")
        arranged = compose(_layout(kind), KEEP, Source(FRAME), RenderOptions(), "Benchmark")
        words = [str(source), str(FONT), out, arranged.model_dump_json(), *cuts]
        command = [python, "-c", MOVIEPY, *words]
        done = subprocess.run(command, check=True, cwd=folder, stdout=subprocess.PIPE)
        _level(out, str(folder / "levelled.mp4"))
        return float(done.stdout)

    return run


def _cut(source: Path, number: int) -> list[str]:
    each = KEEP[number]
    lasting = f"{each.duration_ms / 1000}"
    return ["-ss", f"{each.start_ms / 1000}", "-i", str(source), "-t", lasting]


def _ffmpeg(*arguments: str) -> None:
    command = [ffmpeg_path(), "-loglevel", "error", "-nostdin", "-y", *arguments]
    subprocess.run(command, check=True)


def _write_captions(folder: Path) -> None:
    lines = [
        "[Script Info]",
        "PlayResX: 1280",
        "PlayResY: 720",
        "[V4+ Styles]",
        "Format: Name, Fontname, Fontsize, PrimaryColour, BorderStyle, Outline, Alignment, MarginV",
        "Style: Default,Noto Sans,44,&H00FFFFFF,4,2,2,36",
        "[Events]",
        "Format: Start, End, Style, Text",
    ]
    for number in range(6):
        start, end = f"0:00:{3 * number:02}.00", f"0:00:{3 * number + 2:02}.90"
        lines.append(rf"Dialogue: {start},{end},Default,what is said\Nand in its second line")
    (folder / "captions.ass").write_text("\n".join(lines) + "\n")


def _cpu_s() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def main(source: Path, python: str | None) -> None:
    """Print the table, each figure the least of several."""
    lecture = probe(source, source.name, UploadLimits(), ignore)
    kinds: dict[str, LayoutKind] = {"as recorded": "unknown", "screen and camera": "side_by_side"}
    ways: dict[str, Way] = {"decoding and encoding alone": least}
    kept = Path(tempfile.mkdtemp())
    for name, kind in kinds.items():
        ours(kind, lecture)(source, kept / kind)
        [clip] = (kept / kind / "ours").glob("*.mp4")
        ways[f"decoding, and encoding the finished clip, {name}"] = least_of(clip)
        ways[f"lecture-assets, {name}"] = ours(kind, lecture)
    ways["three passes, as recorded"] = three_passes
    if python:
        ways |= {f"MoviePy, {name}": moviepy(python, kind) for name, kind in kinds.items()}
    spent: dict[str, tuple[float, float]] = {}
    for _ in range(RUNS):
        for name, way in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                _write_captions(Path(folder))
                cpu_s, wall_s = _cpu_s(), time.monotonic()
                spared = way(source, Path(folder))
                took = (_cpu_s() - cpu_s - spared, time.monotonic() - wall_s)
                spent[name] = min(spent.get(name, took), took)
    shutil.rmtree(kept)
    bound = spent["decoding and encoding alone"][0]
    rows = [
        [name, f"{cpu_s:.1f} s", f"{cpu_s / bound:.2f}", f"{wall_s:.0f} s"]
        for name, (cpu_s, wall_s) in spent.items()
    ]
    print_table(["19.6 s of clip", "CPU", "times the least", "wall"], rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2] if len(sys.argv) > 2 else None)
