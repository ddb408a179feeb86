"""How well slides are read, and what slides' pictures, text and thumbnails cost.

``python -m benchmarks.slide_text [SEED ...]``: generated talks of 30 s at 480, 720 and 1080
lines, light and dark, with and without a camera; the characters of what was drawn are the truth.
``python -m benchmarks.slide_text LECTURE.mp4`` reads a recording and prints what it read.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.measured import measured, print_table
from lecture_assets.layout.detect import detect_layout
from lecture_assets.layout.models import Layout
from lecture_assets.media.models import VideoStream
from lecture_assets.options import SlideText
from lecture_assets.progress import ignore
from lecture_assets.slides.album import with_pictures
from lecture_assets.slides.reader import slide_reader
from lecture_assets.slides.thumbnails import thumbnails
from lecture_assets_tests.layout.drawing import WORDS, write
from lecture_assets_tests.layout.talks import Camera, talk

SECONDS, FPS = 30, 5
SIZES = {480: (854, 480), 720: (1280, 720), 1080: (1920, 1080)}
CAMERAS: list[Camera] = ["none", "tile", "beside"]


def pictures(
    path: Path, video: VideoStream, layout: Layout, choice: SlideText
) -> tuple[Layout, int]:
    """Take the pictures and read them, or not; return how many bytes they have as well."""
    sizes: list[int] = []
    reader = slide_reader(choice)
    told = with_pictures(
        path, video, layout, reader, None, lambda _, data: sizes.append(len(data)), ignore
    )
    return told, sum(sizes)


def small_pictures(path: Path, video: VideoStream, duration_ms: int) -> int:
    """Draw the thumbnails; return the size of the sheet."""
    found = thumbnails(path, video, duration_ms, ignore)
    return len(found.sheet) if found else 0


def written(seed: int, slide: int, bullets: int) -> str:
    """What a generated talk writes on a slide, as its drawing draws it."""
    random = np.random.default_rng(1000 * seed + slide)
    lines = [" ".join(random.choice(WORDS, 2)).capitalize()]
    drawn = [" ".join(random.choice(WORDS, int(random.integers(2, 6)))) for _ in range(5)]
    return "\n".join([*lines, *drawn[:bullets]])


def distance(one: str, other: str) -> int:
    """Levenshtein's: the fewest characters to put in, take out or replace."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def errors(seed: int, layout: Layout) -> tuple[int, int]:
    """Wrong characters and all characters of a talk, each slide against the nearest truth."""
    every = [written(seed, slide, n) for slide in range(30) for n in range(1, 6)]
    wrong = total = 0
    for each in layout.slides:
        nearest = min(every, key=lambda truth: distance(each.text or "", truth))
        wrong, total = wrong + distance(each.text or "", nearest), total + len(nearest)
    return wrong, total


def generated(seeds: list[int]) -> None:
    """Measure generated talks, and print a row for each height."""
    rows = []
    for number, (lines, size) in enumerate(SIZES.items()):
        wrong = characters = slides = data = 0
        read_s = kept_s = peak_mb = 0.0
        for place, seed in enumerate(seeds):
            truth = talk(seed, SECONDS, size, CAMERAS[(place + number) % 3])
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "talk.mp4"
                coded = {"preset": "veryfast", "crf": "26"}
                video = write(path, truth.draw, SECONDS, 10, FPS, coded)
                layout = detect_layout(path, video, SECONDS * 1000, ignore)
                read = measured(pictures, path, video, layout, "on")
                kept = measured(pictures, path, video, layout, "off")
            told, size_bytes = read.result
            more = errors(seed, told)
            wrong, characters = wrong + more[0], characters + more[1]
            distinct = len({each.picture for each in told.slides})
            slides, data = slides + distinct, data + size_bytes
            read_s, kept_s = read_s + read.cpu_s - kept.cpu_s, kept_s + kept.cpu_s
            peak_mb = max(peak_mb, read.peak_mb)
        rows.append(
            [
                str(lines),
                str(slides),
                f"{wrong} of {characters}, {wrong / characters:.2%}",
                f"{read_s / slides:.2f}",
                f"{kept_s / slides:.2f}",
                f"{data / slides / 1000:.0f}",
                f"{peak_mb:.0f}",
            ]
        )
    heads = ["lines", "slides", "wrong characters", "CPU s to read one", "CPU s to take one"]
    print_table([*heads, "KB a picture", "peak MB"], rows)


def about(path: Path) -> tuple[VideoStream, int]:
    """The picture of a recording, with sound or without, and its length in milliseconds."""
    import av

    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        video = VideoStream(
            codec=stream.codec_context.name,
            width=stream.width,
            height=stream.height,
            fps=float(stream.average_rate or 25),
            stream_index=stream.index,
        )
        return video, (file.duration or 0) // 1000


def recorded(path: Path) -> None:
    """Measure a recording, and print what is written on its slides."""
    video, duration_ms = about(path)
    layout = detect_layout(path, video, duration_ms, ignore)
    read = measured(pictures, path, video, layout, "on")
    kept = measured(pictures, path, video, layout, "off")
    small = measured(small_pictures, path, video, duration_ms)
    nothing = measured(int)
    told, size_bytes = read.result
    for each in told.slides:
        print(f"{each.start_ms / 1000:8.1f} s  {each.picture}  {(each.text or '')!r}")
    distinct = max(1, len({each.picture for each in told.slides}))
    row = [
        path.name,
        f"{duration_ms / 60_000:.1f}",
        f"{distinct} of {len(told.slides)}",
        f"{(read.cpu_s - kept.cpu_s) / distinct:.2f}",
        f"{(kept.cpu_s - nothing.cpu_s) / distinct:.2f}",
        f"{size_bytes / distinct / 1000:.0f}",
        f"{read.peak_mb:.0f}",
        f"{(small.cpu_s - nothing.cpu_s) * 600_000 / duration_ms:.2f}",
        f"{small.result / 1000:.0f}",
    ]
    heads = ["recording", "minutes", "distinct slides", "CPU s to read one", "CPU s to take one"]
    more = ["KB a picture", "peak MB", "thumbnails' CPU s in 10 minutes", "KB of thumbnails"]
    print_table([*heads, *more], [row])


if __name__ == "__main__":
    if sys.argv[1:] and not sys.argv[1].isdigit():
        for name in sys.argv[1:]:
            recorded(Path(name))
    else:
        generated([int(each) for each in sys.argv[1:]] or [400, 401])
