"""Tests of decoding the sound onto the lecture's clock."""

from pathlib import Path

import numpy as np
import pytest

from lecture_assets.errors import MediaError, MediaTimeoutError
from lecture_assets.media.audio import (
    PER_MS,
    RATE,
    Recorded,
    Samples,
    decode_as_recorded,
    decode_audio,
    release,
)
from lecture_assets.media.probe import probe
from lecture_assets.options import UploadLimits
from lecture_assets.progress import ignore
from lecture_assets_tests.conftest import MakeMedia

_PICTURE = ("-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=4")
_H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
_TONE = "aevalsrc=0.4*sin(6000*t)"
_BEEP = "aevalsrc='0.3*sin(6283*t)*between(t,1,2)':duration=4"


def _decode(source: Path, folder: Path, limits: UploadLimits | None = None) -> Samples:
    limits = limits or UploadLimits()
    lecture = probe(source, source.name, UploadLimits(), ignore)
    return decode_audio(source, lecture, limits, folder, ignore)


def _loud_ms(samples: Samples) -> tuple[int, int]:
    """First and last millisecond with sound."""
    loud = np.flatnonzero(np.abs(samples.astype(int)) > 500)
    return int(loud[0]) // PER_MS, int(loud[-1]) // PER_MS


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.mp4", "aac"),
        ("a.mkv", "flac"),
        ("a.avi", "pcm_s16le"),
        ("a.ts", "aac"),
        ("a.webm", "libopus"),
    ],
)
def test_the_sound_lies_where_it_is_heard(
    name: str, codec: str, make_media: MakeMedia, tmp_path: Path
) -> None:
    coded = ("-c:v", "libvpx", "-deadline", "realtime") if name.endswith("webm") else _H264
    source = make_media(name, *_PICTURE, "-f", "lavfi", "-i", _BEEP, *coded, "-c:a", codec)
    samples = _decode(source, tmp_path)
    assert samples.dtype == np.int16
    assert samples.ndim == 1
    assert len(samples) / RATE == pytest.approx(4, abs=0.1)
    assert _loud_ms(samples) == pytest.approx((1_000, 2_000), abs=30)


def test_sound_that_begins_after_the_picture_keeps_its_place(
    make_media: MakeMedia, tmp_path: Path
) -> None:
    late = ("-itsoffset", "1.5", "-f", "lavfi", "-i", _BEEP)
    samples = _decode(make_media("late.mkv", *_PICTURE, *late, *_H264, "-c:a", "flac"), tmp_path)
    assert _loud_ms(samples)[0] == pytest.approx(2_500, abs=30)


def test_a_hole_in_the_sound_keeps_what_follows_in_its_place(
    make_media: MakeMedia, tmp_path: Path
) -> None:
    holed = f"{_BEEP},aselect='lt(t,0.3)+gt(t,0.8)'"
    samples = _decode(
        make_media("hole.mkv", *_PICTURE, "-f", "lavfi", "-i", holed, *_H264, "-c:a", "flac"),
        tmp_path,
    )
    assert _loud_ms(samples) == pytest.approx((1_000, 2_000), abs=30)


def test_many_channels_become_one(make_media: MakeMedia, tmp_path: Path) -> None:
    sides = "aevalsrc=0.4*sin(6000*t)|0:duration=2"
    samples = _decode(make_media("two.mkv", "-f", "lavfi", "-i", sides, "-c:a", "flac"), tmp_path)
    assert len(samples) == pytest.approx(2 * RATE, abs=RATE // 50)
    assert np.abs(samples.astype(int)).max() == pytest.approx(0.2 * 32768, rel=0.1)


def test_the_sound_that_was_measured_is_the_one_decoded(
    make_media: MakeMedia, tmp_path: Path
) -> None:
    two = ("-f", "lavfi", "-i", "anullsrc=duration=2", "-f", "lavfi", "-i", "sine=duration=2")
    maps = ("-map", "0", "-map", "1", "-disposition:a:0", "0", "-disposition:a:1", "default")
    samples = _decode(make_media("two.mka.mkv", *two, *maps, "-c:a", "flac"), tmp_path)
    assert np.abs(samples.astype(int)).max() > 1_000


def test_a_lecture_without_sound_has_no_samples(tiny_lecture: Path, tmp_path: Path) -> None:
    lecture = probe(tiny_lecture, "tiny.mp4", UploadLimits(), ignore)
    mute = lecture.model_copy(update={"audio": None})
    assert len(decode_audio(tiny_lecture, mute, UploadLimits(), tmp_path, ignore)) == 0
    assert not list(tmp_path.iterdir())


def test_the_sound_is_no_longer_than_a_lecture_may_be(tiny_lecture: Path, tmp_path: Path) -> None:
    samples = _decode(tiny_lecture, tmp_path, UploadLimits(max_duration_ms=2_000))
    assert len(samples) == 2 * RATE


def test_progress_reaches_the_end(tiny_lecture: Path, tmp_path: Path) -> None:
    shares: list[float] = []
    lecture = probe(tiny_lecture, "tiny.mp4", UploadLimits(), ignore)
    decode_audio(tiny_lecture, lecture, UploadLimits(), tmp_path, shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0, abs=0.02)


def test_sound_that_takes_too_long_is_given_up(tiny_lecture: Path, tmp_path: Path) -> None:
    lecture = probe(tiny_lecture, "tiny.mp4", UploadLimits(), ignore)
    with pytest.raises(MediaTimeoutError):
        decode_audio(tiny_lecture, lecture, UploadLimits(max_wall_s=0), tmp_path, ignore)


def test_a_file_that_is_gone_is_a_media_error(tiny_lecture: Path, tmp_path: Path) -> None:
    lecture = probe(tiny_lecture, "tiny.mp4", UploadLimits(), ignore)
    said = (
        r"^The sound of tiny\.mp4 cannot be decoded: .*No such file.*; export the recording again"
    )
    with pytest.raises(MediaError, match=said):
        decode_audio(tmp_path / "gone.mp4", lecture, UploadLimits(), tmp_path, ignore)


def _recorded(source: Path, folder: Path) -> Recorded | None:
    lecture = probe(source, source.name, UploadLimits(), ignore)
    return decode_as_recorded(source, lecture, UploadLimits(), folder, ignore)[1]


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_channels_are_there_as_they_were_recorded(
    channels: int, make_media: MakeMedia, tmp_path: Path
) -> None:
    tones = "|".join(["0"] * (channels - 1) + [_TONE.removeprefix("aevalsrc=")])
    source = make_media(
        "m.mkv", "-f", "lavfi", "-i", f"aevalsrc={tones}:duration=2", "-c:a", "flac"
    )
    recorded = _recorded(source, tmp_path)
    assert recorded is not None
    assert recorded.channels.shape == (2 * RATE, channels)
    highest = np.abs(recorded.channels.astype(int)).max(axis=0)
    assert highest[-1] == pytest.approx(0.4 * 32768, rel=0.01)
    assert not highest[:-1].any()
    assert not recorded.has_no_numbers


def test_of_very_many_channels_only_the_mix_is_decoded(
    make_media: MakeMedia, tmp_path: Path
) -> None:
    tones = "|".join([_TONE.removeprefix("aevalsrc=")] * 12)
    source = make_media(
        "m.mkv", "-f", "lavfi", "-i", f"aevalsrc={tones}:duration=2", "-c:a", "pcm_s16le"
    )
    assert _recorded(source, tmp_path) is None
    assert (tmp_path / "sound.wav").stat().st_size > 2 * 2 * RATE
    assert not (tmp_path / "channels.raw").exists()


def test_an_offset_is_taken_out_of_what_is_listened_to(
    make_media: MakeMedia, tmp_path: Path
) -> None:
    shifted = "aevalsrc=0.2+0.3*sin(6283*t)*between(t\\,1\\,2):duration=4"
    source = make_media("dc.mkv", "-f", "lavfi", "-i", shifted, "-c:a", "flac")
    samples = _decode(source, tmp_path)
    assert np.abs(samples[3 * RATE :].astype(int)).max() <= 1
    assert np.abs(samples[RATE : 2 * RATE].astype(int)).max() == pytest.approx(9_830, rel=0.02)
    assert abs(samples[RATE : 2 * RATE].mean()) < 30
    recorded = _recorded(source, tmp_path)
    assert recorded is not None
    assert recorded.channels[3 * RATE :].mean() == pytest.approx(0.2 * 32768, rel=0.01)


def test_samples_that_are_no_numbers_become_silence_and_are_told(
    make_media: MakeMedia, tmp_path: Path
) -> None:
    tone = (0.3 * np.sin(np.arange(2 * RATE) / 5)).astype(np.float32)
    raw = tmp_path / "tone.raw"
    found = []
    for worst in (0.0, np.nan, np.inf):
        tone[RATE : RATE + 100] = worst
        raw.write_bytes(tone.tobytes())
        source = make_media(
            "f.mkv", "-f", "f32le", "-ar", str(RATE), "-i", str(raw), "-c:a", "pcm_f32le"
        )
        recorded = _recorded(source, tmp_path)
        assert recorded is not None
        assert np.abs(recorded.channels[RATE + 1 : RATE + 99]).max() == 0
        assert np.abs(_decode(source, tmp_path).astype(int)).max() < 12_000
        found.append(recorded.has_no_numbers)
    assert found == [False, True, True]


def _resident_kb() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("RssFile:")[2].split()[0])


def test_what_was_read_of_a_recording_can_be_released_and_read_again(
    make_media: MakeMedia, tmp_path: Path
) -> None:
    source = make_media("long.mkv", "-f", "lavfi", "-i", f"{_TONE}:duration=200", "-c:a", "flac")
    samples = _decode(source, tmp_path)
    before = _resident_kb()
    loudest = samples.max()
    assert _resident_kb() - before > 5_000
    release(samples[RATE:])
    assert _resident_kb() - before < 1_000
    assert samples.max() == loudest
    release(np.zeros(3, np.int16))
