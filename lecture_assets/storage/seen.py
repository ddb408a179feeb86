"""The record of the uploads that were dealt with: eight bytes for each, in one object."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lecture_assets.errors import StoreError
from lecture_assets.storage.store import ArtifactStore, Stored

_MARK_BYTES = 8


def mark_of(upload: Stored) -> bytes:
    """Return eight bytes that tell one upload from another, also of the same key."""
    told = f"{upload.key}\0{upload.etag}".encode(errors="surrogatepass")
    return hashlib.blake2b(told, digest_size=_MARK_BYTES).digest()


@dataclass
class Seen:
    """What is remembered from tick to tick.

    Attributes:
        done: Marks of the uploads that are there and were dealt with.
        growing: Marks of those that were there for the first time, where these may still grow.
    """

    done: set[bytes] = field(default_factory=set)
    growing: set[bytes] = field(default_factory=set)

    def encode(self) -> bytes:
        """Write it as bytes: equal records, equal bytes."""
        count = len(self.done).to_bytes(_MARK_BYTES, "big")
        return b"".join((count, *sorted(self.done), *sorted(self.growing)))

    @classmethod
    def decode(cls, data: bytes) -> "Seen":
        """Read what ``encode`` wrote."""
        end = (int.from_bytes(data[:_MARK_BYTES], "big") + 1) * _MARK_BYTES
        return cls(set(_marks(data[_MARK_BYTES:end])), set(_marks(data[end:])))


def _marks(data: bytes) -> Iterator[bytes]:
    return (data[at : at + _MARK_BYTES] for at in range(0, len(data), _MARK_BYTES))


class SeenRecords:
    """Where the records lie, each under the hash of its content.

    No record is ever changed, and the one that a tick read outlives it: whoever is killed before
    its cursor was saved leaves the next tick what it had itself.
    """

    def __init__(self, store: ArtifactStore, instance: str) -> None:
        self._store = store
        self._folder = f".sensor/{instance}/"

    def read(self, name: str) -> Seen | None:
        """Return a record; None when it is not there, or not what was written."""
        if not re.fullmatch(r"[0-9a-f]{64}", name):
            return None
        try:
            data = self._store.read(self._folder + name)
        except StoreError:
            return None
        return Seen.decode(data) if hashlib.sha256(data).hexdigest() == name else None

    def write(self, seen: Seen, read: str) -> str:
        """Write a record and return its name.

        What is older than the record that was read is removed: that one's name was saved, so no
        cursor names an older one. Newer ones stay, since a slower tick may have written them.

        Args:
            seen: The record.
            read: Name of the record that the saved cursor names; empty where there is none.
        """
        data = seen.encode()
        name = hashlib.sha256(data).hexdigest()
        self._store.write(self._folder + name, data)
        there = list(self._store.list(self._folder))
        since = next((each.modified_ns for each in there if each.key.endswith(f"/{read}")), 0)
        for each in there:
            if each.modified_ns < since and not each.key.endswith(f"/{name}"):
                self._store.delete(each.key)
        return name
