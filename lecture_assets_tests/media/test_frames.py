from pathlib import Path

import numpy as np
import pytest

from lecture_assets.errors import MediaError
from lecture_assets.media.frames import Pixels, frame_up_to, opened
from lecture_assets.media.models import VideoStream
from lecture_assets.media.stretches import pictures_between
from lecture_assets_tests.conftest import MakeMedia

RAMP = "color=black:duration=4:rate=25:size=160x90,geq=lum='16+N*2':cb=128:cr=128"


def stream(width: int = 160, height: int = 90, rotation: int = 0, index: int = 0) -> VideoStream:
    return VideoStream(
        codec="h264", width=width, height=height, fps=25, rotation=rotation, stream_index=index
    )


def frame_at(path: Path, video: VideoStream, at_ms: int) -> Pixels:
    """The picture that is shown at an instant."""
    with opened(path, video) as reel:
        first_ms = reel.packet_ms(next(reel.packets())) or 0
        shown = frame_up_to(reel, max(at_ms, first_ms))
        assert shown is not None
        return reel.coloured(shown, video.width, video.height)


def number_of(picture: Pixels) -> int:
    """The frame's number, which its brightness tells."""
    return round(float(picture.mean()) * 219 / 255 / 2)


@pytest.mark.parametrize("name", ["ramp.mp4", "ramp.mkv", "ramp.avi", "ramp.ts"])
@pytest.mark.parametrize("at_ms", [0, 1000, 2030, 3970])
def test_the_picture_shown_at_an_instant_is_found(
    make_media: MakeMedia, name: str, at_ms: int
) -> None:
    path = make_media(name, "-f", "lavfi", "-i", RAMP, "-c:v", "libx264", "-qp", "10", "-g", "30")
    off = 2 if name.endswith("avi") else 1  # AVI dates pictures by when they are decoded
    assert abs(number_of(frame_at(path, stream(), at_ms)) - at_ms // 40) <= off


def test_after_the_end_the_last_picture_is_shown(make_media: MakeMedia) -> None:
    path = make_media("ramp.mp4", "-f", "lavfi", "-i", RAMP, "-qp", "10")
    assert number_of(frame_at(path, stream(), 60_000)) >= 98


def test_the_clock_starts_with_the_container(make_media: MakeMedia) -> None:
    path = make_media("late.ts", "-f", "lavfi", "-i", RAMP, "-qp", "10", "-output_ts_offset", "500")
    assert abs(number_of(frame_at(path, stream(), 2_000)) - 50) <= 1


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_pictures_are_upright(make_media: MakeMedia, rotation: int) -> None:
    marked = "color=black:duration=1:size=160x90,drawbox=0:0:40:30:white:fill"
    coded = make_media("coded.mp4", "-f", "lavfi", "-i", marked, "-qp", "5")
    path = make_media(
        "turned.mp4", "-display_rotation", str(-rotation), "-i", str(coded), "-c", "copy"
    )
    size = (90, 160) if rotation in (90, 270) else (160, 90)
    picture = frame_at(path, stream(*size, rotation), 500)
    assert picture.shape == (size[1], size[0], 3)
    corners = {
        0: picture[10, 10],
        90: picture[10, -10],
        180: picture[-10, -10],
        270: picture[-10, 10],
    }
    bright = [turn for turn, corner in corners.items() if corner.mean() > 200]
    assert bright == [rotation]


def test_colours_are_in_the_order_rgb(make_media: MakeMedia) -> None:
    path = make_media(
        "red.mp4", "-f", "lavfi", "-i", "color=red:duration=1:size=161x91", "-c:v", "mpeg4"
    )
    red, green, blue = frame_at(path, stream(161, 91), 0).mean(axis=(0, 1))
    assert red > 200
    assert max(green, blue) < 60


@pytest.mark.parametrize(("size", "matrix"), [((320, 180), "bt601"), ((1280, 720), "bt709")])
@pytest.mark.parametrize("said", ["said", "not said", "nothing usual", "RGB"])
def test_colours_are_as_they_were(
    make_media: MakeMedia, size: tuple[int, int], matrix: str, said: str
) -> None:
    width, height = size
    orange = f"color=0xe08020:duration=1:size={width}x{height},format=gbrp"
    stored = {
        "said": f"scale=out_color_matrix={matrix},format=yuv420p",
        "not said": f"scale=out_color_matrix={matrix},format=yuv420p,setparams=colorspace=unknown",
        "nothing usual": f"scale=out_color_matrix={matrix},format=yuv420p,setparams=colorspace=14",
        "RGB": "null",
    }[said]
    codec = "ffv1" if said == "RGB" else "libx264"
    path = make_media("o.mkv", "-f", "lavfi", "-i", f"{orange},{stored}", "-c:v", codec, "-qp", "5")
    mean = frame_at(path, stream(width, height), 0).mean(axis=(0, 1))
    assert mean == pytest.approx([0xE0, 0x80, 0x20], abs=3)


@pytest.mark.parametrize("said", ["unknown", "bt709"])
def test_colours_do_not_change_grey(make_media: MakeMedia, said: str) -> None:
    grey = "color=gray:duration=1:size=160x90,format=yuv420p10"
    graph = f"{grey},geq=lum=500:cb=300:cr=800,setparams=colorspace={said}"
    path = make_media("grey.mkv", "-f", "lavfi", "-i", graph, "-c:v", "libx264", "-qp", "1")
    with opened(path, stream()) as reel:
        shown = frame_up_to(reel, reel.packet_ms(next(reel.packets())) or 0)
        assert shown is not None
        assert reel.grey(shown, 160).mean() == pytest.approx((500 - 64) / (940 - 64) * 255, abs=1)


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_picture_of_another_shape_than_the_stream_has_borders(
    make_media: MakeMedia, rotation: int
) -> None:
    size = "90x120" if rotation else "120x90"
    path = make_media(
        "white.mp4", "-f", "lavfi", "-i", f"color=white:duration=1:size={size}", "-c:v", "mpeg4"
    )
    video = stream(160, 90, rotation)
    with opened(path, video) as reel:
        shown = frame_up_to(reel, reel.packet_ms(next(reel.packets())) or 0)
        assert shown is not None
        for picture in (reel.grey(shown, 160), reel.coloured(shown, 160, 90)):
            assert picture.shape[:2] == (90, 160)
            assert picture[:, 22:-22].min() > 200
            assert picture[:, [0, 18, -19, -1]].max() < 60


def test_pictures_between_two_instants_leave_these_out(make_media: MakeMedia) -> None:
    # Pictures that no other needs would be left out.
    needed = ("-qp", "10", "-g", "30", "-bf", "0")
    path = make_media("ramp.mp4", "-f", "lavfi", "-i", RAMP, *needed)
    with opened(path, stream()) as reel:
        pictures = list(pictures_between(reel, 1000, 1400, 80))
    assert [each.at_ms for each in pictures] == list(range(1080, 1400, 80))
    assert pictures[0].pixels.shape == (45, 80)


@pytest.mark.parametrize("layout", ["yuv420p", "yuvj420p", "yuv422p", "yuv420p10le"])
def test_grey_levels_are_full_whatever_the_layout(make_media: MakeMedia, layout: str) -> None:
    drawn = "color=white:duration=1:size=160x90,drawbox=0:0:80:90:black:fill"
    coded = ("-vf", f"format={layout}", "-c:v", "libx264", "-qp", "5")
    path = make_media("range.mp4", "-f", "lavfi", "-i", drawn, *coded)
    with opened(path, stream()) as reel:
        grey = next(pictures_between(reel, 0, 1000, 80)).pixels
    assert grey[:, :30].max() <= 3
    assert grey[:, 50:].min() >= 252


def test_a_file_without_that_picture_is_refused(make_media: MakeMedia, tmp_path: Path) -> None:
    sound = make_media("sound.mp4", "-f", "lavfi", "-i", "sine=duration=1")
    with pytest.raises(MediaError, match="no picture in stream 0"):
        frame_at(sound, stream(), 0)
    text = tmp_path / "text.mp4"
    text.write_text("ffconcat version 1.0\nfile 'secret.txt'\n")
    with pytest.raises(MediaError, match="cannot be opened"):
        frame_at(text, stream(), 0)


def test_a_tall_picture_stays_small(make_media: MakeMedia) -> None:
    path = make_media("tall.mp4", "-f", "lavfi", "-i", "testsrc2=duration=1:size=64x2048")
    with opened(path, stream(64, 2048)) as reel:
        picture = next(pictures_between(reel, 0, 1000, 640))
    assert picture.pixels.shape == (640, 20)
    assert np.ptp(picture.pixels) > 100
