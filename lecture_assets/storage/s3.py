"""A store in a bucket of S3."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from io import BufferedRandom
from pathlib import Path

from lecture_assets.errors import StoreError
from lecture_assets.operations import S3Options
from lecture_assets.progress import Progress, ignore
from lecture_assets.storage.cache import Cache, Entry
from lecture_assets.storage.keys import UPLOADS, checked_key, is_hidden
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.s3_bucket import Head, S3Bucket
from lecture_assets.storage.s3_client import Patience
from lecture_assets.storage.s3_content import differs
from lecture_assets.storage.s3_lock import Leases, LeaseTimes
from lecture_assets.storage.store import Stored

_FOLDERS = (UPLOADS, "lectures/", "library/")
_LOCKS = ".locks/"
_FETCHES = 4
_RENEWING = Patience(attempts=3, silence_s=15)


class S3Store:
    """An ArtifactStore in a bucket, or below a prefix of one.

    Args:
        bucket: The bucket's name.
        prefix: What every key begins with: empty, or with a ``/`` at its end.
        options: How S3 is used.
        cache: Keeps what was fetched.
        home: For Dagster's records.
        patience: How long requests are tried.
        times: When locks are renewed and dead.
    """

    shows_growing = False

    def __init__(
        self,
        bucket: str,
        prefix: str,
        options: S3Options,
        cache: Cache,
        home: Path,
        patience: Patience | None = None,
        times: LeaseTimes | None = None,
    ) -> None:
        self.location = f"s3://{bucket}/{prefix}".rstrip("/")
        self.cache = cache
        self._prefix = prefix
        self._bucket = S3Bucket(bucket, options, patience)
        self._renewing = S3Bucket(bucket, options, _RENEWING)
        self._times = times or LeaseTimes()
        self._home = home
        named = hashlib.sha256(self.location.encode()).hexdigest()[:16]
        self._scratch = LocalStore(cache.folder / "work" / named)

    def _full(self, key: str) -> str:
        checked_key(key, self.location)
        try:
            key.encode()
        except UnicodeEncodeError as error:
            raise StoreError(f"The key {key!r} is not text; S3 does not take it.") from error
        return self._prefix + key

    def read(self, key: str) -> bytes:
        """Return an object's bytes; StoreError when it is not there."""
        return self._bucket.get(self._full(key))

    def write(self, key: str, data: bytes) -> None:
        """Write an object, replacing what was there."""
        self._bucket.put(self._full(key), data)

    def put(self, key: str, path: Path, progress: Progress = ignore) -> None:
        """Move a finished local file into the store, replacing what was there."""
        self.take_in(key, path, progress)
        path.unlink(missing_ok=True)

    def take_in(self, key: str, source: Path, progress: Progress = ignore) -> None:
        """Upload a file of the user's.

        Raises:
            StoreError: It cannot be read, or was changed meanwhile.
        """
        full = self._full(key)
        try:
            with source.open("rb") as file:
                before = source.stat()
                self._bucket.upload(full, file, _shares(before.st_size, progress))
                after = source.stat()
        except OSError as error:
            raise StoreError(f"{source} cannot be read: {error.strerror}.") from error
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            self._bucket.delete(full)
            raise StoreError(f"{source} was changed while it was uploaded; upload it again.")
        progress(1.0)

    def fetch(self, key: str, progress: Progress = ignore) -> Path:
        """Return a local file with an object's content, for reading only.

        It is in the cache, and stays there at least as long as somebody has the path.
        """
        full, taken = self._full(key), set[str]()
        for _ in range(_FETCHES):
            head = self._bucket.head(full)
            if head is None:
                raise StoreError(f"{self._bucket.place(full)!r} is not there.")
            entry = Entry(self.location, key, _etag(head.etag, head.modified_s), head.size_bytes)
            try:
                path = self.cache.fetch(entry, self._filler(full, head, taken, progress))
            except _SpoiltError:
                continue
            progress(1.0)
            return path
        raise StoreError(
            f"{self._bucket.place(full)!r} comes with other content than S3 says it holds, however "
            "often it is fetched; upload it again."
        )

    def _filler(
        self, full: str, head: Head, taken: set[str], progress: Progress
    ) -> Callable[[BufferedRandom], str]:
        def fill(file: BufferedRandom) -> str:
            self._bucket.download(full, file, _shares(head.size_bytes, progress))
            file.flush()
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            wrong = differs(file, sha256, head, lambda: self._bucket.first_part_bytes(full))
            # Some servers' etags are no MD5: then two downloads that agree are the proof.
            if wrong and not (wrong == "etag" and sha256 in taken):
                taken.add(sha256)
                raise _SpoiltError
            return sha256

        return fill

    def key_of(self, path: Path) -> str | None:  # noqa: ARG002 - of the Protocol
        """Return None: no local file lies in this store."""
        return None

    def link(self, key: str) -> str:
        """Return a URL that lets whoever has it read an object for some time."""
        minutes = self._bucket.options.download_link_minutes
        return self._bucket.sign("get_object", self._full(key), minutes)

    def upload_link(self, name: str) -> str:
        """Return a URL that lets whoever has it put one file into the drop folder.

        Args:
            name: The file's name there.
        """
        minutes = self._bucket.options.upload_link_minutes
        return self._bucket.sign("put_object", self._full(UPLOADS + name), minutes)

    def stat(self, key: str) -> Stored | None:
        """Describe an object; None when it is not there."""
        head = self._bucket.head(self._full(key))
        return None if head is None else _stored(key, head.size_bytes, head.etag, head.modified_s)

    def not_a_file(self, key: str) -> str | None:  # noqa: ARG002 - folders may have one there
        """Return None: a bucket holds nothing but objects."""
        return None

    def sha256(self, key: str) -> str | None:
        """Return the SHA-256 that was noted when an object was written, if any was."""
        head = self._bucket.head(self._full(key))
        return None if head is None else head.sha256

    def list(self, prefix: str) -> Iterator[Stored]:
        """List the objects below a folder, hidden ones left out."""
        folder = self._folder(prefix)
        for found in self._bucket.list(folder):
            below = found.key.removeprefix(folder)
            if below and not below.endswith("/") and not is_hidden(below):
                key = found.key.removeprefix(self._prefix)
                yield _stored(key, found.size_bytes, found.etag, found.modified_s)

    def _folder(self, prefix: str) -> str:
        name = self._full(prefix.rstrip("/"))
        return name if name in ("", self._prefix) else f"{name}/"

    def delete(self, key: str) -> None:
        """Remove an object; nothing happens when it is not there."""
        self._bucket.delete(self._full(key))
        self.cache.forget(self.location, key)

    def delete_all(self, prefix: str) -> None:
        """Remove everything below a folder, hidden and unfinished objects too."""
        folder = self._folder(prefix)
        self._bucket.delete_many(found.key for found in self._bucket.list(folder))
        self._bucket.abort_unfinished(folder, 0)
        self.cache.forget(self.location, folder.removeprefix(self._prefix))
        self._scratch.delete_all(prefix)

    def sweep(self, older_than_s: int) -> int:
        """Remove uploads that were begun so long ago and never finished; return how many.

        Locks that nobody has renewed for so long go too.
        """
        folders = [self._full(folder) for folder in _FOLDERS]
        swept = sum(self._bucket.abort_unfinished(each, older_than_s) for each in folders)
        leases = self._bucket.list(self._full(_LOCKS))
        old = max(older_than_s, self._times.dead_s)
        self._bucket.delete_many(each.key for each in leases if each.age_s > old)
        return swept

    def scratch(self, key: str) -> Path:
        """Return a local folder for unfinished work, made when it is not there."""
        return self._scratch.scratch(key)

    def discard_scratch(self, key: str) -> None:
        """Remove such a folder with all that is in it."""
        self._scratch.discard_scratch(key)

    def home(self) -> Path:
        """Return the local folder for Dagster's records where ``DAGSTER_HOME`` names none."""
        return self._home

    def lock(self, name: str, *, shared: bool) -> AbstractContextManager[bool]:
        """Try to take a lock that dies with its process; the context says whether it was had."""
        folder = self._full(f"{_LOCKS}{name}/")
        return Leases(self._bucket, self._renewing, folder, self._times).held(shared=shared)


class _SpoiltError(Exception):
    """What was downloaded is not what S3 says."""


def _etag(etag: str, modified_s: int) -> str:
    # The time besides, since content that an object had before has its etag again.
    return f"{etag}-{modified_s:x}"


def _stored(key: str, size_bytes: int, etag: str, modified_s: int) -> Stored:
    return Stored(key, size_bytes, _etag(etag, modified_s), modified_s * 10**9)


def _shares(size_bytes: int, progress: Progress) -> Callable[[int], None]:
    """Return what takes the bytes of every piece and tells the share that is done."""
    done = 0

    def told(piece: int) -> None:
        nonlocal done
        done += piece
        progress(min(1.0, done / max(1, size_bytes)))

    return told
