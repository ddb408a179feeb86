"""YAML as lists, mappings and texts that know their lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import yaml

from lecture_assets.media.by_hand import FaultError, checked_text, not_yaml, tidy

_DEEPEST = 3
_PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")}
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Written:
    """A piece of a file.

    Attributes:
        name: What it is called in messages.
        node: As PyYAML composed it.
    """

    name: str
    node: yaml.Node

    def __post_init__(self) -> None:
        if self.node.tag not in _PLAIN_TAGS:
            raise self.fault("has a tag, and tags are not read here")

    @property
    def line(self) -> int:
        """Where it begins, counted from 1."""
        return int(self.node.start_mark.line) + 1

    @property
    def is_text(self) -> bool:
        """Whether it is neither a list nor a mapping."""
        return isinstance(self.node, yaml.ScalarNode)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written there."""
        return self.is_text and not self.node.value

    def fault(self, why: str) -> FaultError:
        """Say what is wrong with it; ``why`` goes on after its name."""
        return FaultError(f"{self.name} {why}", self.line)

    def text(self, longest: int) -> str:
        """Return its text, without control characters; empty where nothing is left.

        Raises:
            FaultError: It is none, or too long.
        """
        if not self.is_text:
            raise self.fault("should be a text")
        text = str(tidy(self.node.value) or "")
        if len(text) > longest:
            raise self.fault(f"is longer than {longest} characters")
        return text

    def items(self, example: str) -> Sequence["Written"]:
        """Return what a list holds; nothing where nothing is written.

        Raises:
            FaultError: It is no list.
        """
        if self.is_empty:
            return []
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.fault(f"should be a list, with lines such as '- {example}'")
        return [Written(f"an entry of {self.name}", node) for node in self.node.value]

    def fields(self, known: Sequence[str], needed: Sequence[str] = ()) -> Mapping[str, "Written"]:
        """Return what a mapping holds, by key.

        Raises:
            FaultError: It is no mapping; a key is not known, is there twice, or is missing.
        """
        if not isinstance(self.node, yaml.MappingNode):
            raise self.fault(f"should hold keys such as {known[0]}:")
        found: dict[str, Written] = {}
        for key, value in self.node.value:
            name = _key(key, known)
            if name in found:
                raise FaultError(f"{name} is there twice", key.start_mark.line + 1)
            found[name] = Written(name, value)
        for name in needed:
            if name not in found:
                raise self.fault(f"needs the key {name}")
        return found


def _key(node: yaml.Node, known: Sequence[str]) -> str:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode):
        raise FaultError("a key should be a word", line)
    name = str(tidy(node.value) or "")[:_LONGEST_NAME]
    if name in known:
        return name
    close = get_close_matches(name, known, 1)
    hint = f"; did you mean {close[0]}?" if close else f", only {', '.join(known)}"
    raise FaultError(f"there is no key {name or 'without a name'}{hint}", line)


def read_written(data: bytes) -> Written | None:
    """Compose a file; None where nothing is written in it.

    Raises:
        FaultError: It cannot be used.
    """
    text = checked_text(data, _DEEPEST)
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise not_yaml(error) from error
    if root is None:
        return None
    written = Written("the file", root)
    return None if written.is_empty else written
