"""Tests of uploads that cannot be opened, for which nothing in them is to blame."""

from pathlib import Path

import pytest

from lecture_assets.errors import StoreError
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
