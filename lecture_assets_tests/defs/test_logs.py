"""Tests of the log of Dagster's runs."""

import json
import logging
from collections import Counter

import dagster as dg
import pytest

from lecture_assets.logs import install_logging
from lecture_assets.operations import LogOptions
from lecture_assets.settings import Settings

pytestmark = pytest.mark.usefixtures("logging_as_before")


@dg.op
def stage(context: dg.OpExecutionContext) -> None:
    logging.getLogger("lecture_assets.layout").info("Ours")
    context.log.info("Dagster's")
    raise dg.Failure("No camera in the picture.")


@dg.job(tags={"dagster/partition": "week-1-abc"})
def failing() -> None:
    stage()


@pytest.fixture
def lines(capfd: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """Return what a run that fails writes to standard error."""
    install_logging(Settings(log=LogOptions(format="json")))
    logs = {"managed_python_loggers": ["lecture_assets"], "python_log_level": "INFO"}
    with dg.instance_for_test(overrides={"python_logs": logs}) as instance:
        result = failing.execute_in_process(instance=instance, raise_on_error=False)
        kept = [each.user_message for each in instance.all_logs(result.run_id)]
    assert "Ours" in kept
    return [json.loads(line) for line in capfd.readouterr().err.splitlines()]


def test_each_line_of_a_run_is_written_once_and_says_lecture_run_and_stage(
    lines: list[dict[str, str]],
) -> None:
    said = Counter(line["message"] for line in lines)
    assert (said["Ours"], said["Dagster's"]) == (1, 1)
    (theirs,) = [line for line in lines if line["message"] == "Dagster's"]
    assert (theirs["video_id"], theirs["stage"]) == ("week-1-abc", "stage")
    assert len(theirs["run_id"]) == 36


def test_what_a_step_failed_of_is_one_field_of_one_line(lines: list[dict[str, str]]) -> None:
    errors = [line for line in lines if line["level"] == "ERROR"]
    assert [(line.get("stage"), line["message"]) for line in errors] == [
        ("stage", 'Execution of step "stage" failed.'),
        (None, "Execution of run for \"failing\" failed. Steps failed: ['stage']."),
    ]
    assert all("No camera in the picture." in line["exception"] for line in errors)
