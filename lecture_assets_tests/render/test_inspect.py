"""Sources are understood, and clips that came out wrong are found."""

from fractions import Fraction
from pathlib import Path

import pytest

from lecture_assets.errors import MediaError
from lecture_assets.options import RenderOptions
from lecture_assets.render.inspect import Look, look_at, verify
from lecture_assets.timeline import span
from lecture_assets_tests.render.media import frames, highlights, lavfi, make, render

PICTURE = lavfi("testsrc2=s=320x180:r=25:d=2")
TONE = (*lavfi("sine=d=2"), "-c:a", "aac")
FAST_START = ("-movflags", "+faststart")
X264 = ("-c:v", "libx264", "-preset", "ultrafast")
HDR = "setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc"


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("inspect") / "clip.mp4"
    return make(path, *PICTURE, *TONE, *X264, "-pix_fmt", "yuv420p", "-ar", "48000", *FAST_START)


def test_the_shape_of_pixels_is_read_and_turns_with_the_picture(tmp_path: Path) -> None:
    source = make(tmp_path / "wide.mp4", *PICTURE, "-vf", "setsar=4/3", *X264)
    assert look_at(source, 0, 0).pixel_aspect == pytest.approx(4 / 3)
    assert look_at(source, 0, 90).pixel_aspect == pytest.approx(3 / 4)
    assert not look_at(source, 0, 0).hdr


def test_hdr_is_recognised_and_rendered_for_common_screens(tmp_path: Path) -> None:
    grey = lavfi(f"color=c=0x949494:s=320x180:r=25:d=2,format=yuv420p10,{HDR}")
    source = make(tmp_path / "hdr.mkv", *grey, *TONE, *X264)
    assert look_at(source, 0, 0) == Look(pixel_aspect=1.0, hdr=True, matrix=9)
    options = RenderOptions(preset="superfast", fade_ms=0, max_height=240)
    [made] = render(source, tmp_path / "out", highlights([span(0, 1_000)]), options=options)
    # Grey 148 is some 200 cd/m2 in SMPTE ST 2084: bright on a common screen.
    assert frames(tmp_path / "out" / made.file)[5].mean() > 160
    assert look_at(tmp_path / "out" / made.file, 0, 0) == Look(matrix=1)


def test_a_file_that_cannot_be_opened_is_a_media_error(tmp_path: Path) -> None:
    source = tmp_path / "text.mp4"
    source.write_text("ffconcat version 1.0\nfile other.mp4\n")
    with pytest.raises(MediaError, match=r"text\.mp4 cannot be opened"):
        look_at(source, 0, 0)


def test_a_clip_as_it_has_to_be_passes(clip: Path) -> None:
    assert verify(clip, 50, Fraction(25), (320, 180, "h264")) == pytest.approx(2_000, abs=25)


@pytest.mark.parametrize(
    ("count", "width", "fault"), [(49, 320, "50 frames instead of 49"), (50, 322, "instead of")]
)
def test_a_clip_that_came_out_otherwise_is_an_error(
    clip: Path, count: int, width: int, fault: str
) -> None:
    with pytest.raises(MediaError, match=fault):
        verify(clip, count, Fraction(25), (width, 180, "h264"))


def test_sound_of_another_length_is_an_error(clip: Path, tmp_path: Path) -> None:
    cut = make(
        tmp_path / "c.mp4", "-i", str(clip), "-c:v", "copy", "-af", "atrim=end=1.5", *FAST_START
    )
    with pytest.raises(MediaError, match="sound came out"):
        verify(cut, 50, Fraction(25), (320, 180, "h264"))


def test_an_index_at_the_end_is_an_error(clip: Path, tmp_path: Path) -> None:
    late = make(tmp_path / "late.mp4", "-i", str(clip), "-c", "copy")
    with pytest.raises(MediaError, match="index at the end"):
        verify(late, 50, Fraction(25), (320, 180, "h264"))
