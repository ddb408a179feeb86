"""Files of a store that is far away, kept on this machine: bounded, shared, checked by hash."""

import errno
import fcntl
import hashlib
import json
import logging
import os
import re
import shutil
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from io import BufferedRandom
from pathlib import Path, PosixPath, PurePosixPath

from lecture_assets.errors import StoreError

_LOG = logging.getLogger(__name__)
_ROOM_LEFT = 10**8
_PLAIN_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}")


@dataclass(frozen=True)
class Entry:
    """What a file in the cache is a copy of.

    Attributes:
        store: The store's location.
        key: The object's key.
        etag: Changes whenever the object is written.
        size_bytes: The object's size.
    """

    store: str
    key: str
    etag: str
    size_bytes: int

    @property
    def name(self) -> str:
        """The file's name in the cache: a hash, and the key's extension, which ffmpeg looks at."""
        seen = "\0".join((self.store, self.key, self.etag))
        suffix = PurePosixPath(self.key).suffix
        return hashlib.sha256(seen.encode()).hexdigest() + (
            suffix if _PLAIN_SUFFIX.fullmatch(suffix) else ""
        )


class CachedFile(PosixPath):
    """A file in the cache, which is not removed as long as somebody has this path."""


class Cache:
    """A folder that any number of processes of this machine use at once.

    A file that is in use, or being downloaded, is locked (``flock``), so that a process which dies
    lets go of it.

    Args:
        folder: Where; made when it is first used.
        max_bytes: The least recently used files go when there would be more than this.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self.folder = folder
        self.max_bytes = max_bytes
        self._files = folder / "files"
        self._notes = folder / "notes"

    def fetch(self, entry: Entry, fill: Callable[[BufferedRandom], str]) -> Path:
        """Return an entry's file, which is downloaded where it is not here or has been spoilt.

        Args:
            entry: What is wanted.
            fill: Writes its content to a file and returns the SHA-256 of that.

        Raises:
            StoreError: The cache cannot be written, or the disk is full.
        """
        try:
            for part in (self.folder, self._files, self._notes, self.folder / "turns"):
                part.mkdir(mode=0o700, parents=True, exist_ok=True)
            found = self._find(entry)
            if found is not None:
                return found
            with self._alone(entry):
                # Another process may have downloaded it while this one waited for its turn.
                return self._find(entry) or self._add(entry, fill)
        except OSError as error:
            raise StoreError(
                f"The cache in {self.folder} cannot be written: {error.strerror}; free some room, "
                "or set LECTURE_CACHE__FOLDER to a folder that has it."
            ) from error

    def forget(self, store: str, prefix: str) -> None:
        """Remove what is kept of the objects of a store whose keys begin so."""
        for note in self._notes.glob("*.json"):
            kept = _read_note(note)
            if kept and kept.get("store") == store and str(kept.get("key")).startswith(prefix):
                (self._files / note.stem).unlink(missing_ok=True)
                note.unlink(missing_ok=True)

    def _find(self, entry: Entry) -> Path | None:
        path = self._files / entry.name
        note = _read_note(self._note(path))
        file = _locked(path, os.O_RDONLY) if note else None
        if note is None or file is None:
            return None
        with os.fdopen(file, "rb", closefd=False) as content:
            if hashlib.file_digest(content, "sha256").hexdigest() == note.get("sha256"):
                with suppress(OSError):
                    os.utime(path)
                return _held(path, file)
        os.close(file)
        _LOG.warning("The copy of %s in the cache is spoilt and is fetched anew.", entry.key)
        return None

    def _add(self, entry: Entry, fill: Callable[[BufferedRandom], str]) -> Path:
        self._make_room(entry.size_bytes)
        path = self._files / entry.name
        unfinished = path.with_name(f"{path.name}.part")
        file = _locked(unfinished, os.O_RDWR | os.O_CREAT)
        assert file is not None
        try:
            os.truncate(file, 0)
            with os.fdopen(file, "w+b", closefd=False) as content:
                sha256 = fill(content)
            self._write_note(path, asdict(entry) | {"sha256": sha256})
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            os.close(file)
            raise
        held = _held(path, file)
        # Others may have downloaded meanwhile what was not counted yet.
        self._make_room(0)
        return held

    def _note(self, path: Path) -> Path:
        return self._notes / f"{path.name}.json"

    def _write_note(self, path: Path, note: dict[str, object]) -> None:
        unfinished = self._note(path).with_suffix(".part")
        unfinished.write_text(json.dumps(note))
        unfinished.replace(self._note(path))

    @contextmanager
    def _alone(self, entry: Entry) -> Iterator[None]:
        """Keep others from downloading the same; the files for that are few and stay."""
        with (self.folder / "turns" / entry.name[:3]).open("a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    def _make_room(self, needed: int) -> None:
        """Remove the least recently used files that nobody uses until there is room."""
        kept = sorted(self._kept(), key=lambda each: each[0])
        total = sum(size for _, size, _ in kept)
        for _, size, path in kept:
            if total + needed <= self.max_bytes and self._free() >= needed + _ROOM_LEFT:
                return
            if _remove_unused(path):
                self._note(path).unlink(missing_ok=True)
                total -= size
        if self._free() < needed:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _free(self) -> int:
        return shutil.disk_usage(self._files).free

    def _kept(self) -> Iterator[tuple[float, int, Path]]:
        with os.scandir(self._files) as files:
            for file in files:
                with suppress(FileNotFoundError):
                    found = file.stat()
                    yield found.st_mtime, found.st_size, Path(file.path)


def _locked(path: Path, flags: int) -> int | None:
    """Open a file and mark it as used; None when it is not there."""
    while True:
        try:
            file = os.open(path, flags | os.O_CLOEXEC, 0o600)
        except FileNotFoundError:
            return None
        fcntl.flock(file, fcntl.LOCK_SH)
        if os.fstat(file).st_nlink:
            return file
        # It was removed between the two.
        os.close(file)


def _held(path: Path, file: int) -> Path:
    """Return the path, with the file marked as used for as long as the path is."""
    held = CachedFile(path)
    weakref.finalize(held, os.close, file)
    return held


def _remove_unused(path: Path) -> bool:
    with suppress(OSError):
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        finally:
            os.close(file)
        return True
    return False


def _read_note(path: Path) -> dict[str, object] | None:
    try:
        note = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) else None
