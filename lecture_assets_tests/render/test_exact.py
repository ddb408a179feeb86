"""Whatever the recording is, clips show its frames at their instants, and sound stays with them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from lecture_assets.options import RenderOptions
from lecture_assets.timeline import span, total_ms
from lecture_assets_tests.render.media import highlights, lavfi, make, measured, render

KEEP = [span(430, 1_615), span(1_933, 2_570), span(2_801, 3_700)]
PLAIN = RenderOptions(preset="ultrafast", crf=30, fade_ms=0, max_height=144)
EVERY = 8
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "40", "-bf", "2")
AAC = ("-c:a", "aac")


@dataclass(frozen=True)
class Source:
    """A recording in which every eighth picture is white while a tone begins with it."""

    name: str
    fps: str = "25"
    shown_fps: Fraction | None = None
    picture: str = ""
    sound: str = ""
    encoding: Sequence[str] = (*H264, *AAC)
    size: str = "64x48"
    seconds: int = 4
    again: Sequence[str] = ()

    @property
    def rate(self) -> Fraction:
        return Fraction(self.fps) if self.shown_fps is None else self.shown_fps

    def write(self, folder: Path) -> Path:
        white = f"drawbox=t=fill:c=white:enable='lt(mod(n,{EVERY}),2)'"
        grey = f"color=c=gray:s={self.size}:r={self.fps}:d={self.seconds}"
        begins = f"mod(t+1e-9,{EVERY}/({self.fps}))"
        tone = f"if(lt({begins},0.03),0.4*sin(2*PI*1500*{begins}),0)"
        made = make(
            folder / self.name,
            *lavfi(f"{grey},{white},format=yuv420p{self.picture}"),
            *lavfi(f"aevalsrc='{tone}':s=48000:d={self.seconds}{self.sound}"),
            *("-fps_mode", "passthrough"),
            *self.encoding,
        )
        if not self.again:
            return made
        before, after = self.again
        return make(folder / f"again-{self.name}", *before.split(), "-i", str(made), *after.split())


SOURCES = [
    Source("23.976.mp4", "24000/1001"),
    Source("25.mp4"),
    Source("29.97.mp4", "30000/1001"),
    Source("50.mp4", "50", Fraction(25)),
    Source("60.mp4", "60", Fraction(30)),
    Source("59.94.mkv", "60000/1001", Fraction(30_000, 1001)),
    Source("variable.mp4", "30", picture=",select='lt(mod(n,8),3)+eq(mod(n,3),0)+gt(n,90)'"),
    Source("variable.mkv", "30", picture=",select='lt(mod(n,8),3)+eq(mod(n,3),0)+gt(n,90)'"),
    Source("offset.mkv", again=("", "-c copy -output_ts_offset 5.3")),
    Source("late-picture.mp4", again=("-itsoffset 0.123", "-c copy -map 0:v -map 0:a")),
    Source("edit-list.mp4", again=("-ss 0.5", "-c copy")),
    Source("stream.ts"),
    Source("late-picture.ts", again=("-itsoffset 0.523", "-c copy -map 0:v -map 0:a")),
    Source("web.webm", encoding=("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus")),
    Source("ntsc.webm", "30000/1001",
           encoding=("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus")),
    Source("vorbis.mkv", encoding=(*H264, "-c:a", "libvorbis")),
    Source("frames.avi", encoding=("-c:v", "mjpeg", "-c:a", "pcm_s16le")),
    Source("mono.mp4", sound=",aformat=channel_layouts=mono:sample_rates=16000"),
    Source("stereo.mp4", sound=",aformat=channel_layouts=stereo:sample_rates=44100"),
    Source("5.1.mp4", sound=",pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0"),
    Source("turned-90.mp4", again=("-display_rotation 90", "-c copy")),
    Source("turned-180.mp4", again=("-display_rotation 180", "-c copy")),
    Source("turned-270.mp4", again=("-display_rotation 270", "-c copy")),
    Source("odd.mkv", picture=",format=yuv444p", size="65x49"),
    Source("odd.webm", picture=",crop=65:49:0:0:exact=1", size="66x50",
           encoding=("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus")),
    Source("10-bit.mkv", picture=",format=yuv420p10"),
    Source("hdr.mkv", picture=",format=yuv420p10,setparams=color_primaries=bt2020:"
           "color_trc=smpte2084:colorspace=bt2020nc"),
]  # fmt: skip


def begins(frame: av.VideoFrame | av.AudioFrame) -> Fraction:
    """When a frame begins, in seconds."""
    assert frame.pts is not None
    assert frame.time_base is not None
    return frame.pts * frame.time_base


def flashes(path: Path) -> list[Fraction]:
    """When the picture turns white, in seconds on the file's own clock."""
    with av.open(str(path)) as file:
        zero = Fraction(file.start_time or 0, av.time_base)
        pictures = file.decode(file.streams.video[0])
        seen = [(begins(f) - zero, f.to_ndarray(format="gray").mean()) for f in pictures]
    dark = (min(level for _, level in seen) + max(level for _, level in seen)) / 2
    first = [seen[0][0]] if seen[0][1] > dark else []
    return first + [at for (_, before), (at, now) in pairwise(seen) if now > dark >= before]


def beeps(path: Path) -> list[float]:
    """When the tone begins, in seconds on the file's own clock."""
    with av.open(str(path)) as file:
        zero = Fraction(file.start_time or 0, av.time_base)
        heard = list(file.decode(file.streams.audio[0]))
        rate, start = heard[0].sample_rate, float(begins(heard[0]) - zero)
    samples = np.abs(np.concatenate([frame.to_ndarray()[0] for frame in heard]).astype(float))
    loud = np.flatnonzero(samples > 0.25 * samples.max()) / rate + start
    return [float(b) for a, b in pairwise([-1.0, *loud]) if b - a > 0.05]


def apart_ms(file: Path) -> list[float]:
    """How long after each flash its tone begins."""
    tones = beeps(file)
    return [1000 * min((tone - float(at) for tone in tones), key=abs) for at in flashes(file)]


def count(file: Path) -> int:
    with av.open(str(file)) as clip:
        return sum(1 for _ in clip.decode(video=0))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_clip_has_every_frame_and_its_sound_within_5_ms(source: Source, tmp_path: Path) -> None:
    path = source.write(tmp_path)
    lecture = measured(path)
    kept = [span(each.start_ms, min(each.end_ms, lecture.duration_ms)) for each in KEEP]
    [clip] = render(path, tmp_path / "out", highlights(KEEP), options=PLAIN, lecture=lecture)
    file = tmp_path / "out" / clip.file
    assert count(file) == round(total_ms(kept) * source.rate / 1000)
    recorded = float(np.median(apart_ms(path)))
    late = [each - recorded for each in apart_ms(file)]
    assert len(late) >= 6
    assert max(map(abs, late)) <= 5


@pytest.mark.parametrize(
    "name", ["25.mp4", "late-picture.mp4", "vorbis.mkv", "frames.avi", "stream.ts"]
)
def test_a_clip_from_the_midst_of_a_recording_is_as_exact(name: str, tmp_path: Path) -> None:
    [source] = [each for each in SOURCES if each.name == name]
    path = replace(source, seconds=11).write(tmp_path)
    # It begins on a key frame, at which alone the picture is opened, and the sound a second before.
    keep = [span(each.start_ms + 5_970, each.end_ms + 5_970) for each in KEEP]
    [clip] = render(path, tmp_path / "out", highlights(keep), options=PLAIN)
    file = tmp_path / "out" / clip.file
    assert count(file) == round(total_ms(keep) * source.rate / 1000)
    recorded = float(np.median(apart_ms(path)))
    late = [each - recorded for each in apart_ms(file)]
    assert len(late) >= 8
    assert max(map(abs, late)) <= 5


def test_a_clip_without_sound_has_every_frame_where_it_belongs(tmp_path: Path) -> None:
    silent = Source("silent.mp4").write(tmp_path)
    lecture = measured(silent).model_copy(update={"audio": None})
    [clip] = render(silent, tmp_path / "out", highlights(KEEP), options=PLAIN, lecture=lecture)
    file = tmp_path / "out" / clip.file
    assert count(file) == round(total_ms(KEEP) * 25 / 1000)
    # The recording's flashes lie at multiples of 320 ms; the clip begins at 440, 11 frames in.
    assert [float(at) for at in flashes(file)][:4] == [0.2, 0.52, 0.84, 1.16]


def test_thirty_inner_cuts_do_not_drift(tmp_path: Path) -> None:
    source = Source("long.mp4", seconds=13)
    path = source.write(tmp_path)
    keep = [span(320 * k - 60 + 7 * (k % 3), 320 * k + 123) for k in range(1, 32)]
    [clip] = render(path, tmp_path / "out", highlights(keep), options=PLAIN)
    file = tmp_path / "out" / clip.file
    late = apart_ms(file)
    assert len(late) == 31
    assert max(map(abs, late)) <= 5
    assert clip.duration_ms == pytest.approx(total_ms(keep), abs=20)


def test_times_on_no_grid_are_off_by_half_a_frame_at_most_and_by_nothing_on_average(
    tmp_path: Path,
) -> None:
    jitter = ",settb=1/90000,setpts='(N+0.3*sin(N*1.7))*3000'"
    ticks = ("-enc_time_base:v", "1/90000", *H264, "-bf", "0", *AAC)
    path = Source("jittered.mkv", "30", picture=jitter, encoding=ticks, seconds=6).write(tmp_path)
    whole = [span(420, 5_990)]
    [clip] = render(path, tmp_path / "out", highlights(whole), options=PLAIN)
    recorded, rendered = apart_ms(path), apart_ms(tmp_path / "out" / clip.file)
    assert max(map(abs, recorded)) > 8
    late = [b - a for a, b in zip(recorded[-len(rendered) :], rendered, strict=True)]
    assert max(map(abs, late)) <= 18
    assert abs(float(np.mean(late))) <= 5
