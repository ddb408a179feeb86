"""Which edits hold for a lecture now: those in its file, unless that is about another recording."""

import hashlib
import json
from dataclasses import dataclass, field

from pydantic import ValidationError

from lecture_assets.edits.consistency import beyond
from lecture_assets.edits.models import FILE, NONE, Edits
from lecture_assets.edits.parse import parse_edits
from lecture_assets.errors import EditsError, StoreError
from lecture_assets.media.by_hand import MOST_BYTES, FaultError
from lecture_assets.media.models import LectureVideo
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.store import ArtifactStore

NO_FILE = "none"
"""The version of edits that there are none of."""
_UNUSABLE, _ASIDE = "unusable", ".aside"
_SHOWN_DIGITS = 12


@dataclass(frozen=True)
class _Read:
    """The file as it is.

    Attributes:
        version: SHA-256 of it.
        edits: What it says, where it can be used.
        fault: Why it cannot.
    """

    version: str
    edits: Edits = NONE
    fault: FaultError | None = None


@dataclass(frozen=True)
class InForce:
    """What an editor's file says, as far as it holds.

    Attributes:
        edits: What is to be obeyed.
        warnings: Why the file was set aside, if it was.
    """

    edits: Edits = NONE
    warnings: list[str] = field(default_factory=list)


def edits_version(store: ArtifactStore, lecture: str) -> str:
    """Return the SHA-256 of a lecture's file, or that there is none."""
    found = store.stat(lecture_key(lecture, FILE))
    if found is None:
        return NO_FILE
    if found.size_bytes > MOST_BYTES:
        return hashlib.sha256(found.etag.encode()).hexdigest()
    return hashlib.sha256(store.read(lecture_key(lecture, FILE))).hexdigest()


def edits_mark(store: ArtifactStore, lecture: str) -> str:
    """Return what changes when what is to be obeyed does: the file, and the recording it is about.

    A file that does not name its recording is about the one that was there when it was first used,
    which the lineage of the selected highlights remembers as this mark.
    """
    read = _read(store, lecture)
    if read is None:
        return NO_FILE
    if read.fault is not None:
        return f"{read.version}.{_UNUSABLE}"
    about = _about(store, lecture, read)
    holds = _recording(store, lecture).startswith(about)
    return f"{read.version}.{about}{'' if holds else _ASIDE}"


def edits_in_force(store: ArtifactStore, lecture: str, duration_ms: int) -> InForce:
    """Read what is to be obeyed.

    Args:
        store: Has the lecture.
        lecture: The video ID.
        duration_ms: Length of the lecture.

    Raises:
        EditsError: The file cannot be used; the message names the line.
    """
    read = _read(store, lecture)
    if read is None:
        return InForce()
    if read.fault is not None:
        raise refusal(read.fault)
    about, recording = _about(store, lecture, read), _recording(store, lecture)
    if not recording.startswith(about):
        return InForce(warnings=[_set_aside(about, recording, read.edits)])
    fault = beyond(read.edits, duration_ms)
    if fault is not None:
        raise refusal(fault)
    return InForce(read.edits)


def refusal(fault: FaultError) -> EditsError:
    """Make a sentence of what is wrong with a file."""
    where = f", line {fault.line}" if fault.line else ""
    problem = f" ({' '.join(fault.problem.split())})" if fault.problem else ""
    end = "" if str(fault).endswith("?") else "; mend the file, or remove it."
    return EditsError(f"{FILE}{where}: {fault}{problem}{end}")


def _read(store: ArtifactStore, lecture: str) -> _Read | None:
    key = lecture_key(lecture, FILE)
    found = store.stat(key)
    if found is None:
        return None
    if found.size_bytes > MOST_BYTES:
        too_large = FaultError("it is larger than 64 KB")
        return _Read(edits_version(store, lecture), fault=too_large)
    data = store.read(key)
    version = hashlib.sha256(data).hexdigest()
    try:
        return _Read(version, parse_edits(data))
    except FaultError as fault:
        return _Read(version, fault=fault)


def _about(store: ArtifactStore, lecture: str, read: _Read) -> str:
    """Return the SHA-256, or its first digits, of the recording that a file is about."""
    if read.edits.recording is not None:
        return read.edits.recording[0]
    version, _, used_for = _used(store, lecture).removesuffix(_ASIDE).partition(".")
    known = version == read.version and used_for and used_for != _UNUSABLE
    return used_for if known else _recording(store, lecture)


def _used(store: ArtifactStore, lecture: str) -> str:
    """Return the mark of the edits that the selected highlights were made with."""
    try:
        made = json.loads(store.read(lecture_key(lecture, "selected_highlights.json")))
        return str(made["made_by"]["inputs"]["lecture_edits"])
    except (StoreError, ValueError, KeyError, TypeError):
        return ""


def _recording(store: ArtifactStore, lecture: str) -> str:
    try:
        data = store.read(lecture_key(lecture, "lecture_video.json"))
        return LectureVideo.model_validate_json(data).sha256
    except (StoreError, ValidationError):
        return ""


def _set_aside(about: str, recording: str, edits: Edits) -> str:
    other, this = about[:_SHOWN_DIGITS], recording[:_SHOWN_DIGITS]
    line = f", line {edits.recording[1]}" if edits.recording else ""
    return (
        f"{FILE}{line}: it is about another recording ({other}) than this one ({this}) and was set "
        f"aside; write 'for: {this}' into it where it holds for this one too."
    )
