"""Loads the speech model: on the GPU where there is one that works, else on the CPU."""

import logging
import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from lecture_assets.errors import SettingsError
from lecture_assets.media.audio import RATE
from lecture_assets.transcript.weights import PACKAGED_MODEL, packaged_weights

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

_COMPUTE_TYPES = {"cuda": "float16", "cpu": "int8"}
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class SpeechModel:
    """A model that is loaded.

    Attributes:
        whisper: The model.
        device: Where it works.
        source: Where it came from, for people.
        seconds: How long loading took.
    """

    whisper: "WhisperModel"
    device: Literal["cuda", "cpu"]
    source: str
    seconds: float

    def __str__(self) -> str:
        """Say what a run's log should."""
        where = {"cuda": "the GPU", "cpu": "the CPU"}[self.device]
        return f"{self.source} on {where} ({_COMPUTE_TYPES[self.device]})"


@cache
def load_speech_model(name: str) -> SpeechModel:
    """Load a model once per process.

    Args:
        name: A folder, a name that faster-whisper fetches, or that of the packaged model.

    Raises:
        SettingsError: It cannot be loaded.
        MissingToolError: The packages of the packaged model are not there, or hold something else.
    """
    started = time.monotonic()
    try:
        whisper, device = _on_best_device(name)
    except (OSError, RuntimeError, ValueError) as error:
        raise SettingsError(
            f"The speech model {name} cannot be loaded; set LECTURE_TRANSCRIPT__MODEL to a "
            "faster-whisper model's folder, or unset it for the packaged one."
        ) from error
    packaged = f"{name} from installed packages"
    source = packaged if name == PACKAGED_MODEL else f"{name}, named by LECTURE_TRANSCRIPT__MODEL,"
    loaded = SpeechModel(whisper, device, source, time.monotonic() - started)
    _LOG.info("Loaded the speech model in %.1f s.", loaded.seconds)
    return loaded


def _on_best_device(name: str) -> tuple["WhisperModel", Literal["cuda", "cpu"]]:
    try:
        if _gpus():
            whisper = _open(name, "cuda")
            # Libraries of the GPU that are missing show when it is used first.
            whisper.detect_language(np.zeros(RATE, np.float32))
            return whisper, "cuda"
    except (OSError, RuntimeError, ValueError) as error:
        why = " ".join(str(error).split())
        _LOG.warning("The GPU cannot be used, so the CPU recognises speech: %s", why)
    return _open(name, "cpu"), "cpu"


def _gpus() -> int:
    from ctranslate2 import get_cuda_device_count  # noqa: PLC0415 - takes long

    return int(get_cuda_device_count())


def _open(name: str, device: str) -> "WhisperModel":
    from faster_whisper import WhisperModel

    packaged = name == PACKAGED_MODEL
    return WhisperModel(
        "base" if packaged else name,
        device=device,
        compute_type=_COMPUTE_TYPES[device],
        files=packaged_weights() if packaged else None,
    )
