"""What a person says about a recording, in a small YAML file beside it."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from lecture_assets.errors import StoreError
from lecture_assets.media.languages import ISO_639_1
from lecture_assets.storage.keys import UPLOADS
from lecture_assets.storage.store import ArtifactStore

_SUFFIXES = (".yaml", ".yml")
_MOST_BYTES = 64 * 1024
_DEEPEST = 3
_TURNS_TEXT = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _tidy(value: object) -> object:
    """Take control characters and what turns a text's direction out; nothing left is None."""
    if not isinstance(value, str):
        return value
    text = _TURNS_TEXT.sub("", unicodedata.normalize("NFC", value))
    spaced = (
        " " if unicodedata.category(each)[0] in "CZ" and each not in _JOINERS else each
        for each in text
    )
    return " ".join("".join(spaced).split()) or None


_JOINERS = "\u200c\u200d"
"""Format characters that some scripts cannot be written without."""


def _code(value: object) -> object:
    code = _tidy(value)
    if not isinstance(code, str):
        return code
    if code.lower() not in ISO_639_1:
        raise ValueError("it should be a code of ISO 639-1 such as en or de")
    return code.lower()


def _filled(value: object) -> object:
    if not isinstance(value, list):
        return [] if _tidy(value) is None else value
    return [each for each in value if _tidy(each) is not None]


Title = Annotated[Annotated[str, Field(max_length=200)] | None, BeforeValidator(_tidy)]
Name = Annotated[Annotated[str, Field(max_length=120)] | None, BeforeValidator(_tidy)]
Tag = Annotated[str, Field(max_length=60), BeforeValidator(_tidy)]
Tags = Annotated[list[Tag], Field(max_length=20), BeforeValidator(_filled)]


class About(BaseModel):
    """What is known of a lecture besides its recording; none of it has to be.

    Attributes:
        title: The lecture's title.
        instructor: Who gives it.
        course: What it is part of.
        term: When, such as ``Fall 2026``.
        tags: What else it should be found by.
        language: What is spoken, as a code of ISO 639-1.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Title = None
    instructor: Name = None
    course: Name = None
    term: Name = None
    tags: Tags = []
    language: Annotated[str | None, BeforeValidator(_code)] = None


def is_sidecar(key: str) -> bool:
    """Tell whether a file of that name says something about a recording, and is none itself."""
    return PurePosixPath(key).suffix.lower() in _SUFFIXES


def sidecar_names(upload_key: str) -> list[str]:
    """Names that a recording's sidecar may have, the one that is its alone first.

    Args:
        upload_key: Path of the recording below the drop folder.
    """
    stem = str(PurePosixPath(upload_key).with_suffix(""))
    names = [f"{base}{suffix}" for base in (upload_key, stem) for suffix in _SUFFIXES]
    return list(dict.fromkeys(names))


def read_about(store: ArtifactStore, upload_key: str) -> tuple[About, str | None]:
    """Read what is said about a recording; what cannot be used is left out as a whole.

    Args:
        store: Has the recording.
        upload_key: Its path below the drop folder.

    Returns:
        What is said, and a sentence that warns where it cannot be used.
    """
    for name in sidecar_names(upload_key):
        found = store.stat(UPLOADS + name)
        if found is None:
            continue
        if found.size_bytes > _MOST_BYTES:
            return About(), _unusable(name, "it is larger than 64 KB")
        try:
            return parse_about(store.read(UPLOADS + name)), None
        except StoreError as error:
            return About(), _unusable(name, str(error).rstrip("."))
        except ValueError as error:
            return About(), _unusable(name, str(error))
    return About(), None


def parse_about(data: bytes) -> About:
    """Read a sidecar's content.

    Raises:
        ValueError: It cannot be used, and why, in half a sentence.
    """
    if len(data) > _MOST_BYTES:
        raise ValueError("it is larger than 64 KB")
    try:
        text = data.decode("utf-8-sig")
        _check_shape(text)
        # All texts stay as written, so that the language "no" is not False, nor a term a number.
        content: Any = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8") from error
    except yaml.YAMLError as error:
        raise ValueError(_where(error)) from error
    if content in (None, ""):
        return About()
    if not isinstance(content, dict):
        raise ValueError(f"it should hold lines such as 'title: ...' for {_fields()}")  # noqa: TRY004
    try:
        return About.model_validate(content)
    except ValidationError as error:
        raise ValueError(_first_fault(error)) from error


def _check_shape(text: str) -> None:
    """Refuse aliases and depth before anything is built of them: both can blow a file up."""
    depth = 0
    for event in _events(text):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("it uses aliases, which are not read here")  # noqa: TRY004
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise ValueError("it is nested too deeply")


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=yaml.BaseLoader)
    except (ValueError, OverflowError) as error:
        raise ValueError("it names a character that there is not") from error


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return "it is not YAML" + (f" (line {mark.line + 1})" if mark else "")


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    name = str(fault["loc"][0])
    if fault["type"] == "extra_forbidden":
        return f"it names {str(_tidy(name))[:40]!r}, where only {_fields()} are known"
    said = fault["msg"].removeprefix("Value error, ")
    return f"its {name} cannot be taken: {said[0].lower()}{said[1:]}"


def _fields() -> str:
    return ", ".join(About.model_fields)


def _unusable(name: str, why: str) -> str:
    return f"What {name} says is not used: {why}; mend the file, or remove it."
