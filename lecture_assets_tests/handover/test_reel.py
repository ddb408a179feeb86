"""The reel is the clips one after the other, with chapters, and in sync to its end."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from lecture_assets.errors import MediaError
from lecture_assets.handover.conform import conform
from lecture_assets.handover.reel import alike, join
from lecture_assets.layout.models import Region
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.options import Codec, RenderOptions
from lecture_assets.render.models import Clip
from lecture_assets.timeline import span
from lecture_assets_tests.render.media import FAST, flash_and_beep, highlights, layout, render

FPS = 25
LENGTHS = [1.96, 2.04, 2.52, 1.88, 2.12, 2.36]
FLASH = "drawbox=c=white:t=fill:enable='between(mod(t,1),0.39,0.47)'"
BEEP = "aevalsrc='if(between(mod(t,1),0.4,0.48),0.5*sin(2*PI*1000*t),0)':s=48000:d={s}"


def made(path: Path, length: float, size: str = "160x90") -> Path:
    """A clip in which every second has a flash and a tone after 0.4 s."""
    picture = f"color=c=black:s={size}:r={FPS}:d={length},{FLASH}"
    inputs = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", BEEP.format(s=length)]
    coding = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    run_ffmpeg([*inputs, *coding, "-ac", "2", str(path)], timeout_s=60)
    return path


def described(path: Path, size: str) -> Clip:
    width, height = map(int, size.split("x"))
    names = {"captions_vtt": "", "captions_srt": "", "thumbnail": "", "sha256": ""}
    return Clip(rank=1, file=path.name, duration_ms=0, width=width, height=height, fps=FPS, **names)


def flashes(path: Path) -> list[float]:
    with av.open(str(path)) as file:
        light = [
            (float(frame.time or 0), bool(frame.to_ndarray(format="gray").mean() > 99))
            for frame in file.decode(video=0)
        ]
    return [at for (_, before), (at, now) in pairwise([(0.0, False), *light]) if now and not before]


def tones(path: Path) -> list[float]:
    with av.open(str(path)) as file:
        loud = [
            float(frame.time or 0) + int(sample) / frame.sample_rate
            for frame in file.decode(audio=0)
            for sample in np.flatnonzero(np.abs(frame.to_ndarray()[0]) > 0.1)
        ]
    return [at for before, at in pairwise([-1.0, *loud]) if at - before > 0.1]


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("clips")
    return [made(folder / f"{at}.mp4", length) for at, length in enumerate(LENGTHS)]


@pytest.fixture(scope="module")
def reel(clips: list[Path]) -> Path:
    target = clips[0].with_name("reel.mp4")
    join([(clip, f"Größe & {clip.stem}") for clip in clips], "All; of = it", target)
    return target


def test_every_frame_is_there_and_none_was_encoded_again(clips: list[Path], reel: Path) -> None:
    def pictures(path: Path) -> list[bytes]:
        with av.open(str(path)) as file:
            return [bytes(each) for each in file.demux(video=0) if each.size]

    assert pictures(reel) == [picture for clip in clips for picture in pictures(clip)]


def test_flashes_and_tones_stay_together_to_the_end(reel: Path) -> None:
    seen, heard = flashes(reel), tones(reel)
    starts = np.cumsum([0, *LENGTHS])
    wanted = [
        round(start + at, 3)
        for start, length in zip(starts, LENGTHS, strict=False)
        for at in (0.4, 1.4, 2.4)
        if at < length
    ]
    assert seen == pytest.approx(wanted, abs=0.001)
    assert heard == pytest.approx(wanted, abs=0.012)


def test_sound_follows_without_gap_or_overlap(reel: Path) -> None:
    with av.open(str(reel)) as file:
        times = [each.pts for each in file.demux(audio=0) if each.pts is not None]
        length = float((file.duration or 0) / av.time_base)
    assert {after - before for before, after in pairwise(times)} == {1_024}
    assert length == pytest.approx(sum(LENGTHS), abs=0.022)


def test_chapters_are_the_clips(reel: Path) -> None:
    with av.open(str(reel)) as file:
        chapters, title = file.chapters(), file.metadata["title"]
    assert title == "All; of = it"
    assert [each["metadata"]["title"] for each in chapters] == [f"Größe & {i}" for i in range(6)]
    ends = np.cumsum(LENGTHS)
    ticks = [each["end"] * (each["time_base"] or 0) for each in chapters]
    assert [float(each) for each in ticks] == pytest.approx(ends)


def test_clips_of_other_sizes_are_made_alike_first(clips: list[Path], tmp_path: Path) -> None:
    folder = clips[0].parent
    tall, wide = made(folder / "tall.mp4", 1.0, "90x160"), made(folder / "wide.mp4", 1.0, "320x90")
    assert alike(clips)
    assert not alike([clips[0], tall])
    sizes = ["160x90", "90x160", "320x90"]
    several = [described(*each) for each in zip([clips[0], tall, wide], sizes, strict=True)]
    fitted = conform(several, folder, tmp_path, RenderOptions(preset="ultrafast"), 60)
    assert alike(fitted)
    target = tmp_path / "reel.mp4"
    join([(path, path.stem) for path in fitted], "all", target)
    with av.open(str(target)) as file:
        frames = [frame.to_ndarray(format="gray").shape for frame in file.decode(video=0)]
    assert set(frames) == {(160, 320)}
    assert len(frames) == round((LENGTHS[0] + 2) * FPS)


@pytest.mark.parametrize("codec", ["h264", "hevc"])
def test_a_clip_that_is_as_large_as_the_largest_is_not_encoded_again(
    tmp_path: Path, codec: Codec
) -> None:
    source = flash_and_beep(tmp_path / "lecture.mp4")
    screen = Region(x=0, y=0, width=320, height=180)
    slides = layout("screen_only", 1.0, screen=screen)
    part = slides.parts[0].model_copy(update={"end_ms": 5_000})
    arranged = slides.model_copy(update={"parts": [part]})
    options = FAST.model_copy(update={"codec": codec})
    chosen = highlights([span(1_000, 3_000)], [span(9_000, 11_000)])
    folder = tmp_path / "clips"
    clips = render(source, folder, chosen, arranged=arranged, options=options)
    assert clips[0].width < clips[1].width
    into = tmp_path / "into"
    into.mkdir()
    fitted = conform(clips, folder, into, options, 60)
    assert fitted == [into / clips[0].file, folder / clips[1].file]
    assert alike(fitted)
    join([(path, path.stem) for path in fitted], "all", tmp_path / "reel.mp4")
    with av.open(str(tmp_path / "reel.mp4")) as file:
        assert file.streams.video[0].codec_context.name == codec
        assert sum(1 for _ in file.decode(video=0)) == 100


def test_a_broken_clip_is_named_and_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"nothing")
    with pytest.raises(MediaError, match=r"could not be joined into reel\.mp4"):
        join([(broken, "x")], "x", tmp_path / "reel.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["broken.mp4"]
