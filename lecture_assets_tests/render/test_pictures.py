"""Clips come out exact, in sync, captioned, and shown as they should be."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from lecture_assets.layout.models import Region
from lecture_assets.media.colours import BT709
from lecture_assets.options import RenderOptions
from lecture_assets.render.inspect import Look, look_at
from lecture_assets.timeline import span, total_ms
from lecture_assets_tests.render.media import (
    KEEP,
    WORDS,
    flash_and_beep,
    frames,
    highlights,
    lavfi,
    layout,
    make,
    measured,
    render,
    sound,
    transcript,
)

LARGE = RenderOptions(preset="superfast", fade_ms=0)
ENCODED = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
TWO_TILES = (
    "color=c=red:s=240x180:r=25:d=30,pad=320:180[a];color=c=blue:s=80x60:r=25:d=30[b];"
    "[a][b]overlay=240:0"
)
TWO_SLIDES = (
    "color=c=white:s=320x180:r=1:d=25[a];color=c=black:s=320x180:r=1:d=5[b];"
    "[a][b]concat,select='not(mod(n,25))'"
)


def flashes_ms(clip: Path) -> list[float]:
    """When the picture turns white, counted from the file's first instant."""
    with av.open(str(clip)) as file:
        first = (file.start_time or 0) / av.time_base
        pictures = file.decode(file.streams.video[0])
        seen = [(f.time - first, f.to_ndarray(format="gray").mean()) for f in pictures]
    return [1000 * at for (_, before), (at, now) in pairwise(seen) if now > 190 >= before]


def beeps_ms(clip: Path) -> list[float]:
    """When the tone begins."""
    loud = np.flatnonzero(np.abs(sound(clip)) > 0.1) / 48
    return [float(loud[0]), *(float(b) for a, b in pairwise(loud) if b - a > 200)]


def in_clip(times_ms: Iterable[float]) -> list[float]:
    """Where instants of the lecture lie in the clip; those that were cut out are dropped."""
    found, at_ms = [], 0
    for each in KEEP:
        inside = [at for at in times_ms if each.start_ms <= at < each.end_ms]
        found += [at_ms + at - each.start_ms for at in inside]
        at_ms += each.duration_ms
    return found


def differences(found: Sequence[float], expected: Sequence[float]) -> list[float]:
    return [a - b for a, b in zip(found, expected, strict=True)]


@pytest.mark.parametrize(
    ("name", "fps", "rate"),
    [("a.mp4", "25", 25.0), ("b.mkv", "30000/1001", 30_000 / 1001), ("c.ts", "50", 25.0)],
)
def test_picture_and_sound_stay_together_over_cuts(
    tmp_path: Path, name: str, fps: str, rate: float
) -> None:
    source = flash_and_beep(tmp_path / name, fps)
    [clip] = render(source, tmp_path / "out")
    file = tmp_path / "out" / clip.file
    count = round(total_ms(KEEP) * rate / 1000)
    assert len(frames(file)) == count
    assert len(sound(file)) == pytest.approx(count / rate * 48_000, abs=1024)
    frame_ms = 1000 / rate
    late_flashes = differences(flashes_ms(file), in_clip(flashes_ms(source)))
    late_beeps = differences(beeps_ms(file), in_clip(range(0, 30_000, 1_000)))
    assert len(late_flashes) == len(late_beeps) == 4
    for flash, beep in zip(late_flashes, late_beeps, strict=True):
        assert abs(flash) <= frame_ms
        assert abs(beep) <= frame_ms
        assert abs(flash - beep) <= frame_ms


def test_a_clip_is_what_every_player_takes(lecture: Path, tmp_path: Path) -> None:
    [clip] = render(lecture, tmp_path, options=RenderOptions(preset="superfast"))
    data = (tmp_path / clip.file).read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(tmp_path / clip.file)) as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        assert (video.codec_context.name, video.profile) == ("h264", "High")
        assert video.codec_context.pix_fmt == "yuv420p"
        assert (audio.codec_context.name, audio.sample_rate) == ("aac", 48_000)
        assert audio.layout.name == "stereo"
        assert file.metadata["title"] == "Why things fall"
        assert (video.width, video.height) == (clip.width, clip.height) == (854, 480)
    assert clip.loudness_lufs == pytest.approx(-16, abs=1)
    assert clip.true_peak_dbtp is not None
    assert clip.true_peak_dbtp <= -1.5
    thumbnail = cv2.imread(str(tmp_path / clip.thumbnail))
    assert thumbnail is not None
    assert thumbnail.shape == (360, 640, 3)


def test_a_clip_fades_in_and_out(lecture: Path, tmp_path: Path) -> None:
    [clip] = render(lecture, tmp_path, options=RenderOptions(preset="superfast"))
    levels = [frame.mean() for frame in frames(tmp_path / clip.file)]
    assert levels[0] < 30 > levels[-1]
    assert levels[8] > 100 < levels[-9]


def test_captions_are_drawn_while_they_are_said_and_only_then(
    lecture: Path, tmp_path: Path
) -> None:
    [clip] = render(lecture, tmp_path, said=transcript(*WORDS), options=LARGE)
    shown = frames(tmp_path / clip.file)
    lower = slice(round(0.8 * clip.height), round(0.96 * clip.height))
    quiet, spoken = shown[1][lower], shown[20][lower]
    assert quiet.max() < 160
    assert (spoken > 220).sum() > 300
    assert (spoken < 60).sum() > 2_000
    assert (shown[-1][lower] > 220).sum() == 0


def test_captions_lie_beside_the_clip_on_its_own_clock(lecture: Path, tmp_path: Path) -> None:
    [clip] = render(lecture, tmp_path, said=transcript(*WORDS))
    vtt = (tmp_path / clip.captions_vtt).read_text()
    assert "00:00:00.170 --> " in vtt
    assert "{Heat} &amp; &lt;work&gt;." in vtt
    assert "00:00:00,170 --> " in (tmp_path / clip.captions_srt).read_text()


def test_screen_and_camera_are_set_apart_with_nothing_upon_them(tmp_path: Path) -> None:
    source = make(tmp_path / "two.mp4", *lavfi(TWO_TILES), *lavfi("sine=d=30"), *ENCODED)
    arranged = layout(
        "side_by_side",
        0.9,
        screen=Region(x=0, y=0, width=240, height=180),
        camera=Region(x=240, y=0, width=80, height=60),
    )
    [clip] = render(source, tmp_path / "out", arranged=arranged, said=transcript(*WORDS))
    assert (clip.width, clip.height) == (426, 240)
    with av.open(str(tmp_path / "out" / clip.file)) as file:
        picture = [f.to_ndarray(format="rgb24") for f in file.decode(video=0)][20].astype(int)
    red = (picture[..., 0] > 200) & (picture[..., 2] < 60)
    blue = (picture[..., 2] > 200) & (picture[..., 0] < 60)
    rows, columns = np.nonzero(red)
    screen = rows.max() - rows.min() + 1, columns.max() - columns.min() + 1
    assert red.sum() > 0.99 * screen[0] * screen[1]
    assert screen[1] / screen[0] == pytest.approx(4 / 3, abs=0.04)
    assert columns.max() < np.nonzero(blue)[1].min()
    below = picture[rows.max() + 2 :].min(axis=2)
    assert (below > 200).sum() > 50


def test_a_slide_that_has_been_standing_is_seen_from_the_first_frame_on(tmp_path: Path) -> None:
    sparse = ("-fps_mode", "passthrough")
    source = make(tmp_path / "s.mkv", *lavfi(TWO_SLIDES), *lavfi("sine=d=30"), *sparse, *ENCODED)
    [clip] = render(source, tmp_path / "out", highlights([span(22_000, 27_000)]))
    levels = [frame.mean() > 128 for frame in frames(tmp_path / "out" / clip.file)]
    changes = [i for i, (a, b) in enumerate(pairwise(levels)) if a != b]
    assert levels[0]
    assert not levels[-1]
    assert len(changes) == 1
    assert (changes[0] + 1) / len(levels) == pytest.approx(3 / 5, abs=0.02)


def test_picture_that_ends_before_the_sound_stays_on_its_last_frame(tmp_path: Path) -> None:
    brief = "color=c=white:s=320x180:r=25:d=1"
    source = make(tmp_path / "short.mkv", *lavfi(brief), *lavfi("sine=d=30"), *ENCODED)
    [clip] = render(source, tmp_path / "out", highlights([span(24_000, 26_000)]))
    assert min(frame.mean() for frame in frames(tmp_path / "out" / clip.file)) > 200


def test_sound_without_picture_becomes_a_card_with_title_and_captions(tmp_path: Path) -> None:
    source = make(tmp_path / "talk.mp4", *lavfi("sine=d=30"), "-c:a", "aac")
    [clip] = render(source, tmp_path / "out", said=transcript(*WORDS))
    assert (clip.width, clip.height) == (1280, 720)
    shown = frames(tmp_path / "out" / clip.file)
    assert (shown[1][240:480] > 220).sum() > 1_000
    assert (shown[1][560:] > 220).sum() == 0
    assert (shown[20][560:] > 220).sum() > 300
    assert look_at(tmp_path / "out" / clip.file, 0, 0) == Look(matrix=BT709)


def test_picture_without_sound_becomes_a_silent_clip(lecture: Path, tmp_path: Path) -> None:
    mute = measured(lecture).model_copy(update={"audio": None})
    [clip] = render(lecture, tmp_path, lecture=mute)
    assert (clip.loudness_lufs, clip.true_peak_dbtp) == (None, None)
    assert np.abs(sound(tmp_path / clip.file)).max() == 0


def test_silent_sound_is_no_failure(tmp_path: Path) -> None:
    odd = lavfi("testsrc2=s=321x181:r=15:d=4,format=yuv444p")
    source = make(tmp_path / "m.mkv", *odd, *lavfi("anullsrc"), "-t", "4", "-c:v", "ffv1")
    [clip] = render(source, tmp_path / "out", highlights([span(500, 3_000)]))
    assert clip.loudness_lufs is None
    assert clip.width % 2 == clip.height % 2 == 0


def test_a_turned_recording_is_upright(lecture: Path, tmp_path: Path) -> None:
    turn = ("-display_rotation", "90")
    source = make(tmp_path / "turned.mp4", *turn, "-i", str(lecture), "-c", "copy")
    [clip] = render(source, tmp_path / "out")
    assert (clip.width, clip.height) == (136, 240)
