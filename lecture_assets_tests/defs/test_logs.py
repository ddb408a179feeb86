"""Tests of the log of Dagster's runs."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest


@pytest.fixture(scope="module")
def lines() -> list[dict[str, str]]:
    """Return what a run that fails writes to standard error, in a process of its own."""
    command = [sys.executable, "-m", "lecture_assets_tests.defs.logged"]
    # A busy machine takes longer than the 0.3 s that is ours.
    patient = os.environ | {"DAGSTER_COMPUTE_LOG_TAIL_WAIT_AFTER_FINISH": "3"}
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=patient)
    assert "Ours" in ran.stdout.splitlines()
    return [json.loads(line) for line in ran.stderr.splitlines()]


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
