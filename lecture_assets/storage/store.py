"""What a store can do, whatever it is made of."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Stored:
    """An object in the store.

    Attributes:
        key: Its name, with ``/`` between its parts.
        size_bytes: Its size.
        etag: Changes whenever its content does.
        modified_ns: When it was last written, in nanoseconds since 1970.
    """

    key: str
    size_bytes: int
    etag: str
    modified_ns: int


class ArtifactStore(Protocol):
    """A tree of objects by key; every write is complete or not there at all."""

    def read(self, key: str) -> bytes:
        """Return an object's bytes; StoreError when it is not there."""

    def write(self, key: str, data: bytes) -> None:
        """Write an object, replacing what was there."""

    def put(self, key: str, path: Path) -> None:
        """Move a finished local file into the store, replacing what was there."""

    def take_in(self, key: str, source: Path) -> None:
        """Bring a file of the user's into the store, and leave the user's own as it is."""

    def fetch(self, key: str) -> Path:
        """Return a local file with an object's content, for reading only."""

    def stat(self, key: str) -> Stored | None:
        """Describe an object; None when it is not there."""

    def list(self, prefix: str) -> Iterator[Stored]:
        """List the objects below a folder, hidden ones left out."""

    def delete(self, key: str) -> None:
        """Remove an object; nothing happens when it is not there."""

    def scratch(self, key: str) -> Path:
        """Return a local folder for unfinished work, made when it is not there."""

    def discard_scratch(self, key: str) -> None:
        """Remove such a folder with all that is in it."""

    def lock(self, name: str, *, shared: bool) -> AbstractContextManager[bool]:
        """Try to take a lock that dies with its process; the context says whether it was had."""
