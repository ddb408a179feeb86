"""Tells the language of a lecture from what a model hears in parts of it."""

import math
from collections.abc import Mapping, Sequence

CERTAIN = 0.5
"""Probability from which a model's choice of a language is believed."""
_LEAST_PROBABILITY = 1e-4
_SELDOM = frozenset("br haw jw la lb mi nn oc sa yi".split())  # noqa: SIM905
_SELDOM_WEIGHT = 0.05


def likeliest(heard: Sequence[Mapping[str, float]]) -> tuple[str, float]:
    """Return the language in which a lecture is held, and how certain the model is.

    The probabilities of its parts are multiplied: an accent fools the model in some of them, but
    then the right language is a close second there. Where that leaves it uncertain, languages in
    which hardly anybody lectures, but which Whisper takes noise, robots and neighbours for (Latin,
    Yiddish for German, Nynorsk for Norwegian, Javanese for Indonesian), count a twentieth.

    Args:
        heard: For each part, the probability of each language, by the model's code.
    """
    codes = sorted({code for each in heard for code in each})
    if not codes:
        return "en", 0.0
    likely = {code: _geometric_mean([each.get(code, 0.0) for each in heard]) for code in codes}
    certainty = max(likely.values()) / sum(likely.values())
    if certainty < CERTAIN:
        likely |= {code: likely[code] * _SELDOM_WEIGHT for code in _SELDOM.intersection(codes)}
    return max(codes, key=likely.__getitem__), certainty


def _geometric_mean(probabilities: Sequence[float]) -> float:
    logs = [math.log(max(each, _LEAST_PROBABILITY)) for each in probabilities]
    return math.exp(sum(logs) / len(logs))
