"""A recording whose picture counts as none says so once."""

from pathlib import Path

import pytest

from lecture_assets.defs.assets.layout import without_picture
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.media.probe import probe
from lecture_assets.options import UploadLimits
from lecture_assets.progress import ignore


@pytest.mark.parametrize(
    ("picture", "says"),
    [(["-f", "lavfi", "-i", "color=s=4000x16:r=5:d=6"], "4000x16 pixels"), ([], "has no picture")],
)
def test_why_there_is_no_picture_is_said_in_one_sentence(
    tmp_path: Path, picture: list[str], says: str
) -> None:
    path = tmp_path / "talk.mp4"
    run_ffmpeg(["-f", "lavfi", "-i", "sine=d=6", *picture, str(path)], timeout_s=60)
    lecture = probe(path, path.name, UploadLimits(), ignore)
    assert lecture.video is None
    [said] = [*lecture.warnings, *without_picture(lecture).warnings]
    assert says in said
    assert "card with their title" in said
