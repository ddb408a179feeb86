"""Tests of the commands that run tests: what is missing is a failure, never a skip."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_MARKED = [
    path
    for path in sorted(_ROOT.joinpath("lecture_assets_tests").rglob("*.py"))
    if re.search(r"\bmark\.(services|soak)\b", path.read_text())
]


def test_there_are_tests_with_real_servers() -> None:
    assert _MARKED


@pytest.mark.parametrize("path", _MARKED, ids=lambda path: str(path.name))
def test_no_test_with_real_servers_skips_itself(path: Path) -> None:
    assert not re.search(r"\b(skip|skipif|importorskip|xfail)\b", path.read_text())


def test_a_missing_server_is_named_with_its_cure(tmp_path: Path) -> None:
    make = shutil.which("make")
    assert make is not None
    ended = subprocess.run(
        [make, "servers"],
        cwd=_ROOT,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    assert "redis-server is missing" in ended.stdout
    assert "apt-get install redis-server prometheus nginx-light" in ended.stdout
