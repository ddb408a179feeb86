"""Chooses the picture that stands for a clip."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lecture_assets.errors import MediaError


def sharpest(frames: Sequence[Path]) -> Path:
    """Choose the frame with the most detail: no blur, no blank slide, no cross-fade.

    Args:
        frames: JPEG files.

    Raises:
        MediaError: There is none.
    """
    if not frames:
        raise MediaError("the source shows no picture there")
    return max(frames, key=sharpness)


def sharpness(frame: Path) -> float:
    """Logarithm of the variance of the picture's Laplacian; higher is sharper."""
    import cv2

    grey = cv2.imread(str(frame), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        return -math.inf
    return math.log1p(float(np.var(cv2.Laplacian(grey, cv2.CV_64F))))
