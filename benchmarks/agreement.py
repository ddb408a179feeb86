"""How far a segmentation is from the true one."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def window_of(count: int, starts: Sequence[int]) -> int:
    """Half the mean true length of a topic, in sentences.

    Args:
        count: Number of sentences, at least two.
        starts: First sentences of the topics, but for the first topic.
    """
    return min(count - 1, max(1, round(count / (len(starts) + 1) / 2)))


def pk(truth: Sequence[int], found: Sequence[int], count: int, window: int) -> float:
    """Share of windows on whose ends truth and found disagree: same topic, or not.

    Beeferman, Berger and Lafferty, "Statistical Models for Text Segmentation" (1999).

    Args:
        truth: First sentences of the true topics, but for the first topic.
        found: The same of the topics that were found.
        count: Number of sentences.
        window: Distance of a window's ends, in sentences.
    """
    within, other = _within(truth, count, window), _within(found, count, window)
    return float(np.mean((within > 0) != (other > 0)))


def window_diff(truth: Sequence[int], found: Sequence[int], count: int, window: int) -> float:
    """Share of windows that do not hold as many boundaries as they should; arguments as for Pk.

    Pevzner and Hearst, "A Critique and Improvement of an Evaluation Metric" (2002).
    """
    return float(np.mean(_within(truth, count, window) != _within(found, count, window)))


def _within(starts: Sequence[int], count: int, window: int) -> npt.NDArray[np.int64]:
    """Number of boundaries between the ends of every window."""
    marks = np.zeros(count, dtype=np.int64)
    marks[list(starts)] = 1
    topic = np.cumsum(marks)
    return topic[window:] - topic[:-window]
