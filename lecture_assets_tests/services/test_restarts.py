"""Postgres or Redis that goes away for a while in the middle of a run."""

import time
from pathlib import Path

import pytest

from lecture_assets_tests.servers.postgres import Postgres, running_postgres
from lecture_assets_tests.servers.waiting import wait_for
from lecture_assets_tests.servers.weed import Weed
from lecture_assets_tests.services.line import running_line, undisturbed

pytestmark = [
    pytest.mark.soak,
    # boto3 leaves its connections to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.mark.parametrize("seconds", [0, 10])
def test_a_run_ends_well_or_is_retried_when_postgres_is_started_anew(
    seconds: int, weed: Weed, tiny_lecture: Path, tmp_path: Path
) -> None:
    with running_postgres() as postgres:
        folder = tmp_path / "line"
        folder.mkdir()
        with running_line(folder, postgres, weed) as line:
            lecture = line.upload("lecture.mp4", tiny_lecture)
            line.wait_for_step(lecture, "transcript")
            postgres.stop()
            time.sleep(seconds)
            postgres.start()

            def ended_well() -> bool:
                return line.runs(lecture)[-1].status.value == "SUCCESS"

            wait_for(ended_well, 400, "the lecture to be done", every_s=1)
            assert len(line.runs(lecture)) <= 2
            made = line.documents(lecture)
    assert made == undisturbed("lecture.mp4", tiny_lecture, tmp_path / "undisturbed")


def test_a_run_goes_on_and_the_next_begins_when_redis_has_lost_everything(
    postgres: Postgres, weed: Weed, tiny_lecture: Path, tmp_path: Path
) -> None:
    with running_line(tmp_path, postgres, weed) as line:
        lecture = line.upload("lecture.mp4", tiny_lecture)
        line.wait_for_step(lecture, "transcript")
        line.redis.stop()
        time.sleep(5)
        line.redis.start()
        line.wait_for_runs(lecture, "SUCCESS")
        after = line.upload("after.mp4", tiny_lecture)
        line.wait_for_runs(after, "SUCCESS")
