"""Sentence vectors from wordllama, whose weights come with its package."""

import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

MODEL = "wordllama-0.4"


@cache
def _model() -> Any:  # noqa: ANN401 - wordllama is not typed
    # Importing it sets up the log of the whole process, which is not its business.
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    import wordllama

    root.handlers[:] = handlers
    root.setLevel(level)
    folder = Path(wordllama.__file__).parent
    return wordllama.WordLlama.load(cache_dir=folder, disable_download=True)


def text_vectors(texts: Sequence[str]) -> FloatArray:
    """Embed texts.

    Returns:
        Array of shape (texts, 256) with rows of length 1; a text without any token gives zeros.
    """
    if not texts:
        return np.zeros((0, 256))
    raw = np.asarray(_model().embed(list(texts)), dtype=np.float64)
    return np.asarray(raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9))
