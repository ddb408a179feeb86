"""Tests of the rules of the house that no linter knows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lecture_assets.settings import Settings

_ROOT = Path(__file__).parents[1]
_HEAVY = {"av", "cv2", "dagster", "faster_whisper", "google.genai", "openai", "wordllama"}
_SOURCES = sorted(
    path
    for top in ("lecture_assets", "lecture_assets_tests")
    for path in (_ROOT / top).rglob("*.py")
)
_LOCKS = sorted(_ROOT.glob("requirements*.lock"))


def _python(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        cwd=_ROOT,
    )


def test_no_file_is_past_300_lines() -> None:
    long = {
        str(p.relative_to(_ROOT)): n
        for p in _SOURCES
        if (n := len(p.read_text().splitlines())) > 300
    }
    assert long == {}


def test_no_module_is_named_after_nothing() -> None:
    nothing = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
    assert [
        path for path in _SOURCES if nothing & set(path.relative_to(_ROOT).with_suffix("").parts)
    ] == []


def test_a_package_s_init_holds_a_docstring_and_nothing_else() -> None:
    inits = [path for path in _SOURCES if path.name == "__init__.py"]
    assert len(inits) > 10
    assert [p for p in inits if not re.fullmatch(r'"""[^"]+"""\n', p.read_text())] == []


@pytest.mark.parametrize(
    "module",
    [
        "lecture_assets",
        "lecture_assets.studio",
        "lecture_assets.stages",
        "lecture_assets.doctor",
        "lecture_assets.media.probe",
        "lecture_assets.silence.map",
    ],
)
def test_importing_it_brings_in_nothing_heavy(module: str) -> None:
    said = _python("-X", "importtime", "-c", f"import {module}")
    imported = {line.rpartition("|")[2].strip() for line in said.stderr.splitlines()}
    assert said.returncode == 0, said.stderr
    assert module in imported
    assert _HEAVY & imported == set()


def _linted(source: str, path: str) -> str:
    return _python(
        *("-m", "ruff", "check", "--config", "pyproject.toml", "--no-cache"),
        *("--output-format", "concise", "--stdin-filename", path, "-"),
        stdin=source,
    ).stdout


def test_the_linter_keeps_dagster_at_the_edge() -> None:
    source = '"""A module."""\n\nimport dagster as dg\n\nASSET = dg.asset\n'
    assert "TID251" in _linted(source, "lecture_assets/silence/x.py")
    assert "TID251" in _linted(source, "lecture_assets_tests/silence/test_x.py")
    assert "TID251" not in _linted(source, "lecture_assets/defs/x.py")
    assert "All checks passed" in _linted(source, "lecture_assets/defs/assets/x.py")


@pytest.mark.parametrize("name", ["av", "cv2", "faster_whisper", "openai", "wordllama"])
def test_the_linter_keeps_heavy_modules_out_of_the_top_of_a_file(name: str) -> None:
    assert "TID253" in _linted(f'"""A."""\n\nimport {name}\n', "lecture_assets/silence/x.py")


def test_only_the_process_module_starts_programs() -> None:
    starts = re.compile(r"\bsubprocess\.|\bos\.(system|popen|spawn\w+|exec\w+|fork)\(|\bPopen\(")
    allowed = _ROOT / "lecture_assets" / "media" / "process.py"
    sources = [path for path in (_ROOT / "lecture_assets").rglob("*.py") if path != allowed]
    assert starts.search(allowed.read_text())
    assert [path for path in sources if starts.search(path.read_text())] == []


def _requirements(lock: Path) -> list[str]:
    joined = lock.read_text().replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip() and line[0] != "#"]


@pytest.mark.parametrize("lock", _LOCKS, ids=lambda lock: str(lock.name))
def test_a_lock_pins_and_hashes_everything_and_names_no_place(lock: Path) -> None:
    requirements = _requirements(lock)
    assert len(requirements) > 20
    for requirement in requirements:
        assert re.match(r"[A-Za-z0-9._-]+==[^ ]+ ", requirement), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", requirement), requirement
        assert not re.search(r"://|@ |file:|--(extra-)?index|--find-links|^-e", requirement)


def test_there_are_locks() -> None:
    assert {"requirements.lock", "requirements-demo.lock"} <= {lock.name for lock in _LOCKS}


def _option_names() -> set[str]:
    names = set()
    for field, info in Settings.model_fields.items():
        inner = getattr(info.annotation, "model_fields", None)
        parts = [field] if inner is None else [f"{field}__{option}" for option in inner]
        names |= {f"LECTURE_{part}".upper() for part in parts}
    return names


def test_the_example_environment_lists_every_option_with_its_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = (_ROOT / ".env.example").read_text()
    listed = dict(re.findall(r"^(?:# )?(LECTURE_\w+)=(.*)$", text, re.MULTILINE))
    assert set(listed) == _option_names()
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("LECTURE_")]:
        monkeypatch.delenv(name)
    for name, value in re.findall(r"^(LECTURE_\w+)=(.*)$", text, re.MULTILINE):
        monkeypatch.setenv(name, value)
    assert Settings() == Settings.model_construct()
