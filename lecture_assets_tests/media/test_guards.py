"""Tests of uploads that cannot be opened, and of one that changes on the way."""

from pathlib import Path

import pytest

from lecture_assets.errors import RefusedLectureError, StoreError
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.media.probe import probe
from lecture_assets.options import UploadLimits
from lecture_assets.progress import ignore


def test_an_upload_that_is_gone_is_not_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"^gone\.mp4 cannot be opened \(No such file"):
        probe(tmp_path / "gone.mp4", "gone.mp4", UploadLimits(), ignore)


def test_an_upload_that_may_not_be_read_is_not_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(StoreError, match=r"Permission denied\); make it readable"):
        probe(tmp_path / "mine.mp4", "mine.mp4", UploadLimits(), ignore)


def test_a_picture_that_grows_past_the_limit_on_the_way_is_refused(tmp_path: Path) -> None:
    grown = tmp_path / "grown.ts"
    for size, start_s in (("64x64", "0"), ("1280x720", "5")):
        picture = ("-f", "lavfi", "-i", f"testsrc=size={size}:rate=5:duration=5")
        sound = ("-f", "lavfi", "-i", "sine=duration=5")
        coded = ("-c:v", "libx264", "-c:a", "aac", "-output_ts_offset", start_s)
        run_ffmpeg([*picture, *sound, *coded, "part.ts"], timeout_s=60, cwd=tmp_path)
        with grown.open("ab") as file:
            file.write((tmp_path / "part.ts").read_bytes())
    assert probe(grown, "grown.ts", UploadLimits(), ignore).duration_ms > 9_000
    with pytest.raises(RefusedLectureError, match="1280x720, more than the 307200 pixels"):
        probe(grown, "grown.ts", UploadLimits(max_pixels=640 * 480), ignore)
