"""Tests of what is tried again at once, and what is not."""

from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from lecture_assets.defs.command import dagster_home, open_instance, process_upload
from lecture_assets.errors import LectureError
from lecture_assets.storage.keys import UPLOADS
from lecture_assets.studio import Studio
from lecture_assets_tests.defs.conftest import deaf

RETRY = "dagster/retry_on_asset_or_op_failure"


def failed_run_tags(studio: Studio, recording: Path) -> dict[str, str]:
    studio.store.take_in(UPLOADS + "lecture.mp4", recording)
    home = dagster_home(studio.store)
    with pytest.raises(LectureError):
        process_upload(studio, home, "lecture.mp4", deaf)
    with open_instance(home) as instance:
        return dict(instance.get_runs()[0].tags)


def test_what_fails_in_a_stage_is_not_tried_again_at_once(
    empty_store: Studio, tmp_path: Path
) -> None:
    (tmp_path / "lecture.mp4").write_text("no lecture")
    tags = failed_run_tags(empty_store, tmp_path / "lecture.mp4")
    assert tags[RETRY] == "false"
    assert tags["lecture/failure"] == "RefusedLectureError"


def test_what_fails_since_dagsters_records_went_away_is_tried_again(
    empty_store: Studio, tiny_lecture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("SELECT 1", None, ConnectionError("the server is gone"))

    monkeypatch.setattr("lecture_assets.defs.assets.lecture_video.probe", gone)
    tags = failed_run_tags(empty_store, tiny_lecture)
    assert RETRY not in tags
    assert "lecture/failure" not in tags
