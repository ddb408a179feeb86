"""Which edits hold for a lecture now: those in its file, unless that is about another recording."""

import hashlib
import json
from dataclasses import dataclass, field

from pydantic import ValidationError

from lecture_assets.edits.consistency import beyond
from lecture_assets.edits.models import FILE, NONE, Edits
from lecture_assets.edits.parse import parse_edits
from lecture_assets.errors import EditsError, StoreError
from lecture_assets.media.by_hand import FaultError, read_by_hand
from lecture_assets.media.models import LectureVideo
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.store import ArtifactStore

NO_FILE = "none"
"""The version of edits that there are none of."""
_UNUSABLE, _ASIDE = "unusable", ".aside"
_SHOWN_DIGITS = 12


@dataclass(frozen=True)
class _Written:
    """The file as it is.

    Attributes:
        version: SHA-256 of it.
        data: Its content, where it can be read.
        fault: Why it cannot.
    """

    version: str
    data: bytes = b""
    fault: FaultError | None = None


@dataclass(frozen=True)
class _Read:
    """What the file says.

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
    return _written(store, lecture).version


def edits_mark(store: ArtifactStore, lecture: str) -> str:
    """Return what changes when what is to be obeyed does: the file, and the recording it is about.

    A file that does not name its recording is about the one that was there when it was first used,
    which the lineage of the selected highlights remembers as this mark.
    """
    read = _read(store, lecture)
    if read.version == NO_FILE:
        return NO_FILE
    if read.fault is not None:
        return f"{read.version}.{_UNUSABLE}"
    recording = _recording(_measured(store, lecture))
    about = _about(store, lecture, read, recording)
    holds = recording.startswith(about)
    return f"{read.version}.{about}{'' if holds else _ASIDE}"


def edits_in_force(
    store: ArtifactStore, lecture: str, measured: LectureVideo | None = None
) -> InForce:
    """Read what is to be obeyed.

    Args:
        store: Has the lecture.
        lecture: The video ID.
        measured: The recording, whose length counts; the one in the store where none is given.

    Raises:
        EditsError: The file cannot be used; the message names the line.
    """
    read = _read(store, lecture)
    if read.fault is not None:
        raise refusal(read.fault)
    measured = measured or _measured(store, lecture)
    recording = _recording(measured)
    about = _about(store, lecture, read, recording)
    if not recording.startswith(about):
        return InForce(warnings=[_set_aside(about, recording, read.edits)])
    fault = beyond(read.edits, measured.duration_ms) if measured else None
    if fault is not None:
        raise refusal(fault)
    return InForce(read.edits)


def why_unusable(
    store: ArtifactStore, lecture: str, measured: LectureVideo | None = None
) -> str | None:
    """Say in a sentence why a lecture's file cannot be used; None where it can, or is not there.

    This can be known before anything is made of the recording. What shows in the choice alone, such
    as pins that meet once they have settled, ``select_highlights`` tells.

    Args:
        store: Has the lecture.
        lecture: The video ID.
        measured: See ``edits_in_force``.
    """
    try:
        edits_in_force(store, lecture, measured)
    except EditsError as error:
        return str(error)
    return None


def refusal(fault: FaultError) -> EditsError:
    """Make a sentence of what is wrong with a file."""
    where = f", line {fault.line}" if fault.line else ""
    problem = f" ({' '.join(fault.problem.split())})" if fault.problem else ""
    end = "" if str(fault).endswith("?") else "; mend the file, or remove it."
    return EditsError(f"{FILE}{where}: {fault}{problem}{end}")


def _written(store: ArtifactStore, lecture: str) -> _Written:
    key = lecture_key(lecture, FILE)
    try:
        data = read_by_hand(store, key)
    except (FaultError, StoreError) as error:
        fault = error if isinstance(error, FaultError) else FaultError(str(error).rstrip("."))
        found = store.stat(key)
        return _Written(_hash(f"{fault} {found.etag if found else ''}".encode()), fault=fault)
    return _Written(NO_FILE) if data is None else _Written(_hash(data), data)


def _read(store: ArtifactStore, lecture: str) -> _Read:
    written = _written(store, lecture)
    try:
        if written.fault is not None:
            raise written.fault
        return _Read(written.version, parse_edits(written.data))
    except FaultError as fault:
        return _Read(written.version, fault=fault)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _about(store: ArtifactStore, lecture: str, read: _Read, recording: str) -> str:
    """Return the SHA-256, or its first digits, of the recording that a file is about."""
    if read.edits.recording is not None:
        return read.edits.recording[0]
    version, _, used_for = _used(store, lecture).removesuffix(_ASIDE).partition(".")
    known = version == read.version and used_for and used_for != _UNUSABLE
    return used_for if known else recording


def _used(store: ArtifactStore, lecture: str) -> str:
    """Return the mark of the edits that the selected highlights were made with."""
    try:
        made = json.loads(store.read(lecture_key(lecture, "selected_highlights.json")))
        return str(made["made_by"]["inputs"]["lecture_edits"])
    except (StoreError, ValueError, KeyError, TypeError):
        return ""


def _measured(store: ArtifactStore, lecture: str) -> LectureVideo | None:
    try:
        data = store.read(lecture_key(lecture, "lecture_video.json"))
        return LectureVideo.model_validate_json(data)
    except (StoreError, ValidationError):
        return None


def _recording(measured: LectureVideo | None) -> str:
    return measured.sha256 if measured else ""


def _set_aside(about: str, recording: str, edits: Edits) -> str:
    other, this = about[:_SHOWN_DIGITS], recording[:_SHOWN_DIGITS]
    line = f", line {edits.recording[1]}" if edits.recording else ""
    return (
        f"{FILE}{line}: it is about another recording ({other}) than this one ({this}) and was set "
        f"aside; write 'for: {this}' into it where it holds for this one too."
    )
