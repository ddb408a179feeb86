"""What editors take over lies beside the clips and names the recording as it was uploaded."""

from pathlib import Path

import av
import opentimelineio as otio
import pytest

from lecture_assets.handover.write import hand_over
from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.media.models import AudioStream, LectureVideo, VideoStream
from lecture_assets.options import RenderOptions
from lecture_assets.render.models import Clip, RenderedClips
from lecture_assets.stages import STAGES
from lecture_assets_tests.handover.cut import TWO

LENGTHS = {1: 1.0, 2: 1.4}
SELECTED = SelectedHighlights(highlights=TWO, rejected=[])


def lecture(fps: float = 25.0) -> LectureVideo:
    return LectureVideo(
        video_id="week-3-0123abcd",
        key="maths/week 3.mov",
        sha256="",
        size_bytes=1,
        container="mov",
        duration_ms=90_000,
        video=VideoStream(codec="h264", width=160, height=90, fps=fps),
        audio=AudioStream(codec="aac", sample_rate=48_000, channels=2),
    )


def media(path: Path, length: float, *arguments: str) -> Path:
    inputs = ["-f", "lavfi", "-i", f"color=s=160x90:r=25:d={length}"]
    inputs += ["-f", "lavfi", "-i", f"sine=r=48000:d={length}"]
    coding = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    run_ffmpeg([*inputs, *coding, *arguments, str(path)], timeout_s=60)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("clips")
    for rank, length in LENGTHS.items():
        media(made / f"{rank}.mp4", length)
    return made


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("source") / "week 3.mov"
    return media(path, 1.0, "-timecode", "10:00:00:00")


def rendered(*ranks: int) -> RenderedClips:
    names = {"captions_vtt": "", "captions_srt": "", "thumbnail": "", "sha256": ""}
    return RenderedClips(
        clips=[
            Clip(
                rank=rank,
                file=f"{rank}.mp4",
                duration_ms=round(1000 * LENGTHS[rank]),
                width=160,
                height=90,
                fps=25,
                **names,
            )
            for rank in ranks
        ]
    )


def handed_over(clips: RenderedClips, source: Path, folder: Path) -> RenderedClips:
    options = RenderOptions(preset="ultrafast")
    return hand_over(clips, SELECTED, lecture(), source, folder, options, 60)


def test_cuts_are_against_the_upload_with_its_own_timecode(folder: Path, source: Path) -> None:
    done = handed_over(rendered(1, 2), source, folder)
    assert done.edl
    listed = (folder / done.edl).read_text(encoding="utf-8")
    assert "* FROM CLIP NAME: week 3.mov" in listed
    assert "AA/V  C        10:00:10:00 10:00:20:00 01:00:00:00 01:00:10:00" in listed
    timeline = otio.adapters.read_from_file(str(folder / (done.otio or "")))
    clip = next(iter(timeline.video_tracks()[0].find_clips()))
    assert clip.media_reference.target_url == "../../../uploads/maths/week%203.mov"
    assert clip.source_range.start_time.to_timecode() == "10:00:10:00"


def test_the_reel_follows_the_lecture_not_the_ranks(folder: Path, source: Path) -> None:
    done = handed_over(rendered(1, 2), source, folder)
    with av.open(str(folder / (done.reel or ""))) as file:
        titles = [each["metadata"]["title"] for each in file.chapters()]
        assert file.metadata["title"] == "Highlights of week 3.mov"
    assert titles == ["Two lines", "Sträuße & “quotes”"]


def test_lineage_knows_every_file(folder: Path, source: Path) -> None:
    files = STAGES["rendered_clips"].files(handed_over(rendered(1, 2), source, folder))
    assert {"clips/highlights.otio", "clips/highlights.edl", "clips/highlights.mp4"} <= set(files)


def test_one_clip_is_no_reel_and_no_clip_is_nothing(folder: Path, source: Path) -> None:
    one = handed_over(rendered(2), source, folder)
    assert one.reel is None
    assert one.edl
    assert handed_over(rendered(), source, folder) == rendered()
