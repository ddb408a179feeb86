"""Clips come out exact, in sync, captioned, and only once."""

import json
import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from lecture_assets.errors import MediaError, MediaTimeoutError, MissingToolError
from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.layout.models import Layout, Region
from lecture_assets.media.models import LectureVideo
from lecture_assets.options import RenderOptions, UploadLimits
from lecture_assets.render import compile as compiling
from lecture_assets.render.clips import render_clips
from lecture_assets.render.models import Clip
from lecture_assets.timeline import Span, span, total_ms
from lecture_assets.transcript.models import Transcript, Word
from lecture_assets_tests.render.media import (
    flash_and_beep,
    frames,
    highlights,
    layout,
    make,
    measured,
    sound,
    transcript,
)

KEEP = [span(1_530, 3_210), span(4_730, 6_333)]
FAST = RenderOptions(preset="superfast", fade_ms=0)
WORDS = [
    Word(start_ms=1_700, end_ms=2_200, text="{Heat}"),
    Word(start_ms=2_200, end_ms=2_600, text="&"),
    Word(start_ms=2_600, end_ms=2_900, text="<work>."),
]

ENCODED = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
TWO_TILES = (
    "color=c=red:s=240x180:r=25:d=10,pad=320:180[a];color=c=blue:s=80x60:r=25:d=10[b];"
    "[a][b]overlay=240:0"
)
TWO_SLIDES = (
    "color=c=white:s=320x180:r=25:d=5[a];color=c=black:s=320x180:r=25:d=5[b];"
    "[a][b]concat,select='not(mod(n,125))'"
)


def lavfi(graph: str) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", graph)


def render(  # noqa: PLR0917
    source: Path,
    folder: Path,
    selected: SelectedHighlights | None = None,
    said: Transcript | None = None,
    arranged: Layout | None = None,
    options: RenderOptions = FAST,
    lecture: LectureVideo | None = None,
    limits: UploadLimits | None = None,
) -> list[Clip]:
    shares: list[float] = []
    rendered = render_clips(
        source,
        lecture or measured(source),
        selected or highlights(KEEP),
        said or transcript(),
        arranged or layout(),
        options,
        limits or UploadLimits(),
        folder,
        shares.append,
    )
    assert shares == sorted(shares)
    assert not selected or not selected.highlights or shares[-1] == 1.0
    return rendered.clips


def flashes_ms(clip: Path) -> list[float]:
    """When the picture turns white."""
    with av.open(str(clip)) as file:
        stream = file.streams.video[0]
        seen = [(f.time, f.to_ndarray(format="gray").mean()) for f in file.decode(stream)]
    return [1000 * at for (_, before), (at, now) in pairwise(seen) if now > 190 >= before]


def beeps_ms(clip: Path) -> list[float]:
    """When the tone begins."""
    loud = np.flatnonzero(np.abs(sound(clip)) > 0.1) / 48
    return [
        float(loud[0]),
        *(float(b) for a, b in pairwise(loud) if b - a > 200),
    ]


def whole_seconds(keep: Sequence[Span]) -> list[int]:
    """Where the lecture's whole seconds lie in a clip."""
    at_ms, found = 0, []
    for each in keep:
        found += [
            at_ms + s - each.start_ms
            for s in range(0, 10_000, 1_000)
            if each.start_ms <= s < each.end_ms
        ]
        at_ms += each.duration_ms
    return found


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
    flashes, beeps, expected = flashes_ms(file), beeps_ms(file), whole_seconds(KEEP)
    assert len(flashes) == len(beeps) == len(expected) == 4
    for flash, beep, second in zip(flashes, beeps, expected, strict=True):
        assert abs(flash - beep) <= frame_ms
        assert abs(flash - second) <= frame_ms


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
    [clip] = render(lecture, tmp_path, said=transcript(*WORDS))
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


def test_a_missing_font_is_an_error_and_not_a_clip_without_captions(
    lecture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "_FONTS", tmp_path / "nowhere")
    with pytest.raises(MissingToolError, match="NotoSans-Regular"):
        render(lecture, tmp_path / "out")


def test_screen_and_camera_are_set_apart_with_nothing_upon_them(tmp_path: Path) -> None:
    source = make(tmp_path / "two.mp4", *lavfi(TWO_TILES), *lavfi("sine=d=10"), *ENCODED)
    arranged = layout(
        "side_by_side",
        0.9,
        screen=Region(x=0, y=0, width=240, height=180),
        camera=Region(x=240, y=0, width=80, height=60),
    )
    [clip] = render(source, tmp_path / "out", arranged=arranged, said=transcript(*WORDS))
    assert (clip.width, clip.height) == (1280, 720)
    with av.open(str(tmp_path / "out" / clip.file)) as file:
        picture = [f.to_ndarray(format="rgb24") for f in file.decode(video=0)][20].astype(int)
    red = (picture[..., 0] > 200) & (picture[..., 2] < 60)
    blue = (picture[..., 2] > 200) & (picture[..., 0] < 60)
    rows, columns = np.nonzero(red)
    screen = rows.max() - rows.min() + 1, columns.max() - columns.min() + 1
    assert red.sum() > 0.99 * screen[0] * screen[1]
    assert screen[1] / screen[0] == pytest.approx(4 / 3, abs=0.02)
    assert columns.max() < np.nonzero(blue)[1].min()
    below = picture[rows.max() + 4 :].min(axis=2)
    assert (below > 200).sum() > 300


def test_a_slide_that_has_been_standing_is_seen_from_the_first_frame_on(tmp_path: Path) -> None:
    sparse = ("-fps_mode", "passthrough")
    source = make(tmp_path / "s.mkv", *lavfi(TWO_SLIDES), *lavfi("sine=d=10"), *sparse, *ENCODED)
    [clip] = render(source, tmp_path / "out", highlights([span(2_000, 7_000)]))
    levels = [frame.mean() > 128 for frame in frames(tmp_path / "out" / clip.file)]
    changes = [i for i, (a, b) in enumerate(pairwise(levels)) if a != b]
    assert levels[0]
    assert not levels[-1]
    assert len(changes) == 1
    assert (changes[0] + 1) / len(levels) == pytest.approx(3 / 5, abs=0.02)


def test_picture_that_ends_before_the_sound_stays_on_its_last_frame(tmp_path: Path) -> None:
    brief = "color=c=white:s=320x180:r=25:d=1"
    source = make(tmp_path / "short.mkv", *lavfi(brief), *lavfi("sine=d=10"), *ENCODED)
    [clip] = render(source, tmp_path / "out", highlights([span(4_000, 6_000)]))
    assert min(frame.mean() for frame in frames(tmp_path / "out" / clip.file)) > 200


def test_sound_without_picture_becomes_a_card_with_title_and_captions(tmp_path: Path) -> None:
    source = make(tmp_path / "talk.mp4", *lavfi("sine=d=10"), "-c:a", "aac")
    [clip] = render(source, tmp_path / "out", said=transcript(*WORDS))
    assert (clip.width, clip.height) == (1280, 720)
    shown = frames(tmp_path / "out" / clip.file)
    assert (shown[1][240:480] > 220).sum() > 1_000
    assert (shown[1][560:] > 220).sum() == 0
    assert (shown[20][560:] > 220).sum() > 300


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
    assert (clip.width, clip.height) == (480, 854)


def test_a_finished_clip_is_not_rendered_again(lecture: Path, tmp_path: Path) -> None:
    [first] = render(lecture, tmp_path)
    written = (tmp_path / first.file).stat().st_mtime_ns
    other_title = highlights([span(6_000, 8_000)], KEEP, title="Another title")
    _, again = render(lecture, tmp_path, other_title)
    assert (again.rank, again.file) == (2, first.file)
    assert again.sha256 == first.sha256
    assert (tmp_path / again.file).stat().st_mtime_ns == written


def test_what_an_earlier_run_left_unfinished_is_removed_and_damage_is_repaired(
    lecture: Path, tmp_path: Path
) -> None:
    [first] = render(lecture, tmp_path)
    shutil.copy(tmp_path / first.file, tmp_path / "0123456789abcdef.mp4")
    (tmp_path / "unfinished").mkdir()
    (tmp_path / first.file).write_bytes(b"damaged")
    [again] = render(lecture, tmp_path)
    assert (tmp_path / again.file).stat().st_size > 10_000
    ending = [".jpg", ".json", ".mp4", ".srt", ".vtt"]
    assert sorted(each.suffix for each in tmp_path.iterdir()) == ending
    sidecar = (tmp_path / again.file).with_suffix(".json")
    assert json.loads(sidecar.read_text())["sha256"] == again.sha256


def test_other_captions_or_options_make_another_clip(lecture: Path, tmp_path: Path) -> None:
    [plain] = render(lecture, tmp_path)
    [captioned] = render(lecture, tmp_path, said=transcript(*WORDS))
    [smaller] = render(lecture, tmp_path, options=FAST.model_copy(update={"crf": 35}))
    assert len({plain.file, captioned.file, smaller.file}) == 3


def test_a_failure_names_the_clip_and_leaves_finished_clips_alone(
    lecture: Path, tmp_path: Path
) -> None:
    both = highlights(KEEP, [span(60_000, 70_000)])
    with pytest.raises(MediaError, match=r"Clip 2 of lecture.mp4 .*from 1:00.* ends before"):
        render(lecture, tmp_path, both)
    assert len(list(tmp_path.iterdir())) == 5


def test_a_clip_ends_where_a_broken_recording_ends(lecture: Path, tmp_path: Path) -> None:
    whole = make(tmp_path / "whole.mkv", "-i", str(lecture), "-c", "copy")
    source = tmp_path / "broken.mkv"
    data = whole.read_bytes()
    source.write_bytes(data[: len(data) * 6 // 10])
    known = measured(source)
    assert known.duration_ms < 8_000
    [clip] = render(source, tmp_path / "out", highlights([span(3_000, 9_000)]))
    assert clip.duration_ms == pytest.approx(known.duration_ms - 3_000, abs=40)


def test_ffmpeg_that_takes_too_long_is_stopped(lecture: Path, tmp_path: Path) -> None:
    with pytest.raises(MediaTimeoutError, match="Clip 1"):
        render(lecture, tmp_path, limits=UploadLimits(max_wall_s=0))
    assert list(tmp_path.iterdir()) == []


def test_no_highlights_give_no_clips(lecture: Path, tmp_path: Path) -> None:
    assert render(lecture, tmp_path, SelectedHighlights(highlights=[], rejected=[])) == []
