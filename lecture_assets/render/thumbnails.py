"""Chooses the picture that stands for a clip."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lecture_assets.errors import MediaError
from lecture_assets.layout.models import Slide
from lecture_assets.timeline import Span, clamp, merge, span, total_ms

_FADES_MS = 500


def featured(slides: Sequence[Slide], keep: Sequence[Span]) -> Span | None:
    """When the slide that a clip shows longest stands still, on the clip's clock.

    Args:
        slides: Of the lecture.
        keep: What the clip is made of, on the lecture's clock.

    Returns:
        That time without what may be a fade at both ends, or None where no slide stands so long.
    """
    kept = merge(keep)
    longest = max(slides, key=lambda slide: total_ms(clamp(kept, slide)), default=None)
    if longest is None:
        return None
    start = total_ms(clamp(kept, span(0, longest.start_ms)))
    end = start + total_ms(clamp(kept, longest))
    return span(start + _FADES_MS, end - _FADES_MS) if end - start > 2 * _FADES_MS else None


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
