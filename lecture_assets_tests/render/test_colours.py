"""Clips have the colours of their recording, and say by which matrix they are meant."""

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from lecture_assets.layout.models import Region
from lecture_assets.options import CompositionName, RenderOptions
from lecture_assets.timeline import span
from lecture_assets_tests.render.media import (
    WORDS,
    highlights,
    lavfi,
    layout,
    make,
    render,
    transcript,
)

RED, BLUE = (200, 40, 90), (30, 120, 210)
KEEP = [span(21_600, 22_600)]
BT709, BT601 = 1, 6
# As ITU-R BT.709 and BT.601 define them: the shares of red and of blue in what is seen as grey.
SHARES = {1: (0.2126, 0.0722), 5: (0.299, 0.114), 6: (0.299, 0.114)}
YCGCO = 8
SOURCES = {
    "large and tagged": ("1280x720", BT709, BT709, "yuv420p"),
    "small and tagged": ("320x180", BT601, BT601, "yuv420p"),
    "small, tagged as the large are": ("320x180", BT709, BT709, "yuv420p"),
    "large without a tag": ("1280x720", BT709, None, "yuv420p"),
    "small without a tag": ("320x180", BT601, None, "yuv420p"),
    "tagged as what ffmpeg cannot convert": ("320x180", BT601, YCGCO, "yuv420p"),
    "of full range": ("320x180", BT601, BT601, "yuvj420p"),
    "RGB": ("320x180", None, None, "gbrp"),
}
ARRANGED: list[CompositionName] = ["as_recorded", "screen_and_camera", "vertical"]


def recording(path: Path, size: str, matrix: int | None, tag: int | None, pixels: str) -> Path:
    """Half a minute, red at the left and blue at the right; stored by a matrix, tagged as one."""
    red, blue = ("0x" + bytes(colour).hex() for colour in (RED, BLUE))
    width, height = map(int, size.split("x"))
    half = f"s={width // 2}x{height}:r=5:d=25,format=gbrp"
    stored = f"scale=out_color_matrix={matrix}," if matrix else ""
    told = ["-colorspace", str(tag or 2)]
    if tag == YCGCO:
        stored += "setparams=colorspace=unknown,"
        told = ["-bsf:v", f"h264_metadata=matrix_coefficients={tag}"]
    graph = f"color=c={red}:{half}[l];color=c={blue}:{half}[r];[l][r]hstack,{stored}format={pixels}"
    codec = ["ffv1"] if pixels == "gbrp" else ["libx264", "-preset", "ultrafast", "-crf", "5"]
    return make(path, *lavfi(graph), *lavfi("sine=d=25"), "-c:v", *codec, *told, "-c:a", "aac")


def seen(clip: Path) -> tuple[int, np.ndarray]:
    """A frame in RGB as a player shows it that believes what the clip says of its matrix."""
    with av.open(str(clip)) as file:
        frame = list(file.decode(video=0))[2]
    planes = frame.to_ndarray(format="yuv420p").astype(float)
    height, width = frame.height, frame.width
    quarter = (height // 2, width // 2)
    y = planes[:height:2, ::2] - 16
    u, v = (planes[height:].reshape(2, *quarter) - 128) * 255 / 224
    red, blue = SHARES[frame.colorspace]
    y = y * 255 / 219
    r, b = y + 2 * (1 - red) * v, y + 2 * (1 - blue) * u
    g = (y - red * r - blue * b) / (1 - red - blue)
    return frame.colorspace, np.stack([r, g, b], axis=-1)


@pytest.mark.parametrize("name", ARRANGED)
@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_clip_has_the_colours_of_its_recording(
    tmp_path: Path, name: CompositionName, source: tuple[str, int | None, int | None, str]
) -> None:
    path = recording(tmp_path / "recording.mkv", *source)
    halves = {
        "screen": Region(x=0, y=0, width=160, height=180),
        "camera": Region(x=160, y=0, width=160, height=180),
    }
    known = {} if name == "as_recorded" else halves
    [clip] = render(
        path,
        tmp_path / "out",
        highlights(KEEP),
        said=transcript(*WORDS),
        arranged=layout("side_by_side" if known else "unknown", 0.9 if known else 0.0, **known),
        options=RenderOptions(preset="superfast", crf=8, fade_ms=0, composition=name),
    )
    matrix, picture = seen(tmp_path / "out" / clip.file)
    assert matrix in ({1: [1], 6: [5, 6]}[source[1] or BT601])
    still = cv2.imread(str(tmp_path / "out" / clip.thumbnail))
    assert still is not None
    for shown in (picture, still[..., ::-1]):
        for colour in (RED, BLUE):
            near = np.abs(shown.astype(float) - colour).max(axis=-1) <= 5
            assert near.mean() > 0.03
