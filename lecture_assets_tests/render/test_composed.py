"""In the pixels of every composition nothing is stretched, covered or lost, whatever the layout."""

from pathlib import Path

import av
import numpy as np
import pytest

from lecture_assets.layout.models import Region
from lecture_assets.options import CompositionName, RenderOptions
from lecture_assets.timeline import span
from lecture_assets.transcript.models import Word
from lecture_assets_tests.render.media import (
    frames,
    highlights,
    lavfi,
    layout,
    make,
    measured,
    render,
    transcript,
)

SCREEN = Region(x=0, y=0, width=240, height=136)
CAMERA = Region(x=240, y=0, width=80, height=100)
KEEP = [span(200, 1_800)]
SAID = ["what", "is", "said", "while", "screen", "and", "camera", "are", "in", "the", "picture"]
WORDS = [
    Word(start_ms=200 + 100 * at, end_ms=300 + 100 * at, text=word) for at, word in enumerate(SAID)
]
PARTS = (
    "color=c=0x202020:s=320x180:r=10:d=2[wall];"
    "color=c=red:s={s.width}x{s.height}:r=10:d=2[screen];"
    "color=c=blue:s={c.width}x{c.height}:r=10:d=2[camera];"
    "[wall][screen]overlay={s.x}:{s.y}[both];[both][camera]overlay={c.x}:{c.y},format=yuv444p"
)
NAMES: list[CompositionName] = ["screen_and_camera", "vertical", "square"]


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph = PARTS.format(s=SCREEN, c=CAMERA)
    path = tmp_path_factory.mktemp("composed") / "parts.mkv"
    encoded = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "5", "-c:a", "aac")
    return make(path, *lavfi(graph), *lavfi("sine=d=2"), *encoded)


def picture(source: Path, folder: Path, name: CompositionName, kind: str) -> np.ndarray:
    """A frame of the clip in RGB, of shape (height, width, 3), while a caption is shown."""
    known = {"screen": SCREEN, "camera": CAMERA} if kind == "side_by_side" else {"screen": SCREEN}
    arranged = layout(kind, 0.0 if kind == "unknown" else 0.9, **known)
    options = RenderOptions(composition=name, preset="ultrafast", crf=8, fade_ms=0, max_height=360)
    [clip] = render(
        source,
        folder,
        highlights(KEEP, title="Why"),
        said=transcript(*WORDS),
        arranged=arranged,
        options=options,
        lecture=measured(source),
    )
    with av.open(str(folder / clip.file)) as file:
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    return frames[6].astype(int)


def box(mask: np.ndarray) -> tuple[int, int, int, int]:
    """Top, bottom, left and right of what is set."""
    rows, columns = np.nonzero(mask)
    return rows.min(), rows.max() + 1, columns.min(), columns.max() + 1


def coloured(frame: np.ndarray, colour: str) -> np.ndarray:
    """Which pixels are red, blue or white."""
    bright = {"red": (1, 0, 0), "blue": (0, 0, 1), "white": (1, 1, 1)}[colour]
    near = [frame[..., i] > 190 if on else frame[..., i] < 90 for i, on in enumerate(bright)]
    return near[0] & near[1] & near[2]


@pytest.mark.parametrize("name", NAMES)
def test_screen_and_camera_are_whole_in_shape_and_free_of_captions(
    recording: Path, tmp_path: Path, name: CompositionName
) -> None:
    frame = picture(recording, tmp_path, name, "side_by_side")
    screen = box(coloured(frame, "red"))
    camera = box(coloured(frame, "blue"))
    for (top, bottom, left, right), region in ((screen, SCREEN), (camera, CAMERA)):
        assert (right - left) / (bottom - top) == pytest.approx(
            region.width / region.height, rel=0.06
        )
        inside = frame[top:bottom, left:right]
        assert not coloured(inside, "white").any()
    white = coloured(frame, "white")
    assert white.sum() > 100
    assert (screen[3] - screen[2]) > 1.3 * (camera[3] - camera[2])
    top, bottom, left, right = box(white)
    assert min(top, left) >= 2
    assert bottom <= frame.shape[0] - 2
    assert right <= frame.shape[1] - 2


@pytest.mark.parametrize("name", ["as_recorded", *NAMES])
@pytest.mark.parametrize("kind", ["screen_only", "unknown"])
def test_a_picture_that_is_not_taken_apart_is_whole_and_in_shape(
    recording: Path, tmp_path: Path, name: CompositionName, kind: str
) -> None:
    frame = picture(recording, tmp_path, name, kind)
    top, bottom, left, right = box(coloured(frame, "red"))
    assert (right - left) / (bottom - top) == pytest.approx(SCREEN.width / SCREEN.height, rel=0.06)
    white = coloured(frame, "white")
    assert white.sum() > 100
    if kind == "screen_only":
        assert not white[top:bottom, left:right].any()
    if name == "vertical":
        assert frame.shape[:2] == (640, 360)
    if name == "square":
        assert frame.shape[:2] == (360, 360)


def joined(folder: Path, *pictures: str) -> Path:
    """A recording of parts of four seconds, each begun anew by its encoder."""
    parts = []
    for number, picture in enumerate(pictures):
        offset = ("-output_ts_offset", str(4 * number), "-f", "mpegts")
        sources = (*lavfi(f"color=r=25:d=4:c={picture}"), *lavfi("sine=d=4"))
        coded = ("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac")
        parts.append(make(folder / f"{number}.part", *sources, *coded, *offset))
    source = folder / "joined.ts"
    source.write_bytes(b"".join(part.read_bytes() for part in parts))
    return source


def test_a_clip_of_which_most_pictures_are_damaged_shows_the_others(tmp_path: Path) -> None:
    source = joined(tmp_path, *["black:s=320x180"] * 3, "white:s=320x180")
    parts = [(tmp_path / f"{number}.part").read_bytes() for number in range(4)]
    source.write_bytes(b"".join([*(part[20 * 188 :] for part in parts[:3]), parts[3]]))
    [clip] = render(source, tmp_path / "clips", highlights([span(500, 3_700)]))
    shown = frames(tmp_path / "clips" / clip.file)
    assert len(shown) == 80
    assert shown[40].max() > 200


def test_a_size_of_nearly_the_same_shape_gets_no_borders(tmp_path: Path) -> None:
    source = joined(tmp_path, "white:s=1280x720", "white:s=854x480", "white:s=640x360")
    [clip] = render(source, tmp_path / "clips", highlights([span(3_000, 9_000)]))
    shown = frames(tmp_path / "clips" / clip.file)
    assert min(picture[[0, -1]].min() for picture in shown[20:-20]) > 200


def test_a_recording_that_changes_its_shape_keeps_the_clip_s_size_and_is_not_stretched(
    tmp_path: Path,
) -> None:
    source = joined(tmp_path, "black:s=320x180", "white:s=480x360")
    [clip] = render(source, tmp_path / "clips", highlights([span(2_000, 6_000)]))
    shown = frames(tmp_path / "clips" / clip.file)
    assert len(shown) == 100
    assert max(picture.mean() for picture in shown[:49]) < 40
    for picture in shown[51:]:
        white = np.flatnonzero(picture[picture.shape[0] // 2] > 200)
        assert len(white) == pytest.approx(picture.shape[0] * 4 / 3, abs=6)
        assert white[0] == pytest.approx(picture.shape[1] - 1 - white[-1], abs=4)


@pytest.mark.parametrize(
    ("first", "later"), [("yuv420p", "yuv422p10le"), ("yuv444p", "yuv420p"), ("yuv420p", "gray")]
)
def test_a_recording_that_changes_how_it_stores_pixels_keeps_its_colours(
    tmp_path: Path, first: str, later: str
) -> None:
    source = joined(
        tmp_path, f"0x208060:s=320x180,format={first}", f"0x808080:s=320x180,format={later}"
    )
    [clip] = render(source, tmp_path / "clips", highlights([span(2_000, 6_000)]))
    with av.open(str(tmp_path / "clips" / clip.file)) as file:
        seen = [each.to_ndarray(format="rgb24")[90, 160] for each in file.decode(video=0)]
    assert len(seen) == 100
    expected = [(0x20, 0x80, 0x60)] * 50 + [(0x80, 0x80, 0x80)] * 50
    wrong = abs(np.array(seen, int) - expected).max(axis=1)
    assert max(wrong[:49]) <= 6 >= max(wrong[51:])
