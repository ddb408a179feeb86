"""Reads an ``edits.yaml``."""

import re

from lecture_assets.edits.consistency import contradiction
from lecture_assets.edits.models import (
    NONE,
    Ban,
    Correction,
    Edits,
    Instant,
    Move,
    Pin,
    Retitle,
    Stretch,
)
from lecture_assets.edits.times import instant, stretch
from lecture_assets.edits.written import Written, read_written
from lecture_assets.media.by_hand import FaultError

_KEYS = ("for", "clips", "pin", "ban", "retitle", "move", "correct")
_STRETCH = "4:05-5:10"
_MOST_CLIPS = 100
_LONGEST_TITLE = 200
_LONGEST_TIME = 60
_MOST_ENTRIES = 1_000
_DIGITS = re.compile(r"[0-9a-f]{6,64}")


def parse_edits(data: bytes) -> Edits:
    """Read what an editor decided.

    Raises:
        FaultError: It cannot be used, contradicts itself, or is no YAML.
    """
    root = read_written(data)
    if root is None:
        return NONE
    found = root.fields(_KEYS)
    edits = Edits(
        recording=_recording(found["for"]) if "for" in found else None,
        clips=_clips(found["clips"]) if "clips" in found else None,
        pins=tuple(map(_pin, _entries(found.get("pin"), _STRETCH))),
        bans=tuple(map(_ban, _entries(found.get("ban"), _STRETCH))),
        retitles=tuple(map(_retitle, _entries(found.get("retitle"), f"at: {_STRETCH}"))),
        moves=tuple(map(_move, _entries(found.get("move"), f"at: {_STRETCH}"))),
        corrections=tuple(map(_correction, _entries(found.get("correct"), "heard: sell"))),
    )
    fault = contradiction(edits)
    if fault is not None:
        raise fault
    return edits


def _entries(written: Written | None, example: str) -> list[Written]:
    found = written.items(example) if written else []
    if len(found) > _MOST_ENTRIES:
        raise found[_MOST_ENTRIES].fault(f"is one too many, since {_MOST_ENTRIES} are read")
    return list(found)


def _recording(written: Written) -> tuple[str, int]:
    digits = written.text(_LONGEST_TITLE).lower()
    if not _DIGITS.fullmatch(digits):
        raise written.fault("should be six or more digits of the recording's SHA-256")
    return digits, written.line


def _clips(written: Written) -> tuple[int, int]:
    text = written.text(_LONGEST_TIME)
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) > _MOST_CLIPS:
        raise written.fault(f"should be a whole number from 0 to {_MOST_CLIPS}")
    return int(text), written.line


def _pin(written: Written) -> Pin:
    if written.is_text:
        return Pin(written.line, _stretch(written))
    fields = written.fields(("at", "title"), needed=("at",))
    title = _title(fields["title"]) if "title" in fields else None
    return Pin(written.line, _stretch(fields["at"]), title)


def _ban(written: Written) -> Ban:
    if written.is_text:
        return Ban(written.line, _stretch(written))
    return Ban(written.line, _stretch(written.fields(("at",), needed=("at",))["at"]))


def _retitle(written: Written) -> Retitle:
    fields = written.fields(("at", "title"), needed=("at", "title"))
    return Retitle(written.line, _stretch(fields["at"]), _title(fields["title"]))


def _move(written: Written) -> Move:
    fields = written.fields(("at", "start", "end"), needed=("at",))
    if "start" not in fields and "end" not in fields:
        raise written.fault("needs the key start or the key end")
    start, end = (_instant(fields[name]) if name in fields else None for name in ("start", "end"))
    return Move(written.line, _stretch(fields["at"]), start, end)


def _correction(written: Written) -> Correction:
    fields = written.fields(("heard", "say", "at"), needed=("heard", "say"))
    heard = fields["heard"].text(_LONGEST_TITLE)
    if not any(map(str.isalnum, heard)):
        raise fields["heard"].fault("should name one word or several")
    at = _stretch(fields["at"]) if "at" in fields else None
    return Correction(written.line, heard, fields["say"].text(_LONGEST_TITLE), at)


def _title(written: Written) -> str:
    title = written.text(_LONGEST_TITLE)
    if not title:
        raise written.fault("should be a text")
    return title


def _instant(written: Written) -> Instant:
    try:
        return instant(written.text(_LONGEST_TIME))
    except FaultError:
        raise
    except ValueError as error:
        raise FaultError(str(error), written.line) from error


def _stretch(written: Written) -> Stretch:
    try:
        return stretch(written.text(_LONGEST_TIME))
    except FaultError:
        raise
    except ValueError as error:
        raise FaultError(str(error), written.line) from error
