"""The check that captions can be read, for a whole lecture and for its clips."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import dagster as dg

from lecture_assets.defs.describe import table
from lecture_assets.defs.work import Findings
from lecture_assets.errors import StoreError
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.timeline import Span, span
from lecture_assets.transcript.captions import Cue, captioned, read_cues
from lecture_assets.transcript.compliance import RULES, Breach, breaches
from lecture_assets.transcript.models import Word

READABLE = "captions_can_be_read"
"""Name of the check."""

ABOUT_READABLE = (
    "Captions keep to the rules of reading: "
    + "; ".join(RULES.values())
    + ". Where speech leaves no choice, the reason is listed."
)

_WORST = 20


@dataclass(frozen=True)
class Captioned:
    """Captions as they were written.

    Attributes:
        name: What they belong to, as a sentence begins: empty, or such as ``Clip 2, ``.
        vtt_key: Where the WebVTT is.
        srt_key: Where the SubRip is.
        words: What they were made of, on their clock.
        silences: On the same clock; None takes the pauses between the words.
        gap_ms: Least distance between two cues.
        whole_ms: Length of what they belong to.
    """

    name: str
    vtt_key: str
    srt_key: str
    words: Sequence[Word]
    silences: Sequence[Span] | None
    gap_ms: int
    whole_ms: int


def readable_captions(store: ArtifactStore, files: Sequence[Captioned]) -> Findings:
    """See that caption files hold what their words give, and keep to every rule.

    Args:
        store: Has the files.
        files: What to look at.
    """
    faults: list[str] = []
    found: list[tuple[str, Breach]] = []
    cues = 0
    for file in files:
        wanted = captioned(file.words, file.gap_ms, file.whole_ms)
        faults += _unlike(store, file, [cue for cue, _ in wanted])
        silences = _pauses(file.words) if file.silences is None else file.silences
        found += [
            (file.name, each) for each in breaches(wanted, silences, file.gap_ms, file.whole_ms)
        ]
        cues += len(wanted)
    faults += [f"{name}{each}." for name, each in found if each.why is None]
    metadata = {"cues": dg.MetadataValue.int(cues), "rules": _counts(found, cues)}
    if found:
        metadata["not_kept"] = _worst(found)
    return Findings(faults, metadata)


def _unlike(store: ArtifactStore, file: Captioned, wanted: Sequence[Cue]) -> list[str]:
    faults = []
    forms: tuple[tuple[str, Literal["vtt", "srt"]], ...] = (
        (file.vtt_key, "vtt"),
        (file.srt_key, "srt"),
    )
    for key, form in forms:
        try:
            same = read_cues(store.read(key).decode(), form) == wanted
        except (StoreError, ValueError):
            same = False
        if not same:
            faults.append(f"{key} does not hold the captions that its transcript gives.")
    return faults


def _pauses(words: Sequence[Word]) -> list[Span]:
    return [span(a.end_ms, b.start_ms) for a, b in pairwise(words) if a.end_ms < b.start_ms]


def _counts(found: Sequence[tuple[str, Breach]], cues: int) -> dg.MetadataValue:
    rows = []
    for rule, asks in RULES.items():
        broken = {(name, b.cue.start_ms): b.why for name, b in found if b.rule == rule}
        reasons = sum(why is not None for why in broken.values())
        rows.append((asks, f"{cues - len(broken)} of {cues}", reasons, len(broken) - reasons))
    return table(["rule", "cues that keep it", "not, for a reason", "not, and should"], rows)


def _worst(found: Sequence[tuple[str, Breach]]) -> dg.MetadataValue:
    rows = []
    for rule in RULES:
        broken = sorted((each for each in found if each[1].rule == rule), key=lambda e: -e[1].by)
        rows += [(rule, name + str(each)) for name, each in broken[:_WORST]]
    return table(["rule", "the worst cues, and why"], rows)
