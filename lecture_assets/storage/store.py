"""What a store can do, whatever it is made of."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lecture_assets.progress import Progress, ignore


@dataclass(frozen=True, slots=True)
class Stored:
    """An object in the store.

    Attributes:
        key: Its name, with ``/`` between its parts.
        size_bytes: Its size.
        etag: Changes whenever it is written anew, be it with content that it had before.
        modified_ns: When it was last written, in nanoseconds since 1970.
    """

    key: str
    size_bytes: int
    etag: str
    modified_ns: int


class ArtifactStore(Protocol):
    """A tree of objects by key; every write is complete or not there at all.

    Attributes:
        location: What a person calls it: a folder, or ``s3://bucket/prefix``.
        shows_growing: Whether the list may show objects that are still being written, as a folder
            does that others copy into.
    """

    location: str
    shows_growing: bool

    def read(self, key: str) -> bytes:
        """Return an object's bytes; StoreError when it is not there."""

    def write(self, key: str, data: bytes) -> None:
        """Write an object, replacing what was there."""

    def put(self, key: str, path: Path, progress: Progress = ignore) -> None:
        """Move a finished local file into the store, replacing what was there."""

    def take_in(self, key: str, source: Path, progress: Progress = ignore) -> None:
        """Bring a file of the user's into the store, and leave the user's own as it is."""

    def fetch(self, key: str, progress: Progress = ignore) -> Path:
        """Return a local file with an object's content, for reading only."""

    def key_of(self, path: Path) -> str | None:
        """Return the key of a local file that lies in the store; None where it does not."""

    def link(self, key: str) -> str:
        """Return where a person can open an object now: a path, or a URL that expires."""

    def stat(self, key: str) -> Stored | None:
        """Describe an object; None when it is not there."""

    def not_a_file(self, key: str) -> str | None:
        """Say what lies at a key if that is no file, such as "a folder"; None otherwise."""

    def sha256(self, key: str) -> str | None:
        """Return the SHA-256 of an object's content; None when it is not there, or not known."""

    def list(self, prefix: str) -> Iterator[Stored]:
        """List the objects below a folder, hidden ones left out."""

    def delete(self, key: str) -> None:
        """Remove an object; nothing happens when it is not there."""

    def delete_all(self, prefix: str) -> None:
        """Remove everything below a folder, hidden and unfinished objects too."""

    def sweep(self, older_than_s: int) -> int:
        """Remove uploads that were begun so long ago and never finished; return how many."""

    def scratch(self, key: str) -> Path:
        """Return a local folder for unfinished work, made when it is not there."""

    def discard_scratch(self, key: str) -> None:
        """Remove such a folder with all that is in it."""

    def home(self) -> Path:
        """Return the local folder for Dagster's records where ``DAGSTER_HOME`` names none."""

    def lock(self, name: str, *, shared: bool) -> AbstractContextManager[bool]:
        """Try to take a lock that dies with its process; the context says whether it was had."""
