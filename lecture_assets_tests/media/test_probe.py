"""Tests of measuring an upload, and of what is refused."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lecture_assets.errors import RefusedLectureError
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.media.models import LectureVideo
from lecture_assets.media.probe import probe
from lecture_assets.options import UploadLimits
from lecture_assets.progress import ignore
from lecture_assets_tests.conftest import MakeMedia

_PICTURE = ("-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=8")
_TONE = ("-f", "lavfi", "-i", "sine=frequency=440:duration=8")
_H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25")
_AAC = ("-c:a", "aac")
_VP8 = ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus")


def _probed(path: Path, **limits: int) -> LectureVideo:
    return probe(path, path.name, UploadLimits(**limits), ignore)


@pytest.fixture(scope="module")
def eight_seconds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    mp4 = tmp_path_factory.mktemp("eight") / "eight.mp4"
    run_ffmpeg([*_PICTURE, *_TONE, *_H264, *_AAC, str(mp4)], timeout_s=60)
    return mp4


@pytest.fixture(scope="module")
def webm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    webm = tmp_path_factory.mktemp("eight") / "eight.webm"
    run_ffmpeg([*_PICTURE, *_TONE, *_VP8, str(webm)], timeout_s=60)
    return webm


@pytest.fixture
def copied_to(eight_seconds: Path, tmp_path: Path) -> Callable[[str], Path]:
    def copy(name: str) -> Path:
        run_ffmpeg(["-i", str(eight_seconds), "-c", "copy", str(tmp_path / name)], timeout_s=60)
        return tmp_path / name

    return copy


def test_an_upload_is_measured(tiny_lecture: Path) -> None:
    shares: list[float] = []
    lecture = probe(tiny_lecture, "week 1/tiny.mp4", UploadLimits(), shares.append)
    assert (lecture.key, lecture.container) == ("week 1/tiny.mp4", "mp4")
    assert lecture.sha256 == hashlib.sha256(tiny_lecture.read_bytes()).hexdigest()
    assert lecture.size_bytes == tiny_lecture.stat().st_size
    assert 20_000 < lecture.duration_ms < 25_000
    assert lecture.video is not None
    assert lecture.audio is not None
    video = lecture.video
    assert (video.codec, video.width, video.height, video.fps) == ("h264", 640, 360, 25.0)
    assert (lecture.audio.codec, lecture.audio.channels) == ("aac", 1)
    assert lecture.warnings == []
    assert (shares == sorted(shares), shares[-1]) == (True, 1.0)


@pytest.mark.parametrize(
    ("name", "container"),
    [
        ("a.mp4", "mp4"),
        ("a.mov", "mov"),
        ("a.mkv", "mkv"),
        ("a.avi", "avi"),
        ("a.ts", "mpegts"),
    ],
)
def test_every_container_is_told_by_its_content(
    name: str, container: str, copied_to: Callable[[str], Path]
) -> None:
    disguised = copied_to(name).rename(copied_to("other.mp4").with_name("upload.bin"))
    lecture = _probed(disguised)
    assert lecture.container == container
    assert lecture.duration_ms == pytest.approx(8_000, abs=100)


def test_webm_is_taken(webm: Path) -> None:
    lecture = _probed(webm)
    assert lecture.container == "webm"
    assert lecture.video is not None
    assert lecture.video.codec == "vp8"


@pytest.mark.parametrize(
    "name",
    [
        "-i.mp4",
        "a:b?.mp4",
        "con cat|x.mp4",
        "concat:x|y.mp4",
        "two\nlines.mp4",
        "%03d.mp4",
        "Übung 日本語 \N{NO-BREAK SPACE}.mp4",
        "quote'\"\\.mp4",
    ],
)
def test_a_hostile_name_is_only_a_name(
    name: str, eight_seconds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(eight_seconds, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    lecture = probe(Path(name), name, UploadLimits(), ignore)
    assert (lecture.key, lecture.duration_ms) == (name, 8_000)


def test_a_name_that_is_not_text_is_refused_as_such(eight_seconds: Path, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/week\xff.mp4"))
    try:
        shutil.copy(eight_seconds, path)
    except OSError:
        pytest.skip("this file system takes only text as a name")
    with pytest.raises(RefusedLectureError, match=r"^The name of week\?\.mp4 .* rename the file"):
        _probed(path)


@pytest.mark.parametrize(
    "content", [b"Notes of week 3.\n" * 500, b"\0" * 5_000, bytes(range(256)) * 20]
)
def test_something_else_named_mp4_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_bytes(content)
    with pytest.raises(RefusedLectureError, match=r"notes\.mp4 cannot be read as MP4, MOV, MKV"):
        _probed(tmp_path / "notes.mp4")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    with pytest.raises(RefusedLectureError, match=r"empty\.mp4 is empty"):
        _probed(tmp_path / "empty.mp4")


@pytest.mark.parametrize("name", ["sound.wav", "sound.mp3", "sound.ogg", "pictures.gif"])
def test_a_container_that_is_not_on_the_list_is_refused(name: str, make_media: MakeMedia) -> None:
    source = _PICTURE if name.endswith("gif") else _TONE
    with pytest.raises(RefusedLectureError, match="cannot be read as"):
        _probed(make_media(name, *source))


def test_a_recording_without_sound_is_refused(make_media: MakeMedia) -> None:
    with pytest.raises(RefusedLectureError, match=r"mute\.mp4 has no sound"):
        _probed(make_media("mute.mp4", *_PICTURE, *_H264))


def test_a_recording_of_sound_alone_is_taken(make_media: MakeMedia) -> None:
    lecture = _probed(make_media("talk.mp4", *_TONE, *_AAC))
    assert lecture.video is None
    assert lecture.audio is not None
    assert lecture.duration_ms == pytest.approx(8_000, abs=50)


def test_a_cover_is_no_moving_picture(make_media: MakeMedia, tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), "navy").save(tmp_path / "cover.jpg")
    cover = ("-i", str(tmp_path / "cover.jpg"))
    maps = ("-map", "0:a", "-map", "1:v", "-c:v", "mjpeg", "-disposition:v", "attached_pic")
    lecture = _probed(make_media("talk.mp4", *_TONE, *cover, *maps, *_AAC))
    assert lecture.video is None


@pytest.mark.parametrize(
    ("size", "kept"), [("46x46", False), ("2000x16", False), ("48x386", False), ("48x384", True)]
)
def test_a_picture_that_shows_nothing_is_left_out_with_a_warning(
    make_media: MakeMedia, size: str, kept: bool
) -> None:
    path = make_media("small.mp4", "-f", "lavfi", "-i", f"color=s={size}:r=5:d=6", *_TONE, *_H264)
    lecture = _probed(path)
    assert (lecture.video is not None) is kept
    said = f"The picture of {size} pixels is too small or too narrow to show anything"
    assert [said in warning for warning in lecture.warnings] == ([] if kept else [True])


def test_the_largest_picture_and_the_default_sound_are_worked_on(make_media: MakeMedia) -> None:
    small = ("-f", "lavfi", "-i", "testsrc2=size=80x60:rate=25:duration=2")
    quiet = ("-f", "lavfi", "-i", "sine=duration=2")
    large = ("-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=2")
    maps = [word for index in range(4) for word in ("-map", str(index))]
    marks = ("-disposition:a:0", "0", "-disposition:a:1", "default")
    lecture = _probed(
        make_media(
            "four.mkv", *small, *quiet, *large, *quiet, *maps, *marks, *_H264, "-c:a", "flac"
        )
    )
    assert lecture.video is not None
    assert lecture.audio is not None
    assert (lecture.video.stream_index, lecture.video.width) == (2, 160)
    assert lecture.audio.stream_index == 3


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"max_duration_ms": 7_000}, r"eight\.mp4 lasts 0 min, more than the 0 min allowed"),
        ({"min_duration_ms": 9_000}, r"eight\.mp4 holds 8\.0 s, less than the 9 s needed"),
        ({"max_size_bytes": 1_000}, r"eight\.mp4 has 0\.0 GB, more than the 0\.0 GB allowed"),
        ({"max_pixels": 160 * 90 - 1}, "has a picture of 160x90, more than the 14399 pixels"),
        ({"max_streams": 1}, "holds 2 streams, more than the 1 allowed"),
    ],
)
def test_what_is_past_a_limit_is_refused(
    limits: dict[str, int], message: str, eight_seconds: Path
) -> None:
    with pytest.raises(RefusedLectureError, match=message):
        _probed(eight_seconds, **limits)


def test_the_limits_themselves_are_taken(eight_seconds: Path) -> None:
    lecture = _probed(
        eight_seconds,
        max_duration_ms=8_000,
        min_duration_ms=8_000,
        max_size_bytes=eight_seconds.stat().st_size,
        max_pixels=160 * 90,
        max_streams=2,
    )
    assert lecture.duration_ms == 8_000


def _half(path: Path) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


@pytest.mark.parametrize("name", ["cut.mkv", "cut.mp4"])
def test_a_recording_that_breaks_off_is_taken_as_far_as_it_goes(
    name: str, eight_seconds: Path, tmp_path: Path
) -> None:
    run_ffmpeg(
        ["-i", str(eight_seconds), "-c", "copy", "-movflags", "+faststart", name],
        timeout_s=60,
        cwd=tmp_path,
    )
    lecture = _probed(_half(tmp_path / name))
    assert lecture.duration_ms == pytest.approx(4_000, abs=300)
    assert lecture.warnings == [
        "The file announces 8 s but breaks off after 4 s; what is there was used."
    ]


@pytest.mark.parametrize("name", ["cut.ts", "cut.avi"])
def test_a_broken_off_file_that_announces_no_length_has_the_length_it_has(
    name: str, copied_to: Callable[[str], Path]
) -> None:
    lecture = _probed(_half(copied_to(name)))
    assert lecture.duration_ms == pytest.approx(4_000, abs=800)


def test_a_broken_off_webm_is_taken_as_far_as_it_goes(webm: Path, tmp_path: Path) -> None:
    lecture = _probed(_half(Path(shutil.copy(webm, tmp_path / "cut.webm"))))
    assert lecture.duration_ms == pytest.approx(4_000, abs=300)
    assert len(lecture.warnings) == 1


def test_an_mp4_whose_index_was_never_written_is_refused(copied_to: Callable[[str], Path]) -> None:
    with pytest.raises(RefusedLectureError, match=r"cut\.mp4 cannot be read as .* incomplete"):
        _probed(_half(copied_to("cut.mp4")))


@pytest.mark.parametrize(
    ("kind", "codec", "source"),
    [("picture", "h264", (*_PICTURE, *_TONE, *_H264)), ("sound", "aac", _TONE)],
)
def test_what_is_announced_but_cannot_be_decoded_is_refused(
    kind: str, codec: str, source: tuple[str, ...], make_media: MakeMedia
) -> None:
    path = make_media("noise.mp4", *source, *_AAC)
    data = bytearray(path.read_bytes())
    first, end = data.index(b"mdat") + 4, data.index(b"moov") - 4
    data[first:end] = np.random.default_rng(0).bytes(end - first)
    path.write_bytes(data)
    said = rf"^The {kind} of noise\.mp4 \({codec}\) cannot be decoded: it is damaged"
    with pytest.raises(RefusedLectureError, match=said):
        _probed(path)


def test_the_clock_starts_at_the_container_s_first_instant(
    eight_seconds: Path, tmp_path: Path
) -> None:
    run_ffmpeg(
        ["-i", str(eight_seconds), "-c", "copy", "-output_ts_offset", "100", "late.ts"],
        timeout_s=60,
        cwd=tmp_path,
    )
    assert _probed(tmp_path / "late.ts").duration_ms == pytest.approx(8_000, abs=100)
