"""Test of the audit that the documentation gives for a Dagster of any storage."""

from pathlib import Path

import pytest

from lecture_assets.defs import tags
from lecture_assets.defs.command import dagster_home, open_instance
from lecture_assets.studio import Studio
from lecture_assets_tests.defs.recorded import FAILED, Recorded

_PAGE = Path(__file__).parents[2] / "docs" / "backfill.md"


def test_the_documented_audit_tells_who_ran_what(
    empty_store: Studio, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = dagster_home(empty_store.store)
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    with open_instance(home) as instance:
        recorded = Recorded(instance, empty_store)
        lecture = recorded.upload("week1.mp4")
        for by in (tags.COMMAND, "dagster/sensor_name", "other"):
            recorded.run(lecture, FAILED, {by: "x"})
    block = _PAGE.read_text().partition("```python")[2].partition("```")[0]
    exec(block, {})
    lines = capsys.readouterr().out.splitlines()
    ended = f" {lecture} FAILURE "
    assert [line.partition(ended)[2] for line in lines] == ["by hand", "sensor x", "command line x"]
