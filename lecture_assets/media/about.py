"""What a person says about a recording, in a small YAML file beside it."""

from pathlib import PurePosixPath
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from lecture_assets.errors import StoreError
from lecture_assets.media.by_hand import FaultError, checked_text, not_yaml, read_by_hand, tidy
from lecture_assets.media.languages import ISO_639_1
from lecture_assets.storage.keys import UPLOADS
from lecture_assets.storage.store import ArtifactStore

_SUFFIXES = (".yaml", ".yml")
_DEEPEST = 3


def _code(value: object) -> object:
    code = tidy(value)
    if not isinstance(code, str):
        return code
    if code.lower() not in ISO_639_1:
        raise ValueError("it should be a code of ISO 639-1 such as en or de")
    return code.lower()


def _filled(value: object) -> object:
    if not isinstance(value, list):
        return [] if tidy(value) is None else value
    return [each for each in value if tidy(each) is not None]


Title = Annotated[Annotated[str, Field(max_length=200)] | None, BeforeValidator(tidy)]
Name = Annotated[Annotated[str, Field(max_length=120)] | None, BeforeValidator(tidy)]
Tag = Annotated[str, Field(max_length=60), BeforeValidator(tidy)]
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
        try:
            data = read_by_hand(store, UPLOADS + name)
            if data is not None:
                return parse_about(data), None
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
    try:
        # All texts stay as written, so that the language "no" is not False, nor a term a number.
        content: Any = yaml.load(checked_text(data, _DEEPEST), Loader=yaml.BaseLoader)  # noqa: S506
    except FaultError as error:
        where = f" (line {error.line})" if error.line else ""
        raise ValueError(f"{error}{where}") from error
    except yaml.YAMLError as error:
        raise ValueError(str(not_yaml(error))) from error
    if content in (None, ""):
        return About()
    if not isinstance(content, dict):
        raise ValueError(f"it should hold lines such as 'title: ...' for {_fields()}")  # noqa: TRY004
    try:
        return About.model_validate(content)
    except ValidationError as error:
        raise ValueError(_first_fault(error)) from error


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    name = str(fault["loc"][0])
    if fault["type"] == "extra_forbidden":
        return f"it names {str(tidy(name))[:40]!r}, where only {_fields()} are known"
    said = fault["msg"].removeprefix("Value error, ")
    return f"its {name} cannot be taken: {said[0].lower()}{said[1:]}"


def _fields() -> str:
    return ", ".join(About.model_fields)


def _unusable(name: str, why: str) -> str:
    return f"What {name} says is not used: {why}; mend the file, or remove it."
