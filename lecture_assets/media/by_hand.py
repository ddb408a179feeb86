"""YAML that a person wrote, bounded before anything is built of it."""

import re
import unicodedata
from collections.abc import Iterator

import yaml

from lecture_assets.storage.store import ArtifactStore

MOST_BYTES = 64 * 1024
"""Larger files are not read."""

_TURNS_TEXT = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_JOINERS = "\u200c\u200d"
"""Format characters that some scripts cannot be written without."""


def tidy(value: object) -> object:
    """Take control characters and what turns a text's direction out; nothing left is None."""
    if not isinstance(value, str):
        return value
    text = _TURNS_TEXT.sub("", unicodedata.normalize("NFC", value))
    spaced = (
        " " if unicodedata.category(each)[0] in "CZ" and each not in _JOINERS else each
        for each in text
    )
    return " ".join("".join(spaced).split()) or None


class FaultError(ValueError):
    """What a person wrote cannot be used; the message is half a sentence.

    Attributes:
        line: Where, counted from 1; None where it is about the whole file.
        problem: What the YAML parser calls it; empty where it is none of its problems.
    """

    def __init__(self, why: str, line: int | None = None, problem: str = "") -> None:
        super().__init__(why)
        self.line = line
        self.problem = problem


class NoFileError(FaultError):
    """Where a person's file is expected there is something else."""


def read_by_hand(store: ArtifactStore, key: str) -> bytes | None:
    """Return what a person wrote; None where there is nothing.

    Args:
        store: Has the file.
        key: Its key.

    Raises:
        FaultError: It is no file, or too large.
        StoreError: It cannot be read.
    """
    other = store.not_a_file(key)
    if other is not None:
        raise NoFileError(f"it is {other}, where a file is expected")
    found = store.stat(key)
    if found is None:
        return None
    if found.size_bytes > MOST_BYTES:
        raise FaultError("it is larger than 64 KB")
    return store.read(key)


def not_yaml(error: yaml.YAMLError) -> FaultError:
    """Turn an error of the parser into ours."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or ""
    return FaultError("it is not YAML", mark.line + 1 if mark else None, problem)


def checked_text(data: bytes, deepest: int) -> str:
    """Return a file's text, if it is YAML without aliases: these can blow a file up, as depth can.

    It should be loaded with ``yaml.BaseLoader``, which keeps all texts as written, so that "no" is
    not False, nor a time a number.

    Args:
        data: The file.
        deepest: How many lists and mappings may lie within one another.

    Raises:
        FaultError: It cannot be used.
    """
    if len(data) > MOST_BYTES:
        raise FaultError("it is larger than 64 KB")
    try:
        text = data.decode("utf-8-sig")
        _check_shape(text, deepest)
    except UnicodeDecodeError as error:
        raise FaultError("it is not UTF-8") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise FaultError("it is not YAML, since it holds a control character", line) from error
    except yaml.YAMLError as error:
        raise not_yaml(error) from error
    return text


def _check_shape(text: str, deepest: int) -> None:
    depth = 0
    for event in _events(text):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise FaultError("it uses aliases, which are not read here", line)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > deepest:
            raise FaultError("it is nested too deeply", line)


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=yaml.BaseLoader)
    except (ValueError, OverflowError) as error:
        raise FaultError("it names a character that there is not") from error
