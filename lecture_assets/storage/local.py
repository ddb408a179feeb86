"""A store in a folder."""

import errno
import fcntl
import hashlib
import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from lecture_assets.errors import StoreError
from lecture_assets.progress import Progress, ignore
from lecture_assets.storage.keys import checked_key
from lecture_assets.storage.store import Stored

_RACES = 1000
_UNFINISHED = f".{'[0-9a-f]' * 64}.part"


class LocalStore:
    """An ArtifactStore in a folder of a local file system.

    Recordings may be symbolic links, and so may folders on the way to what is in the store. What is
    read as text or document may not: it would show what another file holds.
    """

    shows_growing = True

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.location = str(self.root)

    def path(self, key: str) -> Path:
        """Return the file of a key.

        Raises:
            StoreError: The key would lead out of the store.
        """
        return self.root.joinpath(*checked_key(key, self.root).split("/"))

    def read(self, key: str) -> bytes:
        """Return an object's bytes; StoreError when it is not there, or is a link."""
        path = self.path(key)
        try:
            with FileIO(path, opener=_itself) as file:
                return file.readall()
        except OSError as error:
            raise _failed("read", path, error) from error

    def write(self, key: str, data: bytes) -> None:
        """Write an object, replacing what was there."""
        with _replacing(self.path(key)) as unfinished:
            unfinished.write_bytes(data)

    def put(self, key: str, path: Path, progress: Progress = ignore) -> None:
        """Move a finished local file into the store, replacing what was there."""
        with _replacing(self.path(key)) as unfinished:
            shutil.move(path, unfinished)
        progress(1.0)

    def take_in(self, key: str, source: Path, progress: Progress = ignore) -> None:
        """Link a file of the user's into the store, or copy it where it cannot be linked."""
        with _replacing(self.path(key)) as unfinished:
            try:
                os.link(source.resolve(), unfinished)
            except OSError:
                shutil.copy2(source, unfinished)
        progress(1.0)

    def fetch(self, key: str, progress: Progress = ignore) -> Path:
        """Return a local file with an object's content, for reading only."""
        path = self.path(key)
        if not path.is_file():
            raise StoreError(f"{path} is not there.")
        progress(1.0)
        return path

    def key_of(self, path: Path) -> str | None:
        """Return the key of a local file that lies in the store; None where it does not."""
        root, file = self.root.resolve(), path.resolve()
        return file.relative_to(root).as_posix() if file.is_relative_to(root) else None

    def link(self, key: str) -> str:
        """Return where a person can open an object: its path."""
        return str(self.fetch(key))

    def stat(self, key: str) -> Stored | None:
        """Describe an object; None when it is not there."""
        try:
            found = self.path(key).stat()
        except OSError:
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        etag = f"{found.st_size:x}-{found.st_mtime_ns:x}"
        return Stored(key, found.st_size, etag, found.st_mtime_ns)

    def not_a_file(self, key: str) -> str | None:
        """Say what lies at a key if that is no file, such as "a folder"; None otherwise."""
        try:
            mode = self.path(key).lstat().st_mode
        except OSError:
            return None
        known = {stat.S_IFREG: None, stat.S_IFDIR: "a folder", stat.S_IFLNK: "a symbolic link"}
        return known.get(stat.S_IFMT(mode), "a device or pipe")

    def sha256(self, key: str) -> str | None:
        """Return the SHA-256 of an object's content; None when it is not there."""
        path = self.path(key)
        try:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _failed("read", path, error) from error

    def list(self, prefix: str) -> Iterator[Stored]:
        """List the objects below a folder, hidden ones left out."""
        for folder, folders, names in os.walk(self.path(prefix.rstrip("/"))):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(name for name in names if not name.startswith(".")):
                key = (Path(folder) / name).relative_to(self.root).as_posix()
                found = self.stat(key)
                if found is not None:
                    yield found

    def delete(self, key: str) -> None:
        """Remove an object; nothing happens when it is not there."""
        try:
            self.path(key).unlink(missing_ok=True)
        except OSError as error:
            raise _failed("removed", self.path(key), error) from error

    def delete_all(self, prefix: str) -> None:
        """Remove everything below a folder, and the folder."""
        try:
            shutil.rmtree(self.path(prefix.rstrip("/")))
        except FileNotFoundError:
            pass
        except OSError as error:
            raise _failed("removed", self.path(prefix.rstrip("/")), error) from error

    def sweep(self, older_than_s: int) -> int:
        """Remove files that we began so long ago and never finished; return how many."""
        oldest = time.time() - older_than_s
        swept = 0
        for part in self.root.rglob(_UNFINISHED):
            with suppress(OSError):
                if part.stat().st_mtime < oldest:
                    part.unlink()
                    swept += 1
        return swept

    def home(self) -> Path:
        """Return the folder for Dagster's records where ``DAGSTER_HOME`` names none."""
        return self.root / ".dagster"

    def scratch(self, key: str) -> Path:
        """Return a local folder for unfinished work, made when it is not there."""
        folder = self.path(key)
        for _ in range(_RACES):
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                # The parent may go meanwhile: a step beside this one discards its own folder.
                gone = isinstance(error, FileNotFoundError | FileExistsError)
                if not gone or folder.exists():
                    raise _failed("made", folder, error) from error
            else:
                return folder
        raise StoreError(f"{folder} cannot be made: something keeps removing its parent.")

    def discard_scratch(self, key: str) -> None:
        """Remove such a folder with all that is in it, and its parent where that is then empty."""
        folder = self.path(key)
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            folder.parent.rmdir()

    @contextmanager
    def lock(self, name: str, *, shared: bool) -> Iterator[bool]:
        """Try to take a lock that dies with its process; the context says whether it was had.

        It is ``flock``'s: the kernel lets go of it whatever way its holder ends.
        """
        path = self.scratch(".locks") / name
        try:
            file = path.open("a")
        except OSError as error:
            raise _failed("opened", path, error) from error
        with file:
            try:
                fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            if os.fstat(file.fileno()).st_nlink:
                yield True
                return
        # The file was removed before it was locked, with the lecture: others lock another one.
        with self.lock(name, shared=shared) as had:
            yield had


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """Give a hidden name to write to, which takes the target's place when that went well.

    The name is always the same, so that what a killed process left is written over, and short,
    since the target's own may be as long as the file system allows.
    """
    # _UNFINISHED is the pattern of this.
    unfinished = target.with_name(f".{hashlib.sha256(os.fsencode(target.name)).hexdigest()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        yield unfinished
        unfinished.replace(target)
    except OSError as error:
        raise _failed("written", target, error) from error
    finally:
        # Gone already where all went well, but for a file that is linked to the target.
        with suppress(OSError):
            unfinished.unlink()


def _itself(path: str, flags: int) -> int:
    """Open a file and not what it links to; a pipe is not waited for."""
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _failed(what: str, path: Path, error: OSError) -> StoreError:
    why = "it is a symbolic link" if error.errno == errno.ELOOP else error.strerror or error
    return StoreError(f"{path} cannot be {what}: {why}.")
